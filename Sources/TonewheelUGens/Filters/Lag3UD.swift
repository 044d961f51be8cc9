package import TonewheelDSP

/// Smooths a signal: three exponential lags in a row, of different times up and down. It begins with the first value
/// of the signal.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `timeUp`: of each lag, until a step up is within 60 dB, in seconds; read once a block, and changes glide over it.
/// - Input 2 `timeDown`: of each lag, until a step down is within 60 dB, in seconds; read once a block, and changes glide over it.
/// - Output 0 `out`: the smoothed signal; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Lag3UD".
package struct Lag3UD: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Lag3UD",
            inputs: [.number("in", default: 0), .seconds("timeUp", default: 0.1), .seconds("timeDown", default: 0.1)],
            outputs: ["out"], exemptions: [.blockSizes: "the times are read once a block"])
    }

    private let sampleRate: Double
    private var y0: Double = 0
    private var y1: Double = 0
    private var y2: Double = 0
    private var rising = GlidingLag()
    private var falling = GlidingLag()

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        y0 = 0
        y1 = 0
        y2 = 0
        rising = GlidingLag()
        falling = GlidingLag()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, output) = (block.input(0), block.output(0))
        rising.begin(block.held(1), sampleRate, block)
        falling.begin(block.held(2), sampleRate, block)
        if block.isFirst {
            y0 = Double(Held.finite(signal.initial))
            y1 = Double(Held.finite(signal.initial))
            y2 = Double(Held.finite(signal.initial))
        }
        for frame in 0..<block.frameCount {
            let (up, down) = (rising.next(), falling.next())
            var x = Double(Held.finite(signal[frame]))
            y0 = x + (x > y0 ? up : down) * (y0 - x)
            x = y0
            y1 = x + (x > y1 ? up : down) * (y1 - x)
            // The third goes the way that the second still has to go: as measured of scsynth.
            let factor = x > y1 ? up : down
            x = y1
            y2 = x + factor * (y2 - x)
            x = y2
            output[frame] = Float(x)
        }
    }
}
