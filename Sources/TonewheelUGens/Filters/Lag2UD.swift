package import TonewheelDSP

/// A chain of two exponential lags with different times up and down; see `Lag`.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `timeUp`: the 60 dB decay time in seconds of each lag towards a higher value; read once a block, changes
///   take effect over the block.
/// - Input 2 `timeDown`: the 60 dB decay time in seconds of each lag towards a lower value; read once a block, changes
///   take effect over the block.
/// - Output 0 `out`: the smoothed signal; may share memory with an input.
///
/// The output starts at the first value of the signal.
///
/// Reference: SuperCollider help, "Lag2UD".
package struct Lag2UD: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Lag2UD",
            inputs: [.number("in", default: 0), .seconds("timeUp", default: 0.1), .seconds("timeDown", default: 0.1)],
            outputs: ["out"], exemptions: [.blockSizes: "the times are read once a block"])
    }

    private let sampleRate: Double
    private var y0: Double = 0
    private var y1: Double = 0
    private var rising = GlidingLag()
    private var falling = GlidingLag()

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        y0 = 0
        y1 = 0
        rising = GlidingLag()
        falling = GlidingLag()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, output) = (block.input(0), block.output(0))
        rising.begin(block.held(1), sampleRate, block)
        falling.begin(block.held(2), sampleRate, block)
        if block.isFirst {
            y0 = Double(Clamp.finite(signal.initial))
            y1 = Double(Clamp.finite(signal.initial))
        }
        for frame in 0..<block.frameCount {
            let (up, down) = (rising.next(), falling.next())
            var x = Double(Clamp.finite(signal[frame]))
            y0 = x + (x > y0 ? up : down) * (y0 - x)
            x = y0
            y1 = x + (x > y1 ? up : down) * (y1 - x)
            x = y1
            output[frame] = Float(x)
        }
    }
}
