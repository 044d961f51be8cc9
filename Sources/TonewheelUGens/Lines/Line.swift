package import TonewheelDSP

/// A straight line; it begins one step after its start, as that of scsynth does (measured, 3.13).
///
/// - Input 0 `start`: where it begins.
/// - Input 1 `end`: where it goes, and stays.
/// - Input 2 `duration`: in seconds; frames are whole, at least 1.
/// - Input 3 `doneAction`: what becomes of the synth at the end.
/// - Output 0 `out`: the line; may be the same memory as an input.
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
            target = Held.finite(block.input(1).initial)
            value = Double(Held.finite(block.input(0).initial))
            framesLeft = Held.frames(block.input(2).initial, sampleRate, rounding: 0.5)
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
                // Many steps together are a little off.
                output[moving &- 1] = target
                block.synth.pointee.finish(unit: unit, action: action)
            }
        }
        for frame in moving..<block.frameCount { output[frame] = target }
    }
}
