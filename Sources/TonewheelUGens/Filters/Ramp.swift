package import TonewheelDSP

/// Looks at a signal now and then, and goes there in a straight line. It begins with the first value of the signal.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `time`: from one look to the next, in seconds.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Ramp".
package struct Ramp: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Ramp", inputs: [.number("in", default: 0), .seconds("time", default: 0.1)], outputs: ["out"])
    }

    private let sampleRate: Double
    private var level: Double = 0
    private var step: Double = 0
    private var framesLeft: Int = 0

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        level = 0
        step = 0
        framesLeft = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, time) = (block.input(0), block.input(1))
        let output = block.output(0)
        if block.isFirst {
            level = Double(Held.finite(signal.initial))
            framesLeft = 1
        }
        for frame in 0..<block.frameCount {
            let (target, seconds) = (Double(Held.finite(signal[frame])), time[frame])
            output[frame] = Float(level)
            level += step
            framesLeft = framesLeft &- 1
            if framesLeft <= 0 {
                framesLeft = Held.frames(seconds, sampleRate)
                step = (target - level) / Double(framesLeft)
            }
        }
    }
}
