package import TonewheelDSP
internal import TonewheelRealtime

/// Goes to each new value of its input in a straight line.
///
/// It is what SuperCollider's `VarLag` becomes if its warp is linear; the others become an `EnvGen`.
///
/// - Input 0 `in`: the signal; read once a block.
/// - Input 1 `time`: how long it takes, in seconds; if it changes on the way, what is left takes as much longer or shorter, in whole
///   frames, and one frame at least: the line may go beyond its end by a step, before it is there. At audio rate it does
///   so as well if the time changes after it has come there (measured of scsynth, 3.13).
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
    private let isAudioRate: Bool
    private var target: Float = 0
    private var time: Float = 0
    private var level = 0.0
    private var step = 0.0
    private var framesLeft = 0

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
        isAudioRate = setup.rate.isAudio
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
        let signal = Held.finite(block.held(0)[0])
        let seconds = Bounds.hold(block.held(1)[0], 0, 1e9)
        let output = block.output(0)
        if block.isFirst {
            level = Double(Held.finite(block.input(2).initial))
            begin(Held.finite(block.input(0).initial), Bounds.hold(block.input(1).initial, 0, 1e9))
        }
        if signal != target { begin(signal, seconds) } else if seconds != time { follow(seconds) }
        for frame in 0..<block.frameCount {
            output[frame] = Float(level)
            if framesLeft > 0 {
                framesLeft = framesLeft &- 1
                level += step
            } else {
                level = Double(target)
            }
        }
        Bounds.silenceNonFinite(output, block.frameCount)
    }

    /// Begins a line from the level reached.
    @_noLocks @_noAllocation
    private mutating func begin(_ signal: Float, _ seconds: Float) {
        target = signal
        time = seconds
        framesLeft = Held.frames(seconds, sampleRate)
        step = (Double(target) - level) / Double(framesLeft)
    }

    /// Makes what is left of the line as much steeper as the time is shorter.
    @_noLocks @_noAllocation
    private mutating func follow(_ seconds: Float) {
        let before = time
        // Next to no time is none: a step would have no value.
        guard min(seconds, before) > 1e-7 else { return begin(target, seconds) }
        time = seconds
        guard isAudioRate || framesLeft > 0 else { return }
        let ratio = Double(seconds) / Double(before)
        framesLeft = Int(Bounds.hold(Maths.floor(Double(framesLeft) * ratio), 1, 0x1p50))
        step /= ratio
    }
}
