internal import Synchronization
internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelSoundFiles
internal import TonewheelWorkers

extension EngineSession {
    /// Makes a change at the next block. `[control]`, any thread
    func apply(_ change: ParameterChange) throws(EngineError) { try turn(change.turns) }

    /// Turns controls at the next block: of values that come before it the latest counts. `[control]`, any thread
    func turn(_ turns: [ControlTurn]) throws(EngineError) {
        guard parameters.turn(turns) else { throw .queueFull(capacity: ParameterManager.capacity) }
        host.isolated?.wake()
    }

    /// Queues changes of controls for their frame. `[control]`, any thread
    func schedule(_ turns: [ControlTurn], atFrame frame: Int64) throws(EngineError) {
        guard host.engineSynths?.send(turns, atFrame: frame) == true else {
            refusedChanges.wrappingAdd(1, ordering: .relaxed)
            throw .queueFull(capacity: host.control.waitingCapacity)
        }
    }

    var metrics: EngineMetrics { EngineMetrics(histograms, gaps: pool?.feed.gaps) }

    /// Which frame the device takes when; nil before its first period. `[control]`
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
        let render = renderReport
        let device = deviceReport
        let counts = backend.counts
        var status = EngineStatus()
        status.isRunning = true
        status.isFinished = backend.isFinished
        status.backend = backend.name
        status.sampleRate = format.sampleRate
        status.channelCount = format.channelCount
        status.blockFrames = configuration.blockFrames
        status.prefillPeriods = pool == nil ? prefillPeriods : 0
        status.inputChannelCount = format.inputChannelCount
        let deviceState = backend.device
        status.periodFrames = deviceState?.periodFrames ?? format.periodFrames
        status.device = deviceState?.name ?? ""
        status.deviceAbsence = deviceState?.absence
        if backend.isRealTime {
            let ahead = prefillPeriods * format.periodFrames + lookAheadFrames
            let frames = ahead + (deviceState?.outputLatencyFrames ?? format.periodFrames)
            status.latency = Double(frames) / format.sampleRate
        }
        status.frame = device.frame
        status.level = device.peak.decibels
        status.limitsOutput = lookAheadFrames > 0
        status.gainReduction = 0 - device.limiterGain.decibels  // 0, and not −0
        status.limitedFrames = device.limitedFrames
        status.load = Double(render.load)
        status.loadPeak = Double(render.loadPeak)
        status.lateWakeUps = counts.lateWakeUps
        status.lateRenders = counts.lateRenders
        if prefillPeriods > 0 {
            // The callback renders nothing then: one that takes too long was kept from its processor.
            status.lateWakeUps += status.lateRenders
            status.lateRenders = 0
        }
        status.deviceXruns = counts.deviceXruns
        status.deviceLosses = counts.deviceLosses
        status.underruns = status.lateRenders
        status.inputLevel = render.inputPeak.decibels
        status.nonFiniteInputs = render.nonFiniteInputs
        status.inputFramesLost = render.inputFramesLost
        if case .buffered(_, _, let ahead) = stream {
            let metrics = ahead.buffer.metrics
            status.ringUnderruns = metrics.underruns
            status.underruns += metrics.underruns
            status.framesPadded = metrics.framesPadded
            status.bufferedFrames = metrics.fill
        }
        if let pool {
            let counts = pool.counts
            status.workers = WorkerStatus(
                counts, leadPeriods: prefillPeriods, latestRefusal: host.isolated?.refusals.last)
            status.underruns += counts.missed
            status.framesPadded += counts.framesMissed
            status.inputFramesLost += counts.inputFramesLost
        }
        let graph = host.control.counts
        status.scheduledChanges = graph.scheduledPackets
        status.lateChanges = graph.latePackets - latePacketsBefore + render.latePackets
        status.refusedChanges = refusedChanges.load(ordering: .relaxed)
        status.missedTurns = render.missedTurns
        status.nonFiniteSamples = render.nonFiniteSamples
        status.frequency = render.tone.frequency
        status.amplitude = render.tone.amplitude
        status.gate = render.tone.gate
        status.monitor = render.tone.monitor
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
