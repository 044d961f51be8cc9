package import TonewheelDSP

/// A one-pole filter that lets impulses decay exponentially by 60 dB in a given time.
///
///     y[n] = x[n] + b y[n-1],   b = 0.001^(1 / (decay · sampleRate))
///
/// - Input 0 `in`: the signal.
/// - Input 1 `decay`: the decay time in seconds; at 0 and below the signal passes unchanged. Changes take effect over
///   one block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// The first frame is processed twice, as measured on scsynth.
///
/// Reference: SuperCollider help, "Decay".
package struct Decay: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Decay", inputs: [.number("in", default: 0), .seconds("decay", default: 1)], outputs: ["out"],
            exemptions: [.blockSizes: "the factor changes over a block"])
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
        decay.save(factor, step, block)
        Bounds.silenceNonFinite(output, frameCount)
        if !Bounds.isBounded(y1) { y1 = 0 }
    }
}
