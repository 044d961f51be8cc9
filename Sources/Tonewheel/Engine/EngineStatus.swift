internal import TonewheelDSP
internal import TonewheelWorkers

/// What an engine is doing, and what it has counted since it was started.
public struct EngineStatus: Hashable, Sendable {
    /// What rendering and the device report, each in its own words.
    var render = RenderReport(ToneParameters(frequency: 0, amplitude: 0, gate: false))
    var output = DeviceReport()

    /// Whether sound is being rendered.
    public internal(set) var isRunning = false

    /// Whether the output has come to its own end, such as a file of its full length.
    public internal(set) var isFinished = false

    /// Where the sound goes: "portaudio", "jack", "null", "file".
    public internal(set) var backend = ""

    /// The device behind it: a sound card's name, a JACK client's; empty if there is none.
    public internal(set) var device = ""

    /// Why no device plays, while a clock stands in for it; nil if one plays, or none was asked for.
    public internal(set) var deviceAbsence: String?

    /// Frames a second, in hertz.
    public internal(set) var sampleRate = 0.0

    /// Samples in a frame.
    public internal(set) var channelCount = 0

    /// Samples in a frame of input.
    public internal(set) var inputChannelCount = 0

    /// Frames that the device takes at once.
    public internal(set) var periodFrames = 0

    /// Frames that are rendered at once.
    public internal(set) var blockFrames = 0

    /// Periods rendered ahead of the device.
    public internal(set) var prefillPeriods = 0

    /// The workers that render; nil if the engine renders in its own process.
    public internal(set) var workers: WorkerStatus?

    /// From rendering to sound, in seconds: what is rendered ahead, the limiter's look-ahead, and what the device says of
    /// itself; 0 offline.
    public internal(set) var latency = 0.0

    /// Frames that the device has taken.
    public var frame: Int64 { output.frame }

    /// The highest sample of late, in decibels of full scale; −∞ for silence.
    public var level: Double { output.peak.decibels }

    /// Whether the output is kept free of DC and below −1 dBFS.
    public internal(set) var limitsOutput = false

    /// By how much the limiter makes the latest period softer, in decibels; 0 if it does nothing.
    public var gainReduction: Double { 0 - output.limiterGain.decibels }  // 0, and not −0

    /// Frames that it has made softer.
    public var limitedFrames: Int { output.limitedFrames }

    /// The highest sample of the input of late, in decibels of full scale; −∞ for silence.
    public var inputLevel: Double { render.inputPeak.decibels }

    /// The share of its time that rendering takes, 0 … 1, smoothed.
    public var load: Double { Double(render.load) }

    /// The highest load of a single period.
    public var loadPeak: Double { Double(render.loadPeak) }

    /// Periods that the engine did not have ready: rendered too late, or missing from the buffer.
    public var underruns: Int { lateRenders + ringUnderruns + (workers?.counts.missed ?? 0) }

    /// Periods missed because the system woke the device's thread too late, through no fault of the engine.
    public internal(set) var lateWakeUps = 0

    /// Of the underruns, those in which rendering took too long.
    public internal(set) var lateRenders = 0

    /// Of the underruns, those in which the ring between render thread and device ran empty.
    public internal(set) var ringUnderruns = 0

    /// Dropouts that the device has reported.
    public internal(set) var deviceXruns = 0

    /// How often the device has been lost.
    public internal(set) var deviceLosses = 0

    /// Frames of silence that stood in for missing ones.
    public var framesPadded: Int { ringFramesPadded + (workers?.framesMissed ?? 0) }

    /// Of these, those that the ring has put in.
    var ringFramesPadded = 0

    /// Frames that wait in the buffer between render thread and device; 0 without one.
    public internal(set) var bufferedFrames = 0

    /// Timed changes that wait for their frame.
    public internal(set) var scheduledChanges = 0

    /// Timed changes that arrived after their frame, and were applied at once.
    public internal(set) var lateChanges = 0

    /// Timed changes refused because the queue was full.
    public internal(set) var refusedChanges = 0

    /// Controls that were turned of nodes that are not there.
    public var missedTurns: Int { render.missedTurns }

    /// Samples that were NaN or infinite, and played as 0.
    public var nonFiniteSamples: Int { render.nonFiniteSamples }

    /// Samples of the input that were NaN or infinite, and count as 0.
    public var nonFiniteInputs: Int { render.nonFiniteInputs }

    /// Frames of the input that the engine could not take.
    public var inputFramesLost: Int { render.inputFramesLost + (workers?.counts.inputFramesLost ?? 0) }

    /// The tone's frequency, in hertz.
    public var frequency: Float { render.tone.frequency }

    /// The tone's peak, 0 … 1.
    public var amplitude: Float { render.tone.amplitude }

    /// Whether the tone sounds.
    public var gate: Bool { render.tone.gate }

    /// How much of the input is heard, 0 … 1.
    public var monitor: Float { render.tone.monitor }

    /// Whether the render thread runs ahead of ordinary ones: "SCHED_FIFO", or why not.
    public internal(set) var scheduling = ""

    /// Whether the memory is locked: "locked", or why not.
    public internal(set) var memoryLock = ""

    /// The file that what is played is recorded to, if any.
    public internal(set) var recordingPath: String?

    /// Frames that it has taken.
    public internal(set) var framesRecorded: Int64 = 0

    /// Frames that it has missed because the disk was too slow, or takes no more.
    public internal(set) var framesNotRecorded: Int64 = 0

    /// Why it takes no more, if it does not.
    public internal(set) var recordingError: String?

    /// Takes note of the engine's end: nothing is heard any more.
    mutating func haveEnded() {
        isRunning = false
        (output.peak, render.inputPeak, render.load) = (0, 0, 0)
        workers?.haveEnded()
    }
}
