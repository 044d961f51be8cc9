package import Tonewheel
package import TonewheelOSC

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The answer to `/engine/status`: `/engine/status.reply` with the name of each value before it.
///
/// So a client reads what it knows and passes over the rest; in Python, `dict(zip(args[::2], args[1::2]))`.
package enum StatusReply {
    package static let address = "/engine/status.reply"

    /// - Parameter metrics: of an engine that is running.
    package static func message(
        _ status: EngineStatus, _ metrics: EngineMetrics?, _ server: ServerCounts, version: String
    ) -> OSCMessage {
        var arguments: [OSCArgument] = []
        func add(_ name: String, _ value: OSCArgument) {
            arguments += [.string(name), value]
        }
        func add(_ name: String, _ value: Int) { add(name, .int32(Int32(clamping: value))) }
        func add(_ name: String, _ value: Double) { add(name, .double(value)) }

        func addWorkers(_ workers: WorkerStatus) {
            add("leadPeriods", workers.leadPeriods)
            add("workers", workers.active)
            add("workerSpares", workers.spares)
            add("workerPid", Int(workers.process))
            add("workerRestarts", workers.restarts)
            add("workersCrashed", workers.crashed)
            add("workersKilled", workers.killed)
            add("workersStopped", workers.stopped)
            add("workersHung", workers.hung)
            add("workerSparesLost", workers.sparesLost)
            add("workerFailedStarts", workers.failedStarts)
            add("xrunsByLateWorker", workers.missedLate)
            add("xrunsByCorruptSlot", workers.missedCorrupt)
            add("xrunsByAbsentWorker", workers.missedAbsent)
            add("workerBlocksLate", workers.lateBlocks)
            add("workersQuarantined", workers.quarantined)
            if !workers.latestRefusal.isEmpty { add("workerRefusal", .string(workers.latestRefusal)) }
            if !workers.latestFailure.isEmpty { add("workerFailure", .string(workers.latestFailure)) }
        }

        add("state", .string(status.isRunning ? "running" : "stopped"))
        add("version", .string(version))
        add("pid", Int(getpid()))
        add("backend", .string(status.backend))
        add("device", .string(status.device))
        if let reason = status.deviceAbsence { add("deviceAbsence", .string(reason)) }
        add("sampleRate", status.sampleRate)
        add("channels", status.channelCount)
        add("inputs", status.inputChannelCount)
        add("period", status.periodFrames)
        add("block", status.blockFrames)
        add("prefillPeriods", status.prefillPeriods)
        add("isolation", .string(status.workers == nil ? "none" : "worker"))
        add("latency", status.latency)
        add("frame", .int64(status.frame))
        add("frequency", .float32(status.frequency))
        add("amplitude", .float32(status.amplitude))
        add("gate", .bool(status.gate))
        add("monitor", .float32(status.monitor))
        add("limiter", .bool(status.limitsOutput))
        add("gainReduction", status.gainReduction)
        add("limitedFrames", status.limitedFrames)
        add("inputLevel", max(status.inputLevel, -200))
        add("level", max(status.level, -200))  // JSON and many OSC clients have no word for −∞
        add("load", status.load)
        add("loadPeak", status.loadPeak)
        add("underruns", status.underruns)
        add("xrunsByDevice", status.deviceXruns)
        add("xrunsByLateWakeUp", status.lateWakeUps)
        add("xrunsByLateRender", status.lateRenders)
        add("xrunsByEmptyRing", status.ringUnderruns)
        add("deviceLosses", status.deviceLosses)
        add("framesPadded", status.framesPadded)
        add("bufferedFrames", status.bufferedFrames)
        add("scheduledChanges", status.scheduledChanges)
        add("lateChanges", status.lateChanges)
        add("refusedChanges", status.refusedChanges)
        add("nonFiniteSamples", status.nonFiniteSamples)
        add("nonFiniteInputs", status.nonFiniteInputs)
        add("inputFramesLost", status.inputFramesLost)
        if let workers = status.workers { addWorkers(workers) }
        add("scheduling", .string(status.scheduling))
        add("memoryLock", .string(status.memoryLock))
        if let path = status.recordingPath {
            add("recording", .string(path))
            add("framesRecorded", .int64(status.framesRecorded))
            add("framesNotRecorded", .int64(status.framesNotRecorded))
        }
        if let error = status.recordingError { add("recordingError", .string(error)) }
        add("packets", server.packets)
        add("packetsDroppedBySocket", server.droppedBySocket)
        add("packetsNotAllowed", server.notAllowed)
        add("connectionsRefused", server.connectionsRefused)
        add("malformedPackets", server.malformed)
        add("messages", server.messages)
        add("failedMessages", server.failed)
        add("failedMessagesUnanswered", server.failedUnanswered)
        add("messagesRefusedByBundleQueue", server.refusedByBundleQueue)
        add("messagesRefusedByDeviceQueue", server.refusedByDeviceQueue)
        add("answersDropped", server.answersDropped)
        if let metrics {
            for (name, values) in [
                ("callbackTime", metrics.callbackTime), ("wakeUpLateness", metrics.wakeUpLateness),
                ("ringFill", metrics.ringFill), ("commandQueue", metrics.commandQueue),
                ("workerGap", metrics.workerGaps),
            ] where values.count > 0 {
                add("\(name)P50", values.p50)
                add("\(name)P99", values.p99)
                add("\(name)P999", values.p999)
                add("\(name)Max", values.maximum)
            }
        }
        return OSCMessage(address: .path(address), arguments: arguments)
    }
}
