internal import Synchronization
internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelSoundFiles
internal import TonewheelWorkers

extension EngineSession {
    /// Applies a change at the next block. `[control]`, any thread
    func apply(_ change: ParameterChange) throws(EngineError) { try turn(change.turns) }

    /// Turns controls at the next block; the latest value of a control replaces earlier ones. `[control]`, any thread
    func turn(_ turns: [ControlTurn]) throws(EngineError) {
        guard parameters.turn(turns) else { throw .queueFull(capacity: ParameterManager.capacity) }
        host.isolated?.wake()
    }

    /// Schedules turns of controls for a frame. `[control]`, any thread
    func schedule(_ turns: [ControlTurn], atFrame frame: Int64) throws(EngineError) {
        guard host.engineSynths?.send(turns, atFrame: frame) == true else {
            refusedChanges.wrappingAdd(1, ordering: .relaxed)
            throw .queueFull(capacity: host.control.waitingCapacity)
        }
    }

    var metrics: EngineMetrics { EngineMetrics(histograms, gaps: pool?.feed.gaps) }

    /// The mapping of frames to the times at which the device plays them; nil before the first period. `[control]`
    var clock: SampleClock? {
        let report = deviceReport
        return report.frame > 0 ? report.clock : nil
    }

    var deviceReport: DeviceReport {
        deviceReports.withLock { reader in
            _ = reader.takeLatest()
            return reader.value
        }
    }

    var status: EngineStatus {
        var status = EngineStatus()
        status.isRunning = true
        status.render = renderReport
        status.output = deviceReport
        status.isFinished = backend.isFinished
        status.backend = backend.name
        status.sampleRate = format.sampleRate
        status.channelCount = format.channelCount
        status.inputChannelCount = format.inputChannelCount
        status.blockFrames = configuration.blockFrames
        status.prefillPeriods = pool == nil ? prefillPeriods : 0
        status.limitsOutput = lookAheadFrames > 0
        let device = backend.device
        status.periodFrames = device?.periodFrames ?? format.periodFrames
        status.device = device?.name ?? ""
        status.deviceError = device?.absence
        if backend.isRealTime {
            let ahead = prefillPeriods * format.periodFrames + lookAheadFrames
            let frames = ahead + (device?.outputLatencyFrames ?? format.periodFrames)
            status.latency = Double(frames) / format.sampleRate
        }
        let counts = backend.counts
        status.deviceXruns = counts.deviceXruns
        status.deviceLosses = counts.deviceLosses
        // With a render-ahead thread or workers, the callback renders nothing: if it takes too long, its thread was
        // preempted.
        status.lateRenders = prefillPeriods > 0 ? 0 : counts.lateRenders
        status.lateWakeUps = counts.lateWakeUps + counts.lateRenders - status.lateRenders
        if case .buffered(_, _, let ahead) = stream {
            let metrics = ahead.buffer.metrics
            status.ringUnderruns = metrics.underruns
            status.ringFramesPadded = metrics.framesPadded
            status.bufferedFrames = metrics.fill
        }
        status.workers = pool.map {
            WorkerStatus(
                $0.counts, leadPeriods: prefillPeriods, isRedundant: $0.isRedundant,
                restoreTimes: Percentiles($0.restores.snapshot(), scale: 1e-9),
                quarantineReason: host.isolated?.refusals.last)
        }
        let graph = host.control.counts
        status.loadLimit = backend.isRealTime ? configuration.loadLimit : nil
        status.synthsRefused = host.control.loadGate.refusedSynths - synthsRefusedBefore
        status.scheduledChanges = graph.scheduledPackets
        status.lateChanges = graph.latePackets - latePacketsBefore + status.render.latePackets
        status.mutedNodes = graph.mutedNodes - mutedNodesBefore
        if status.mutedNodes > 0 { status.latestMute = host.control.latestMute }
        status.refusedChanges = refusedChanges.load(ordering: .relaxed)
        if let granted = rights.withLock({ $0 }) {
            status.scheduling = granted.schedulingDescription
            status.memoryLock = granted.memoryLockDescription
        }
        if let recorder {
            status.recordingPath = recorder.path
            status.framesRecorded = recorder.framesWritten
            status.framesNotRecorded = recorder.framesLost
            status.recordingError = recorder.error?.description
        }
        return status
    }
}
