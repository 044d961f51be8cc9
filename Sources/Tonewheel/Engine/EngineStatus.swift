internal import TonewheelDSP
internal import TonewheelWorkers

/// The state of an engine, and its counters since the latest start.
public struct EngineStatus: Hashable, Sendable {
    /// The latest reports of the render side and the device side.
    var render = RenderReport(ToneParameters(frequency: 0, amplitude: 0, gate: false))
    var output = DeviceReport()

    /// Whether sound is being rendered.
    public internal(set) var isRunning = false

    /// Whether the output has reached its end, such as the length of a file.
    public internal(set) var isFinished = false

    /// The kind of output: "portaudio", "jack", "null" or "file".
    public internal(set) var backend = ""

    /// The device of the backend: the name of a sound card or of a JACK client; empty if there is none.
    public internal(set) var device = ""

    /// The reason why no device plays while a clock replaces it; nil if a device plays, or none was requested.
    public internal(set) var deviceError: String?

    /// The sample rate in hertz.
    public internal(set) var sampleRate = 0.0

    /// The number of output channels.
    public internal(set) var channelCount = 0

    /// The number of input channels.
    public internal(set) var inputChannelCount = 0

    /// The number of frames per period of the device.
    public internal(set) var periodFrames = 0

    /// The number of frames per block of rendering.
    public internal(set) var blockFrames = 0

    /// The number of periods that a thread renders ahead of the device.
    public internal(set) var prefillPeriods = 0

    /// The workers that render; nil if the engine renders in its own process.
    public internal(set) var workers: WorkerStatus?

    /// The time in seconds from rendering a frame to its sound: periods rendered ahead, the limiter's look-ahead and
    /// the latency that the device reports; 0 offline.
    public internal(set) var latency = 0.0

    /// The number of frames that the device has played.
    public var frame: Int64 { output.frame }

    /// The peak level of the output in dBFS, falling by 20 dB a second; −∞ for silence.
    public var level: Double { output.peak.decibels }

    /// Whether the output is kept free of DC and below −1 dBFS.
    public internal(set) var limitsOutput = false

    /// The largest attenuation of the limiter in the latest period, in decibels; 0 if it was not active.
    public var gainReduction: Double { 0 - output.limiterGain.decibels }  // 0, and not −0

    /// The number of frames that the limiter has attenuated.
    public var limitedFrames: Int { output.limitedFrames }

    /// The peak level of the input in dBFS, falling by 20 dB a second; −∞ for silence.
    public var inputLevel: Double { render.inputPeak.decibels }

    /// The share of its time that rendering takes: 1 if a block takes as long to render as to play. It is averaged
    /// exponentially with a time constant of 8 blocks, and is at most the highest load of the latest 10 blocks.
    public var load: Double { Double(render.load) }

    /// The highest load of a single period.
    public var loadPeak: Double { Double(render.loadPeak) }

    /// The load above which new synths are refused; nil if there is no limit.
    public internal(set) var loadLimit: Double?

    /// The number of synths that were refused because the load exceeded the limit.
    public internal(set) var synthsRefused = 0

    /// The number of periods that were not ready: rendered too late, or missing in the ring or from a worker.
    public var underruns: Int { lateRenders + ringUnderruns + (workers?.counts.missed ?? 0) }

    /// The number of periods that were missed because the system woke the device's thread too late; not underruns of
    /// the engine.
    public internal(set) var lateWakeUps = 0

    /// Of the underruns, periods whose rendering took too long.
    public internal(set) var lateRenders = 0

    /// Of the underruns, periods at which the ring between render thread and device ran empty.
    public internal(set) var ringUnderruns = 0

    /// The number of xruns that the device has reported.
    public internal(set) var deviceXruns = 0

    /// The number of times that the device has been lost.
    public internal(set) var deviceLosses = 0

    /// The number of frames of silence or fade that replaced missing frames.
    public var framesPadded: Int { ringFramesPadded + (workers?.framesMissed ?? 0) }

    /// Of the padded frames, those of the ring.
    var ringFramesPadded = 0

    /// The number of frames in the ring between render thread and device; 0 without a ring.
    public internal(set) var bufferedFrames = 0

    /// The number of timed changes that wait for their frame.
    public internal(set) var scheduledChanges = 0

    /// The number of timed changes that arrived after their frame, and were applied at the next block.
    public internal(set) var lateChanges = 0

    /// The number of timed changes that were refused because the queue was full.
    public internal(set) var refusedChanges = 0

    /// The number of continuous changes to controls of nodes that do not exist.
    public var missedTurns: Int { render.missedTurns }

    /// The number of samples that were NaN or infinite and were replaced with 0.
    public var nonFiniteSamples: Int { render.nonFiniteSamples }

    /// The number of times that a synth was muted, because its output was NaN or infinite or because it ended a worker.
    public internal(set) var mutedNodes = 0

    /// The synth that was muted last, the reason, and how it is resumed; empty if there was none.
    public internal(set) var latestMute = ""

    /// The number of input samples that were NaN or infinite and were replaced with 0.
    public var nonFiniteInputs: Int { render.nonFiniteInputs }

    /// The number of input frames that were discarded because a queue was full.
    public var inputFramesLost: Int { render.inputFramesLost + (workers?.counts.inputFramesLost ?? 0) }

    /// The tone's frequency in hertz.
    public var frequency: Float { render.tone.frequency }

    /// The tone's peak amplitude, 0 … 1.
    public var amplitude: Float { render.tone.amplitude }

    /// Whether the tone sounds.
    public var gate: Bool { render.tone.gate }

    /// The gain of the input monitor, 0 … 1.
    public var monitor: Float { render.tone.monitor }

    /// The scheduling policy of the render thread: "SCHED_FIFO", or the reason why it has none and the remedy.
    public internal(set) var scheduling = ""

    /// The state of the memory lock: "locked", or the reason why the memory is not locked and the remedy.
    public internal(set) var memoryLock = ""

    /// The file that the output is recorded to; nil if there is none.
    public internal(set) var recordingPath: String?

    /// The number of frames in the recording.
    public internal(set) var framesRecorded: Int64 = 0

    /// The number of frames that are missing in the recording, because the disk was too slow or the recording has
    /// ended.
    public internal(set) var framesNotRecorded: Int64 = 0

    /// The reason why the recording has ended; nil if it has not.
    public internal(set) var recordingError: String?

    /// Clears the values that only a running engine has.
    mutating func markStopped() {
        isRunning = false
        (output.peak, render.inputPeak, render.load) = (0, 0, 0)
        workers?.markStopped()
    }
}
