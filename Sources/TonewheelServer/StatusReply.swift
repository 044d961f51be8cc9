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

    package static func message(_ status: EngineStatus, _ server: ServerCounts, version: String) -> OSCMessage {
        var arguments: [OSCArgument] = []
        func add(_ name: String, _ value: OSCArgument) {
            arguments += [.string(name), value]
        }
        func add(_ name: String, _ value: Int) { add(name, .int32(Int32(clamping: value))) }
        func add(_ name: String, _ value: Double) { add(name, .double(value)) }

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
        add("latency", status.latency)
        add("frame", .int64(status.frame))
        add("frequency", .float32(status.frequency))
        add("amplitude", .float32(status.amplitude))
        add("gate", .bool(status.gate))
        add("monitor", .float32(status.monitor))
        add("inputLevel", max(status.inputLevel, -200))
        add("level", max(status.level, -200))  // JSON and many OSC clients have no word for −∞
        add("load", status.load)
        add("loadPeak", status.loadPeak)
        add("underruns", status.underruns)
        add("lateWakeUps", status.lateWakeUps)
        add("lateRenders", status.lateRenders)
        add("deviceXruns", status.deviceXruns)
        add("deviceLosses", status.deviceLosses)
        add("framesPadded", status.framesPadded)
        add("bufferedFrames", status.bufferedFrames)
        add("scheduledChanges", status.scheduledChanges)
        add("lateChanges", status.lateChanges)
        add("refusedChanges", status.refusedChanges)
        add("nonFiniteSamples", status.nonFiniteSamples)
        add("nonFiniteInputs", status.nonFiniteInputs)
        add("inputFramesLost", status.inputFramesLost)
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
        add("malformedPackets", server.malformed)
        add("messages", server.messages)
        add("failedMessages", server.failed)
        add("failedMessagesUnanswered", server.failedUnanswered)
        add("messagesRefusedByBundleQueue", server.refusedByBundleQueue)
        add("messagesRefusedByDeviceQueue", server.refusedByDeviceQueue)
        add("answersDropped", server.answersDropped)
        return OSCMessage(address: .path(address), arguments: arguments)
    }
}
