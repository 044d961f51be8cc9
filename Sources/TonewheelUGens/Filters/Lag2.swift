package import TonewheelDSP

/// A chain of two exponential lags; see `Lag`.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `time`: the 60 dB decay time in seconds of each lag; read once a block, changes take effect over the
///   block.
/// - Output 0 `out`: the smoothed signal; may share memory with an input.
///
/// The output starts at the first value of the signal.
///
/// Reference: SuperCollider help, "Lag2".
package struct Lag2: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Lag2", inputs: [.number("in", default: 0), .seconds("time", default: 0.1)], outputs: ["out"],
            exemptions: [.blockSizes: "the time is read once a block"])
    }

    private let sampleRate: Double
    private var y0: Double = 0
    private var y1: Double = 0
    private var lag = GlidingLag()

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        y0 = 0
        y1 = 0
        lag = GlidingLag()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, output) = (block.input(0), block.output(0))
        lag.begin(block.held(1), sampleRate, block)
        if block.isFirst {
            y0 = Double(Clamp.finite(signal.initial))
            y1 = Double(Clamp.finite(signal.initial))
        }
        for frame in 0..<block.frameCount {
            let b = lag.next()
            var x = Double(Clamp.finite(signal[frame]))
            y0 = x + b * (y0 - x)
            x = y0
            y1 = x + b * (y1 - x)
            x = y1
            output[frame] = Float(x)
        }
    }
}
