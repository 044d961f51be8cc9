internal import Synchronization
internal import TonewheelDSP
internal import TonewheelRealtime
internal import TonewheelSoundFiles

/// One run of an engine, from start to stop: its backend, its threads, and the memory that they render from.
///
/// Memory that the render thread uses is allocated here and freed in `deinit`, when nothing renders any more.
final class EngineSession: @unchecked Sendable {  // the streams belong to the render threads from `start` to `stop`
    let parameters: ParameterManager

    /// The backend's: a device may have a rate and a period of its own.
    let format: StreamFormat

    let configuration: AudioEngine.Configuration

    /// As configured; offline 0, where there is no device to be ahead of.
    let prefillPeriods: Int

    let backend: any Backend
    let changes: Mutex<ChangeQueue>
    let changeCapacity: Int
    let refusedChanges = Atomic(0)
    let renderReports: Mutex<LatestValueReader<RenderReport>>
    let deviceReports: Mutex<LatestValueReader<DeviceReport>>
    let recorder: DiskWriter?
    let histograms = RenderHistograms()

    /// Frames by which the limiter delays what is played; 0 without one.
    let lookAheadFrames: Int
    let rights = Mutex<RealtimeRights?>(nil)

    /// Set when everything is to fade out.
    private let isStopping: UnsafeMutablePointer<Atomic<Bool>>

    /// The control threads' end of the queue of timed changes.
    struct ChangeQueue: ~Copyable {
        var producer: RingProducer<TimedChange>

        /// Changes that have been taken in since the start.
        var accepted = 0
    }

    /// Where the sound comes from: one or the other, by whether a thread renders ahead.
    let stream: Stream

    enum Stream {
        case direct(UnsafeMutablePointer<DirectStream>)
        case buffered(UnsafeMutablePointer<BufferedStream>, UnsafeMutablePointer<RenderCore>, RenderAhead)
    }

    /// Takes all the memory that rendering will need, and creates the recording. `[control]`
    init(
        _ configuration: AudioEngine.Configuration,
        _ initial: ParameterSet,
        changeCapacity: Int,
        makeBackend: AudioEngine.BackendMaker
    ) throws(EngineError) {
        self.configuration = configuration
        self.changeCapacity = changeCapacity
        backend = try makeBackend(configuration.format)
        format = backend.format
        prefillPeriods = backend.isRealTime ? configuration.prefillPeriods : 0
        // Offline the signal is left as it is.
        let protects = configuration.limitsOutput && backend.isRealTime
        lookAheadFrames = protects ? OutputProtection.latencyFrames(sampleRate: format.sampleRate) : 0
        let isUnheard = backend.device?.absence != nil
        let recordingPath =
            configuration.recordingPath ?? (isUnheard ? configuration.recordingPathWithoutDevice : nil)
        if let recordingPath {
            recorder = try Self.makeRecorder(recordingPath, format)
        } else {
            recorder = nil
        }

        parameters = ParameterManager(initial)
        let queue = RingBuffer<TimedChange>(capacity: changeCapacity)
        changes = Mutex(ChangeQueue(producer: queue.producer()))
        let renderCell = LatestValue(RenderReport(initial))
        renderReports = Mutex(renderCell.reader())
        let idleClock = SampleClock(frame: 0, hostTime: 0, nanosecondsPerFrame: 1e9 / format.sampleRate)
        let deviceCell = LatestValue(DeviceReport(clock: idleClock))
        deviceReports = Mutex(deviceCell.reader())

        isStopping = .allocate(capacity: 1)
        isStopping.initialize(to: Atomic(false))
        let core = RenderCore(
            format: format,
            blockFrames: configuration.blockFrames,
            initial: initial,
            parameters: parameters.reader(),
            commands: queue.consumer(),
            scheduleCapacity: changeCapacity,
            reports: renderCell.writer(),
            histograms: histograms
        )
        let edge = DeviceEdge(
            format: format,
            isStopping: isStopping,
            reports: deviceCell.writer(),
            recording: recorder?.buffer.producer(),
            protects: protects,
            histograms: histograms
        )
        if prefillPeriods == 0 {
            let direct = UnsafeMutablePointer<DirectStream>.allocate(capacity: 1)
            direct.initialize(to: DirectStream(core: core, edge: edge))
            stream = .direct(direct)
        } else {
            let rendering = UnsafeMutablePointer<RenderCore>.allocate(capacity: 1)
            rendering.initialize(to: core)
            let ahead = RenderAhead(core: rendering, format: format, periods: prefillPeriods)
            let buffered = UnsafeMutablePointer<BufferedStream>.allocate(capacity: 1)
            buffered.initialize(
                to: BufferedStream(
                    consumer: ahead.buffer.consumer(),
                    edge: edge,
                    input: ahead.inputBuffer?.producer(),
                    roomReady: ahead.roomReady.signal,
                    fill: histograms.ringFill.recorder
                )
            )
            stream = .buffered(buffered, rendering, ahead)
        }
    }

    deinit {
        switch stream {
        case .direct(let direct):
            direct.deinitialize(count: 1)
            direct.deallocate()
        case .buffered(let buffered, let core, _):
            buffered.deinitialize(count: 1)
            buffered.deallocate()
            core.deinitialize(count: 1)
            core.deallocate()
        }
        isStopping.deinitialize(count: 1)
        isStopping.deallocate()
    }

    private static func makeRecorder(_ path: String, _ format: StreamFormat) throws(EngineError) -> DiskWriter {
        do throws(SoundFileError) {
            return try DiskWriter(
                path: unusedPath(path),
                sampleRate: format.sampleRate,
                channelCount: format.channelCount,
                // For so long a disk may be busy with something else.
                bufferFrames: DiskWriter.bufferFrames(seconds: 4, format)
            )
        } catch {
            throw .backend(error.description)
        }
    }

    // MARK: - Life

    /// Starts the threads; on return, sound is being rendered. `[control]`
    ///
    /// - Throws: `EngineError.backend`, and everything is as it was before, but for an empty recording.
    func start() throws(EngineError) {
        do {
            let granted: RealtimeRights
            switch stream {
            case .direct(let direct):
                granted = try backend.start(RenderCallback(context: direct, directCallback))
            case .buffered(let buffered, _, let ahead):
                let priority = max(1, configuration.realtimePriority - 1)
                let aheadRights = try ahead.start(priority: priority, locksMemory: configuration.locksMemory)
                do {
                    _ = try backend.start(RenderCallback(context: buffered, bufferedCallback))
                } catch {
                    ahead.stop()
                    throw error
                }
                granted = aheadRights  // of the thread that renders
            }
            rights.withLock { $0 = granted }
        } catch {
            try? recorder?.finish()
            throw .backend("\(error)")
        }
    }

    /// Fades out, closes the device, ends the threads and completes the files. `[control]`
    ///
    /// - Throws: `EngineError.backend` if what was played could not be kept; everything is stopped all the same.
    func stop() throws(EngineError) {
        isStopping.pointee.store(true, ordering: .relaxed)
        waitForSilence()
        var reason: String?
        do throws(BackendError) {
            try backend.stop()
        } catch {
            reason = error.description
        }
        if case .buffered(_, _, let ahead) = stream { ahead.stop() }
        do throws(SoundFileError) {
            try recorder?.finish()
        } catch {
            reason = reason ?? error.description
        }
        if let reason { throw .backend(reason) }
    }

    /// Until the fade has reached the device; not for ever, since a device that has died plays no fade.
    private func waitForSilence() {
        let deadline = MonotonicClock.now() + 500_000_000 + Int64(2 * format.periodNanoseconds)
        while !backend.isFinished, !deviceReport.isSilent, MonotonicClock.now() < deadline {
            MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000)
        }
    }

    /// Whether the backend has come to its own end, such as the length of a file. `[control]`
    var isFinished: Bool { backend.isFinished }

    /// The parameters as they were last set, up to now. `[control]`, after `stop`
    func finalParameters() -> ParameterSet {
        switch stream {
        case .direct(let direct): direct.pointee.core.finalParameters()
        case .buffered(_, let core, _): core.pointee.finalParameters()
        }
    }
}
