internal import Synchronization
internal import TonewheelDSP
package import TonewheelRealtime

/// A report of the device side to the control side, published once a period.
package struct DeviceReport: BitwiseCopyable, Sendable, Hashable {
    /// The mapping of frames to the times at which the device plays them.
    package var clock = SampleClock(frame: 0, hostTime: 0, nanosecondsPerFrame: 1)

    /// Frames that the device has played, without the silence of underruns.
    package var frame: Int64 = 0

    /// The peak level of the output, falling by 20 dB a second.
    package var peak: Float = 0

    /// The lowest gain of the limiter in the latest period; 1 if it was not active.
    package var limiterGain: Float = 1

    /// Frames that the limiter has attenuated so far.
    package var limitedFrames = 0

    /// Whether the fade-out of a stopping engine has ended.
    package var isSilent = false
}

/// The last stage before the device in all kinds of streams: limits the output, fades out at the end, tracks the
/// device's clock, meters, and records.
struct OutputStage: ~Copyable {
    private let channelCount: Int
    private let decay: MeterDecay
    private var loop: DelayLockedLoop
    private var report: DeviceReport
    private var reports: LatestValueWriter<DeviceReport>
    private var recording: AudioProducer?
    private let protects: Bool
    private var protection: OutputProtection
    private let lookAheadFrames: Int
    private let lateness: FixedHistogram.Recorder
    private let callbackTime: FixedHistogram.Recorder
    private let isStopping: UnsafePointer<Atomic<Bool>>
    private var fade: TonewheelDSP.Glide

    /// - Parameters:
    ///   - isStopping: Starts a fade-out of 10 ms when it is set; kept alive by the caller.
    ///   - reports: Receives a report each period.
    ///   - recording: Receives the played frames; nil if they are not recorded.
    ///   - protects: Whether the output is limited.
    ///   - histograms: Kept alive by the caller.
    init(
        format: StreamFormat,
        isStopping: UnsafePointer<Atomic<Bool>>,
        reports: consuming LatestValueWriter<DeviceReport>,
        recording: consuming AudioProducer?,
        protects: Bool,
        histograms: RenderHistograms
    ) {
        self.protects = protects
        protection = OutputProtection(sampleRate: format.sampleRate, channelCount: format.channelCount)
        lookAheadFrames = protects ? OutputProtection.latencyFrames(sampleRate: format.sampleRate) : 0
        lateness = histograms.wakeUpLateness.recorder
        callbackTime = histograms.callbackTime.recorder
        channelCount = format.channelCount
        decay = MeterDecay(sampleRate: format.sampleRate)
        loop = DelayLockedLoop(format)
        report = DeviceReport(clock: SampleClock(frame: 0, hostTime: 0, nanosecondsPerFrame: 1e9 / format.sampleRate))
        self.isStopping = isStopping
        fade = TonewheelDSP.Glide(1, length: max(1, Int(format.sampleRate / 100)))
        self.reports = reports
        self.recording = recording
    }

    /// Processes a period that the device plays from `hostTime` on. `[render]`
    ///
    /// - Parameters:
    ///   - played: The number of rendered frames of `frameCount`; the others are the silence of an underrun.
    ///   - entry: The start of the callback, in nanoseconds of the monotonic clock.
    @_noLocks @_noAllocation
    mutating func process(
        _ output: UnsafeMutablePointer<Float>, frameCount: Int, played: Int, hostTime: Int64, entry: Int64
    ) {
        if protects {
            protection.process(output, frameCount: frameCount)
            report.limiterGain = protection.lowestGain
            report.limitedFrames = protection.limitedFrames
        }
        let wasSilent = report.isSilent
        if isStopping.pointee.load(ordering: .relaxed) { fadeOut(output, frameCount: frameCount) }
        // The limiter delays the signal by its look-ahead, so the device now plays an earlier frame.
        let frame = report.frame &- Int64(lookAheadFrames)
        report.clock = loop.update(frame: frame, frameCount: frameCount, hostTime: hostTime)
        report.frame = report.frame &+ Int64(played)
        var peak = report.peak * decay.factor(frameCount: frameCount)
        for sample in 0..<frameCount &* channelCount { peak = max(peak, abs(output[sample])) }
        report.peak = peak
        // A recording ends with the fade, however long the device then takes to close.
        if recording != nil, !wasSilent { _ = recording!.write(output, frameCount: frameCount) }
        reports.publish(report)
        lateness.record(entry &- report.clock.hostTime)
        callbackTime.record(MonotonicClock.now() &- entry)
    }

    @_noLocks @_noAllocation
    private mutating func fadeOut(_ output: UnsafeMutablePointer<Float>, frameCount: Int) {
        // Set once a whole period is silent: by then the device has played the end of the fade.
        report.isSilent = fade.target == 0 && fade.hasReachedTarget
        if fade.target != 0 { fade.glide(to: 0) }
        fade.apply(to: output, frameCount: frameCount, channelCount: channelCount)
    }
}
