package import TonewheelDSP

/// A linear glide to each new value of a signal.
///
///     y[n] = y[n−1] + (target − start) / frames,   until the target is reached
///
/// - Input 0 `in`: the target; may change with every frame.
/// - Input 1 `frames`: the length of a glide in whole frames, 1 … 2²⁴; read when a glide starts.
/// - Output 0 `out`: the value; may share memory with an input.
///
/// When the input changes, a new glide starts from the current value. The first frame of a glide is already one step
/// in, so that its last frame equals the target. A synth starts at the value of the input, without a glide.
/// SuperCollider has no such unit; the built-in tone uses it for its amplitude.
package struct Glide: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Glide", inputs: [.number("in", default: 0), .number("frames", default: 64)], outputs: ["out"])
    }

    private var line = TonewheelDSP.Glide(0, length: 1)

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        line.jump(to: 0)
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, frames) = (block.input(0), block.input(1))
        let output = block.output(0)
        if block.isFirst { line.jump(to: Clamp.finite(input.initial)) }
        if input.isConstant {
            retarget(to: input[0], frames[0])
            line.write(to: output, frameCount: block.frameCount)
        } else {
            for frame in 0..<block.frameCount {
                retarget(to: input[frame], frames[frame])
                output[frame] = line.next()
            }
        }
    }

    /// Starts a glide to a value, unless it is the current target.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func retarget(to value: Float, _ frames: Float) {
        let target = Clamp.finite(value)
        if target != line.target { line.glide(to: target, over: Clamp.index(frames, 1, 1 << 24)) }
    }
}
