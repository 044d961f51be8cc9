package import TonewheelDSP
internal import TonewheelRealtime

/// Goes to each new value of its input in a straight line.
///
/// It is what SuperCollider's `VarLag` becomes if its warp is linear; the others become an `EnvGen`.
///
/// - Input 0 `in`: the signal; read once a block.
/// - Input 1 `time`: how long it takes, in seconds; if it changes on the way, what is left takes as much longer or shorter.
/// - Input 2 `start`: where it begins.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "VarLag".
package struct VarLag: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "VarLag",
            inputs: [.number("in", default: 0), .seconds("time", default: 0.1), .number("start", default: 0)],
            outputs: ["out"], exemptions: [.blockSizes: "the signal is read once a block"])
    }

    private let sampleRate: Double
    private var target: Float = 0
    private var time: Float = 0
    private var level = 0.0
    private var step = 0.0
    private var framesLeft = 0

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        target = 0
        time = 0
        level = 0
        step = 0
        framesLeft = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let signal = Held.finite(block.input(0)[0])
        let seconds = Bounds.hold(block.input(1)[0], 0, 1e9)
        let output = block.output(0)
        if block.isFirst {
            time = Bounds.hold(block.input(1).initial, 0, 1e9)
            target = Held.finite(block.input(2).initial)
            level = Double(target)
        }
        if signal != target {
            target = signal
            framesLeft = Held.frames(seconds, sampleRate)
            step = (Double(target) - level) / Double(framesLeft)
        } else if seconds != time, framesLeft > 0 {
            // As much steeper as the time is shorter; the last step makes up for the rest.
            let ratio = Double(seconds) / max(1e-9, Double(time))
            framesLeft = Int(Bounds.hold(Maths.ceil(Double(framesLeft) * ratio - 1e-6), 1, 0x1p50))
            step /= max(1e-9, ratio)
        }
        time = seconds
        for frame in 0..<block.frameCount {
            output[frame] = Float(level)
            guard framesLeft > 0 else { continue }
            framesLeft = framesLeft &- 1
            level = framesLeft == 0 ? Double(target) : level + step
        }
    }
}
