package import TonewheelDSP

/// Smooths a signal: two exponential lags in a row, of different times up and down. It begins with the first value of
/// the signal.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `timeUp`: of each lag, until a step up is within 60 dB, in seconds; read once a block.
/// - Input 2 `timeDown`: of each lag, until a step down is within 60 dB, in seconds; read once a block.
/// - Output 0 `out`: the smoothed signal; may be the same memory as an input.
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
    private var up: Double = 0
    private var down: Double = 0
    private var timeUp: Float = 0
    private var timeDown: Float = 0

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        y0 = 0
        y1 = 0
        up = 0
        down = 0
        timeUp = 0
        timeDown = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, output) = (block.input(0), block.output(0))
        let (timeUp, timeDown) = (Held.finite(block.input(1)[0]), Held.finite(block.input(2)[0]))
        if block.isFirst || timeUp != self.timeUp || timeDown != self.timeDown {
            up = LagCoefficient.of(timeUp, sampleRate)
            down = LagCoefficient.of(timeDown, sampleRate)
            (self.timeUp, self.timeDown) = (timeUp, timeDown)
        }
        if block.isFirst {
            y0 = Double(Held.finite(signal.initial))
            y1 = Double(Held.finite(signal.initial))
        }
        for frame in 0..<block.frameCount {
            var x = Double(Held.finite(signal[frame]))
            y0 = x + (x > y0 ? up : down) * (y0 - x)
            x = y0
            y1 = x + (x > y1 ? up : down) * (y1 - x)
            x = y1
            output[frame] = Float(x)
        }
    }
}
