package import TonewheelDSP

/// Goes to each new value of its input in a straight line instead of jumping there.
///
///     y[n] = y[n−1] + (target − start) / frames,   until the target is reached
///
/// Where the input changes, a new line sets out from the value reached. The first frame of a line has moved already, so that the last
/// one is its target. A synth begins with the input's value, without a line. It is Tonewheel's own: the built-in tone's amplitude goes so.
///
/// - Input 0 `in`: where to go; may change on every frame.
/// - Input 1 `frames`: how long a line takes, in whole frames, 1 … 2²⁴; read where a line begins.
/// - Output 0 `out`: the value; may be the same memory as an input.
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
        if block.isFirst { line.jump(to: Held.finite(input.initial)) }
        if input.isConstant {
            turn(to: input[0], frames[0])
            line.write(to: output, frameCount: block.frameCount)
        } else {
            for frame in 0..<block.frameCount {
                turn(to: input[frame], frames[frame])
                output[frame] = line.next()
            }
        }
    }

    /// Sets out for a value, unless it is the one that the line goes to already.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func turn(to value: Float, _ frames: Float) {
        let target = Held.finite(value)
        if target != line.target { line.glide(to: target, over: Held.index(frames, 1, 1 << 24)) }
    }
}
