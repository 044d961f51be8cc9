internal import Synchronization
internal import TonewheelDSP
package import TonewheelRealtime

/// What the device side tells the control side, once a period.
package struct DeviceReport: BitwiseCopyable, Sendable, Hashable {
    /// Which frame the device takes when.
    package var clock = SampleClock(frame: 0, hostTime: 0, nanosecondsPerFrame: 1)

    /// Frames that the device has taken, without those of silence that an underrun put in.
    package var frame: Int64 = 0

    /// The highest sample, falling by 20 dB a second.
    package var peak: Float = 0

    /// The least that the limiter has multiplied by in the latest period: 1 if it did nothing.
    package var limiterGain: Float = 1

    /// Frames that it has made softer so far.
    package var limitedFrames = 0

    /// Whether the fade has ended with which an engine stops.
    package var isSilent = false
}

/// The last step before the device, whoever rendered: protects it, fades out at the end, keeps the time, meters, and records
/// what is played.
struct DeviceEdge: ~Copyable {
    private let channelCount: Int
    private let peakFall: PeakFall
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
    ///   - isStopping: is set when everything is to fade out, within 10 ms; kept alive by the caller.
    ///   - reports: takes a report each period.
    ///   - recording: takes what is played, if it is to be recorded.
    ///   - protects: whether the output is limited.
    ///   - histograms: kept alive by the caller.
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
        peakFall = PeakFall(sampleRate: format.sampleRate)
        loop = DelayLockedLoop(format)
        report = DeviceReport(clock: SampleClock(frame: 0, hostTime: 0, nanosecondsPerFrame: 1e9 / format.sampleRate))
        self.isStopping = isStopping
        fade = TonewheelDSP.Glide(1, length: max(1, Int(format.sampleRate / 100)))
        self.reports = reports
        self.recording = recording
    }

    /// Notes what the device takes from `hostTime` on. `[render]`
    ///
    /// - Parameters:
    ///   - played: of `frameCount` frames those that were rendered; the rest is an underrun's silence.
    ///   - entry: when the callback began, in nanoseconds of the monotonic clock.
    @_noLocks @_noAllocation
    mutating func pass(
        _ output: UnsafeMutablePointer<Float>, frameCount: Int, played: Int, hostTime: Int64, entry: Int64
    ) {
        if protects {
            protection.process(output, frameCount: frameCount)
            report.limiterGain = protection.lowestGain
            report.limitedFrames = protection.limitedFrames
        }
        let wasSilent = report.isSilent
        if isStopping.pointee.load(ordering: .relaxed) { fadeOut(output, frameCount: frameCount) }
        // What sounds from now on was rendered before what the limiter holds back.
        let frame = report.frame &- Int64(lookAheadFrames)
        report.clock = loop.update(frame: frame, frameCount: frameCount, hostTime: hostTime)
        report.frame = report.frame &+ Int64(played)
        var peak = report.peak * peakFall.factor(frameCount: frameCount)
        for sample in 0..<frameCount &* channelCount { peak = max(peak, abs(output[sample])) }
        report.peak = peak
        // A recording ends with the fade: how long the device then takes to close is nothing to listen to.
        if recording != nil, !wasSilent { _ = recording!.write(output, frameCount: frameCount) }
        reports.publish(report)
        lateness.record(entry &- report.clock.hostTime)
        callbackTime.record(MonotonicClock.now() &- entry)
    }

    @_noLocks @_noAllocation
    private mutating func fadeOut(_ output: UnsafeMutablePointer<Float>, frameCount: Int) {
        // Said when a whole period is silent: by then the device has taken the end of the fade.
        report.isSilent = fade.target == 0 && fade.hasArrived
        if fade.target != 0 { fade.glide(to: 0) }
        fade.apply(to: output, frameCount: frameCount, channelCount: channelCount)
    }
}
