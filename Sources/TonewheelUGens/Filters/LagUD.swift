package import TonewheelDSP

/// An exponential lag with different times up and down; see `Lag`.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `timeUp`: the 60 dB decay time in seconds towards a higher value; read once a block, changes take effect
///   over the block.
/// - Input 2 `timeDown`: the 60 dB decay time in seconds towards a lower value; read once a block, changes take effect
///   over the block.
/// - Output 0 `out`: the smoothed signal; may share memory with an input.
///
/// The output starts at the first value of the signal.
///
/// Reference: SuperCollider help, "LagUD".
package struct LagUD: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "LagUD",
            inputs: [.number("in", default: 0), .seconds("timeUp", default: 0.1), .seconds("timeDown", default: 0.1)],
            outputs: ["out"], exemptions: [.blockSizes: "the times are read once a block"])
    }

    private let sampleRate: Double
    private var y: Double = 0
    private var rising = GlidingLag()
    private var falling = GlidingLag()

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        y = 0
        rising = GlidingLag()
        falling = GlidingLag()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, output) = (block.input(0), block.output(0))
        rising.begin(block.held(1), sampleRate, block)
        falling.begin(block.held(2), sampleRate, block)
        if block.isFirst { y = Double(Clamp.finite(signal.initial)) }
        for frame in 0..<block.frameCount {
            let (up, down) = (rising.next(), falling.next())
            let x = Double(Clamp.finite(signal[frame]))
            y = x + (x > y ? up : down) * (y - x)
            output[frame] = Float(y)
        }
    }
}
