package import TonewheelDSP
internal import TonewheelRealtime

/// An exponential ramp between two values.
///
/// - Input 0 `start`: the initial value; not 0.
/// - Input 1 `end`: the final value, which is held after the ramp; of the same sign as `start`.
/// - Input 2 `duration`: the duration in seconds, rounded to whole frames, at least one.
/// - Input 3 `doneAction`: the done action at the end.
/// - Output 0 `out`: the ramp; may share memory with an input.
///
/// The first frame is already one step into the ramp, as in scsynth (measured, 3.13). If the values differ in sign or
/// one of them is 0, the output is `end` from the start.
///
/// Reference: SuperCollider help, "XLine".
package struct XLine: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "XLine",
            inputs: [
                .number("start", default: 1), .number("end", default: 2), .seconds("duration", default: 1), .doneAction,
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
            let ratio = Double(target) / value
            step = ratio > 0 && ratio < 1e38 ? Maths.pow(ratio, 1 / Double(framesLeft)) : 1
            if step == 1 { value = Double(target) }
        }
        let action = block.held(3)[0]
        let moving = min(block.frameCount, framesLeft)
        for frame in 0..<moving {
            value *= step
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

    /// Sets the initial output to `start`. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        // With a duration of 0 or below, it is `end`.
        block.output(0)[0] = Clamp.finite(block.input(block.held(2)[0] > 0 ? 0 : 1)[0])
    }
}
