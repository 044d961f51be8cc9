package import TonewheelDSP

/// Lets impulses die away, by 60 dB in a time.
///
///     y[n] = x[n] + b y[n-1],   b = 0.001^(1 / (decay · sampleRate))
///
/// - Input 0 `in`: the signal.
/// - Input 1 `decay`: seconds; 0 and below do not ring. A new value is reached over a block.
/// - Output 0 `out`: the filtered signal; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Decay"; the first frame goes through twice, as measured of scsynth.
package struct Decay: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Decay", inputs: [.number("in", default: 0), .seconds("decay", default: 1)], outputs: ["out"],
            exemptions: [.blockSizes: "the factor moves over a block"])
    }

    private var decay = DecayFactor()
    private let sampleRate: Double
    private var y1 = 0.0

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        decay = DecayFactor()
        y1 = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        let frameCount = block.frameCount
        var (factor, step) = decay.start(block.held(1), sampleRate, block)
        if block.isFirst, !block.isPriming { y1 = Double(input.initial) }
        for frame in 0..<frameCount {
            y1 = Double(input[frame]) + factor * y1
            output[frame] = Float(y1)
            factor += step
        }
        decay.keep(factor, step, block)
        Bounds.silenceNonFinite(output, frameCount)
        if !Bounds.isSound(y1) { y1 = 0 }
    }
}
