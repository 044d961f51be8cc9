package import TonewheelDSP

/// A linear ramp between two values.
///
/// - Input 0 `start`: the initial value.
/// - Input 1 `end`: the final value, which is held after the ramp.
/// - Input 2 `duration`: the duration in seconds, rounded to whole frames, at least one.
/// - Input 3 `doneAction`: the done action at the end.
/// - Output 0 `out`: the ramp; may share memory with an input.
///
/// The first frame is already one step into the ramp, as in scsynth (measured, 3.13).
///
/// Reference: SuperCollider help, "Line".
package struct Line: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Line",
            inputs: [
                .number("start", default: 0), .number("end", default: 1), .seconds("duration", default: 1), .doneAction,
            ], outputs: ["out"])
    }

    private let sampleRate: Double
    private let unit: Int
    private var value: Double = 0
    private var step: Double = 0
    private var target: Float = 0
    private var framesLeft: Int = 0

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
        unit = setup.index
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        value = 0
        step = 0
        target = 0
        framesLeft = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        if block.isFirst {
            target = Clamp.finite(block.input(1).initial)
            value = Double(Clamp.finite(block.input(0).initial))
            framesLeft = Clamp.frames(block.input(2).initial, sampleRate, rounding: 0.5)
            step = (Double(target) - value) / Double(framesLeft)
        }
        let action = block.held(3)[0]
        let moving = min(block.frameCount, framesLeft)
        for frame in 0..<moving {
            value += step
            output[frame] = Float(value)
        }
        if framesLeft > 0 {
            framesLeft = framesLeft &- moving
            if framesLeft == 0 {
                // Removes the accumulated rounding error.
                output[moving &- 1] = target
                block.synth.pointee.finish(unit: unit, action: action)
            }
        }
        for frame in moving..<block.frameCount { output[frame] = target }
    }
}
