package import TonewheelDSP
internal import TonewheelRealtime

/// An exponential curve; it begins one step after its start, as that of scsynth does (measured, 3.13). Between
/// numbers of different signs, or 0, it jumps to the end.
///
/// - Input 0 `start`: where it begins; not 0.
/// - Input 1 `end`: where it goes, and stays; of the sign of the start.
/// - Input 2 `duration`: in seconds; frames are whole, at least 1.
/// - Input 3 `doneAction`: what becomes of the synth at the end.
/// - Output 0 `out`: the curve; may be the same memory as an input.
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
            target = Held.finite(block.input(1).initial)
            value = Double(Held.finite(block.input(0).initial))
            framesLeft = Held.frames(block.input(2).initial, sampleRate, rounding: 0.5)
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
                // Many steps together are a little off.
                output[moving &- 1] = target
                block.synth.pointee.finish(unit: unit, action: action)
            }
        }
        for frame in moving..<block.frameCount { output[frame] = target }
    }

    /// Before the first frame it is at the start. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        // Of no duration, it is at the end.
        block.output(0)[0] = Held.finite(block.input(block.held(2)[0] > 0 ? 0 : 1)[0])
    }
}
