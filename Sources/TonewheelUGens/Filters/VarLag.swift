package import TonewheelDSP
internal import TonewheelRealtime

/// A linear ramp to each new value of a signal.
///
/// - Input 0 `in`: the signal; read once a block.
/// - Input 1 `time`: the duration of a ramp in seconds. If it changes during a ramp, the remaining time is scaled in
///   proportion, to whole frames and at least one; the ramp may overshoot by one step before it settles. At audio rate
///   this also happens if the time changes after the ramp has ended (measured on scsynth 3.13).
/// - Input 2 `start`: the initial value of the output.
/// - Output 0 `out`: the ramps; may share memory with an input.
///
/// SuperCollider compiles `VarLag` to this unit only if its warp is linear, otherwise to an `EnvGen`.
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
        let signal = Clamp.finite(block.held(0)[0])
        let seconds = Bounds.clamp(block.held(1)[0], 0, 1e9)
        let output = block.output(0)
        if block.isFirst {
            level = Double(Clamp.finite(block.input(2).initial))
            begin(Clamp.finite(block.input(0).initial), Bounds.clamp(block.input(1).initial, 0, 1e9))
        }
        if signal != target { begin(signal, seconds) } else if seconds != time { retime(seconds) }
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

    /// Starts a ramp from the current level.
    @_noLocks @_noAllocation
    private mutating func begin(_ signal: Float, _ seconds: Float) {
        target = signal
        time = seconds
        framesLeft = Clamp.frames(seconds, sampleRate)
        step = (Double(target) - level) / Double(framesLeft)
    }

    /// Scales the rest of the ramp to a new time.
    @_noLocks @_noAllocation
    private mutating func retime(_ seconds: Float) {
        let previousTime = time
        // With a time this close to 0 the step could be infinite or NaN: the ramp restarts.
        guard min(seconds, previousTime) > 1e-7 else { return begin(target, seconds) }
        time = seconds
        guard isAudioRate || framesLeft > 0 else { return }
        let ratio = Double(seconds) / Double(previousTime)
        framesLeft = Int(Bounds.clamp(Maths.floor(Double(framesLeft) * ratio), 1, 0x1p50))
        step /= ratio
    }
}
