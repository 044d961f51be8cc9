package import TonewheelDSP

/// An exponential lag.
///
///     y[n] = x[n] + b (y[n-1] - x[n]),   b = 0.001^(1 / (time · sampleRate))
///
/// - Input 0 `in`: the signal.
/// - Input 1 `time`: the 60 dB decay time in seconds of the distance to the signal; read once a block, changes take
///   effect over the block.
/// - Output 0 `out`: the smoothed signal; may share memory with an input.
///
/// The output starts at the first value of the signal.
///
/// Reference: SuperCollider help, "Lag".
package struct Lag: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Lag", inputs: [.number("in", default: 0), .seconds("time", default: 0.1)], outputs: ["out"],
            exemptions: [.blockSizes: "the time is read once a block"])
    }

    private let sampleRate: Double
    private var y0: Double = 0
    private var lag = GlidingLag()

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        y0 = 0
        lag = GlidingLag()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, output) = (block.input(0), block.output(0))
        lag.begin(block.held(1), sampleRate, block)
        if block.isFirst { y0 = Double(Clamp.finite(signal.initial)) }
        for frame in 0..<block.frameCount {
            let b = lag.next()
            var x = Double(Clamp.finite(signal[frame]))
            y0 = x + b * (y0 - x)
            x = y0
            output[frame] = Float(x)
        }
    }
}
