package import TonewheelDSP

/// The difference of two exponential decays, so that an impulse rises before it decays; see `Decay`.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `attack`: the time in seconds of the decay that is subtracted; changes take effect over one block.
/// - Input 2 `decay`: the time in seconds of the other decay; changes take effect over one block. For both, 0 and below
///   let the signal pass unchanged.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// The first frame is processed twice, as measured on scsynth.
///
/// Reference: SuperCollider help, "Decay2".
package struct Decay2: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Decay2",
            inputs: [
                .number("in", default: 0), .seconds("attack", default: 0.01), .seconds("decay", default: 1),
            ],
            outputs: ["out"], exemptions: [.blockSizes: "the factors change over a block"])
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
        attack.save(riseFactor, riseStep, block)
        decay.save(fallFactor, fallStep, block)
        Bounds.silenceNonFinite(output, frameCount)
        if !Bounds.isBounded(rise) || !Bounds.isBounded(fall) { (rise, fall) = (0, 0) }
    }
}
