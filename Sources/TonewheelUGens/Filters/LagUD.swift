package import TonewheelDSP

/// Smooths a signal: exponential lags of different times up and down. It begins with the first value of the signal.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `timeUp`: until a step up is within 60 dB, in seconds; read once a block.
/// - Input 2 `timeDown`: until a step down is within 60 dB, in seconds; read once a block.
/// - Output 0 `out`: the smoothed signal; may be the same memory as an input.
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
    private var up: Double = 0
    private var down: Double = 0
    private var timeUp: Float = 0
    private var timeDown: Float = 0

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        y = 0
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
        if block.isFirst { y = Double(Held.finite(signal.initial)) }
        for frame in 0..<block.frameCount {
            let x = Double(Held.finite(signal[frame]))
            y = x + (x > y ? up : down) * (y - x)
            output[frame] = Float(y)
        }
    }
}
