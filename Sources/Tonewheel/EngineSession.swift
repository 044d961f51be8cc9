internal import Synchronization
internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelSoundFiles
internal import TonewheelWorkers

/// One run of an engine, from start to stop: its backend, its threads, and the memory that they render from.
///
/// Memory that the render thread uses is allocated here and freed in `deinit`, when nothing renders any more.
final class EngineSession: @unchecked Sendable {  // the streams belong to the render threads from `start` to `stop`
    /// What the control threads reach the renderer by.
    let control: any RenderControl

    /// The workers, if it is they who render.
    let isolated: IsolatedControl?

    /// The backend's: a device may have a rate and a period of its own.
    let format: StreamFormat

    let configuration: AudioEngine.Configuration

    /// How far rendering is ahead, as configured; offline 0, where there is no device to be ahead of.
    let prefillPeriods: Int

    let backend: any Backend

    /// What is played beside the tone.
    private let graph: GraphControl?
    let changeCapacity: Int
    let refusedChanges = Atomic(0)
    let deviceReports: Mutex<LatestValueReader<DeviceReport>>
    let recorder: DiskWriter?
    let histograms = RenderHistograms()

    /// Frames by which the limiter delays what is played; 0 without one.
    let lookAheadFrames: Int
    let rights = Mutex<RealtimeRights?>(nil)

    /// Set when everything is to fade out.
    private let isStopping: UnsafeMutablePointer<Atomic<Bool>>

    /// Where the sound comes from: one or the other, by where it is rendered.
    let stream: Stream

    enum Stream {
        case direct(UnsafeMutablePointer<DirectStream>)
        case buffered(UnsafeMutablePointer<BufferedStream>, UnsafeMutablePointer<RenderCore>, RenderAhead)
        case isolated(UnsafeMutablePointer<IsolatedStream>, IsolatedControl)
    }

    /// Takes all the memory that rendering will need, and creates the recording. `[control]`
    init(
        _ configuration: AudioEngine.Configuration,
        _ initial: ParameterSet,
        changeCapacity: Int,
        post: EnginePost?,
        makeGraph: (StreamFormat) throws(EngineError) -> GraphControl?,
        makeBackend: AudioEngine.BackendMaker
    ) throws(EngineError) {
        self.configuration = configuration
        self.changeCapacity = changeCapacity
        backend = try makeBackend(configuration.format)
        format = backend.format
        graph = try makeGraph(format)
        if case .worker(let workers) = configuration.isolation {
            prefillPeriods = workers.leadPeriods
        } else {
            prefillPeriods = backend.isRealTime ? configuration.prefillPeriods : 0
        }
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

        let pool: WorkerPool?
        if case .worker(let workers) = configuration.isolation {
            pool = try Self.makePool(workers, configuration, format, changeCapacity)
        } else {
            pool = nil
        }
        let idleClock = SampleClock(frame: 0, hostTime: 0, nanosecondsPerFrame: 1e9 / format.sampleRate)
        let deviceCell = LatestValue(DeviceReport(clock: idleClock))
        deviceReports = Mutex(deviceCell.reader())

        isStopping = .allocate(capacity: 1)
        isStopping.initialize(to: Atomic(false))
        let edge = DeviceEdge(
            format: format,
            isStopping: isStopping,
            reports: deviceCell.writer(),
            recording: recorder?.buffer.producer(),
            protects: protects,
            histograms: histograms
        )
        if let pool {
            let workers = IsolatedControl(
                initial, pool: pool, blockFrames: configuration.blockFrames, capacity: changeCapacity)
            (control, isolated) = (workers, workers)
            stream = Self.isolatedStream(
                edge, workers, format, blockFrames: configuration.blockFrames, leadPeriods: prefillPeriods)
        } else {
            let queue = post?.commands ?? RingBuffer<TimedChange>(capacity: changeCapacity)
            let cell = LatestValue(RenderReport(initial))
            let local = LocalControl(
                initial, queue: post == nil ? queue : nil, capacity: changeCapacity, reports: cell.reader())
            (control, isolated) = (local, nil)
            let core = RenderCore(
                format: format,
                blockFrames: configuration.blockFrames,
                initial: initial,
                parameters: local.parameters.reader(),
                commands: queue.consumer(),
                scheduleCapacity: queue.capacity,  // a worker's has room for those without a frame besides
                reports: cell.writer(),
                histograms: histograms,
                mark: post?.mark,
                graph: graph?.graph
            )
            stream = Self.localStream(edge, core, format, prefillPeriods: prefillPeriods, histograms)
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
        case .isolated(let playing, _):
            playing.deinitialize(count: 1)
            playing.deallocate()
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
            case .isolated(let playing, let control):
                let frames = prefillPeriods * format.periodFrames
                try control.pool.start(
                    delegate: control,
                    blocks: Int64((frames + configuration.blockFrames - 1) / configuration.blockFrames))
                do {
                    granted = try backend.start(RenderCallback(context: playing, isolatedCallback))
                } catch {
                    control.pool.stop()
                    throw error
                }
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
        isolated?.pool.stop()
        isolated?.end()
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
        case .isolated(_, let control): control.finalParameters()
        }
    }
}
