internal import Synchronization
internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelSoundFiles
internal import TonewheelWorkers

/// One run of an engine, from start to stop: its backend, its threads, and the memory that they render from.
///
/// Memory that the render thread uses is allocated in `init` and freed in `deinit`, when nothing renders.
final class EngineSession: @unchecked Sendable {  // the streams belong to the render threads from `start` to `stop`
    /// The turns of all synths' controls.
    let parameters: ParameterManager

    /// The graph that is rendered, and its server.
    let host: SynthHost

    /// The workers; nil if this process renders.
    let pool: WorkerPool?
    private let workerLoad = Mutex(WorkerLoad())

    /// The backend's format: a device may have its own sample rate and period.
    let format: StreamFormat

    let configuration: AudioEngine.Configuration

    /// Periods rendered ahead of the device, as configured; 0 offline, where there is no device.
    let prefillPeriods: Int

    let backend: any Backend

    /// Reports of the render thread in this process.
    private let reports: Mutex<LatestValueReader<RenderReport>>
    let refusedChanges = Atomic(0)

    /// The counts before this run.
    let latePacketsBefore: Int
    let synthsRefusedBefore: Int
    let mutedNodesBefore: Int
    let deviceReports: Mutex<LatestValueReader<DeviceReport>>
    let recorder: DiskWriter?
    let histograms = RenderHistograms()

    /// Frames by which the limiter delays the output; 0 without a limiter.
    let lookAheadFrames: Int
    let rights = Mutex<RealtimeRights?>(nil)

    /// Starts the fade-out when set.
    private let isStopping: UnsafeMutablePointer<Atomic<Bool>>

    /// The source of the device's frames, by the place where they are rendered.
    let stream: Stream

    enum Stream {
        case direct(UnsafeMutablePointer<DirectStream>)
        case buffered(UnsafeMutablePointer<BufferedStream>, UnsafeMutablePointer<RenderCore>, RenderAhead)
        case isolated(UnsafeMutablePointer<IsolatedStream>, IsolatedGraph, WorkerPool)
    }

    /// Allocates all memory that rendering will need, and creates the recording. `[control]`
    init(
        _ configuration: AudioEngine.Configuration,
        _ initial: ToneParameters,
        makeHost: (StreamFormat) throws(EngineError) -> SynthHost,
        makeBackend: AudioEngine.BackendMaker
    ) throws(EngineError) {
        self.configuration = configuration
        backend = try makeBackend(configuration.format)
        format = backend.format
        host = try makeHost(format)
        latePacketsBefore = host.control.counts.latePackets
        synthsRefusedBefore = host.control.loadGate.refusedSynths
        mutedNodesBefore = host.control.counts.mutedNodes
        if configuration.isolation != .none {
            prefillPeriods = configuration.isolation.leadPeriods(
                periodFrames: format.periodFrames, sampleRate: format.sampleRate)
        } else {
            prefillPeriods = backend.isRealTime ? configuration.prefillPeriods : 0
        }
        // The limiter is bypassed offline.
        let protects = configuration.limitsOutput && backend.isRealTime
        lookAheadFrames = protects ? OutputProtection.latencyFrames(sampleRate: format.sampleRate) : 0
        let hasNoDevice = backend.device?.absence != nil
        let recordingPath =
            configuration.recordingPath ?? (hasNoDevice ? configuration.recordingPathWithoutDevice : nil)
        if let recordingPath {
            recorder = try Self.makeRecorder(recordingPath, format)
        } else {
            recorder = nil
        }

        if let workers = configuration.isolation.workers {
            pool = try Self.makePool(
                workers, configuration, format, leadPeriods: prefillPeriods, host.control.shape,
                descriptors: host.isolated?.memory?.descriptors ?? [])
        } else {
            pool = nil
        }
        parameters = ParameterManager()
        let reportCell = LatestValue(RenderReport(initial))
        reports = Mutex(reportCell.reader())
        let idleClock = SampleClock(frame: 0, hostTime: 0, nanosecondsPerFrame: 1e9 / format.sampleRate)
        let deviceCell = LatestValue(DeviceReport(clock: idleClock))
        deviceReports = Mutex(deviceCell.reader())

        isStopping = .allocate(capacity: 1)
        isStopping.initialize(to: Atomic(false))
        let outputStage = OutputStage(
            format: format,
            isStopping: isStopping,
            reports: deviceCell.writer(),
            recording: recorder?.buffer.producer(),
            protects: protects,
            histograms: histograms
        )
        if let pool, let isolated = host.isolated {
            stream = Self.isolatedStream(
                outputStage, isolated, pool, format, blockFrames: configuration.blockFrames, leadPeriods: prefillPeriods
            )
            isolated.begin(pool, parameters, initial, periodFrames: format.periodFrames)
        } else {
            let core = RenderCore(
                format: format,
                graph: host.control.graph,
                parameters: parameters.reader(),
                tone: initial,
                reports: reportCell.writer(),
                histograms: histograms
            )
            stream = Self.localStream(outputStage, core, format, prefillPeriods: prefillPeriods, histograms)
        }
        try host.engineSynths?.begin(with: initial)
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
        case .isolated(let playing, _, _):
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
                // Rides out a disk that is busy for 4 s.
                bufferFrames: DiskWriter.bufferFrames(seconds: 4, format)
            )
        } catch {
            throw .backend(error.description)
        }
    }

    // MARK: - Start and stop

    /// Starts the threads; on return, sound is being rendered. `[control]`
    ///
    /// - Throws: `EngineError.backend`; nothing has changed then, except that an empty recording may have been created.
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
            case .isolated(let playing, let isolated, let pool):
                let frames = prefillPeriods * format.periodFrames
                try pool.start(
                    delegate: isolated,
                    blocks: Int64((frames + configuration.blockFrames - 1) / configuration.blockFrames))
                do {
                    granted = try backend.start(RenderCallback(context: playing, isolatedCallback))
                } catch {
                    pool.stop()
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
    /// - Throws: `EngineError.backend` if the device or the recording could not be closed properly; the session has
    ///   stopped all the same.
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
        pool?.stop()
        host.isolated?.end()
        do throws(SoundFileError) {
            try recorder?.finish()
        } catch {
            reason = reason ?? error.description
        }
        if let reason { throw .backend(reason) }
    }

    /// Waits until the fade-out has reached the device. The wait has a deadline, since a failed device plays no fade.
    private func waitForSilence() {
        let deadline = MonotonicClock.now() + 500_000_000 + Int64(2 * format.periodNanoseconds)
        while !backend.isFinished, !deviceReport.isSilent, MonotonicClock.now() < deadline {
            MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000)
        }
    }

    /// Whether the backend has reached its end, such as the length of a file. `[control]`
    var isFinished: Bool { backend.isFinished }

    /// The tone's parameters in effect at the end of the run. `[control]`, after `stop`
    func finalParameters() -> ToneParameters {
        switch stream {
        case .direct(let direct): direct.pointee.core.finalParameters()
        case .buffered(_, let core, _): core.pointee.finalParameters()
        case .isolated(_, let isolated, _): isolated.finalParameters()
        }
    }

    /// The smoothed load, which limits the number of synths; 0 offline, where nothing is late. `[control]`, any thread
    var load: Float {
        guard backend.isRealTime else { return 0 }
        guard let pool else { return renderReport.load }
        return workerLoad.withLock { $0.load(lateWorkers: pool.counts.hung, active: activeWorker(pool.feed)) }
    }

    private func activeWorker(_ feed: WorkerFeed) -> WorkerLoad.Active? {
        let seat = feed.active.primary
        guard feed.memories.indices.contains(seat) else { return nil }
        let (health, orders) = (feed.memories[seat].health, feed.memories[seat].orders)
        // The worker may write any number.
        let blocks =
            health.completed.pointee.load(ordering: .relaxed) &- orders.firstBlock.pointee.load(ordering: .relaxed)
        return WorkerLoad.Active(
            load: RenderReport.load(health), blocks: blocks, misses: feed.consecutiveMisses(of: seat))
    }

    /// The latest report of the rendering side. `[control]`, any thread
    var renderReport: RenderReport {
        if case .isolated(_, let isolated, _) = stream { return isolated.report }
        return reports.withLock { reader in
            _ = reader.takeLatest()
            return reader.value
        }
    }
}
