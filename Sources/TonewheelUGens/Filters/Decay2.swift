package import TonewheelDSP

/// As `Decay`, but what dies away also takes a time to rise: the difference of two decays.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `attack`: seconds of the decay that is taken away; a new value is reached over a block.
/// - Input 2 `decay`: seconds; 0 and below do not ring. A new value is reached over a block.
/// - Output 0 `out`: the filtered signal; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Decay2"; the first frame goes through twice, as measured of scsynth.
package struct Decay2: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Decay2",
            inputs: [
                .number("in", default: 0), .seconds("attack", default: 0.01), .seconds("decay", default: 1),
            ],
            outputs: ["out"], exemptions: [.blockSizes: "the factors move over a block"])
    }

    private let sampleRate: Double
    private var attack = DecayFactor()
    private var decay = DecayFactor()
    private var rise = 0.0
    private var fall = 0.0

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        attack = DecayFactor()
        decay = DecayFactor()
        rise = 0
        fall = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        let frameCount = block.frameCount
        var (riseFactor, riseStep) = attack.start(block.held(1), sampleRate, block)
        var (fallFactor, fallStep) = decay.start(block.held(2), sampleRate, block)
        if block.isFirst, !block.isPriming {
            rise = Double(input.initial)
            fall = rise
        }
        for frame in 0..<frameCount {
            let x = Double(input[frame])
            rise = x + riseFactor * rise
            fall = x + fallFactor * fall
            output[frame] = Float(fall - rise)
            riseFactor += riseStep
            fallFactor += fallStep
        }
        attack.keep(riseFactor, riseStep, block)
        decay.keep(fallFactor, fallStep, block)
        Bounds.silenceNonFinite(output, frameCount)
        if !Bounds.isSound(rise) || !Bounds.isSound(fall) { (rise, fall) = (0, 0) }
    }
}
