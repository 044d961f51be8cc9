internal import Tonewheel

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The fields of the status: the content of `/engine/status`, `tonewheel status` and its JSON.
package enum StatusSchema {
    /// All fields, in the order of display.
    package static let fields: [StatusField] =
        program + device + sound + timing + changes + workers + rights + recording + server + spreads

    /// Returns the field with a name; nil if there is none.
    package static func field(_ name: String) -> StatusField? { fieldsByName[name] }

    private static let fieldsByName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })

    private static let program: [StatusField] = [
        .text("state", "\"running\" or \"stopped\"") { $0.status.isRunning ? "running" : "stopped" },
        .text("version", "the program's version") { $0.version },
        .number("pid", "", "the process ID of the program") { _ in Int(getpid()) },
    ]

    private static let device: [StatusField] = [
        .text("backend", "the backend: portaudio, jack, null or file") { $0.status.backend },
        .text("device", "the name of the device; empty if there is none") { $0.status.device },
        .text("deviceError", "the reason why no device plays and a clock drives the engine") { $0.status.deviceError },
        .measured("sampleRate", "Hz", "the sample rate") { $0.status.sampleRate },
        .number("channels", "", "output channels") { $0.status.channelCount },
        .number("inputs", "", "input channels") { $0.status.inputChannelCount },
        .number("period", "frames", "the period of the device") { $0.status.periodFrames },
        .number("block", "frames", "the size of a rendered block") { $0.status.blockFrames },
        .number("prefillPeriods", "periods", "periods that a thread renders ahead of the device") {
            $0.status.prefillPeriods
        },
        .text("isolation", "the place of rendering: \"none\" for this process, \"worker\", or \"redundant\"") {
            $0.status.workers.map { $0.redundancy == nil ? "worker" : "redundant" } ?? "none"
        },
        .measured("latency", "s", "the time from rendering to output") { $0.status.latency },
        .long("frame", .counter, "frames", "frames that the device has consumed") { $0.status.frame },
    ]

    private static let sound: [StatusField] = [
        .control("frequency", "Hz", "the tone's frequency") { $0.status.frequency },
        .control("amplitude", "", "the tone's peak amplitude, 0 … 1") { $0.status.amplitude },
        .flag("gate", "whether the tone's gate is open") { $0.status.gate },
        .control("monitor", "", "the gain of the input in the output, 0 … 1") { $0.status.monitor },
        .flag("limiter", "whether the output is kept free of DC and below −1 dBFS") { $0.status.limitsOutput },
        .measured("gainReduction", "dB", "the reduction by the limiter in the latest period") {
            $0.status.gainReduction
        },
        .count("limitedFrames", "frames that the limiter has reduced") { $0.status.limitedFrames },
        .measured("inputLevel", "dBFS", "the recent peak of the input; −200 for silence") {
            $0.status.inputLevel
        },
        .measured("level", "dBFS", "the recent peak of the output; −200 for silence") { $0.status.level },
    ]

    private static let timing: [StatusField] = [
        .measured("load", "", "the rendering time as a share of the available time, averaged over about 8 blocks") {
            $0.status.load
        },
        .measured("loadLimit", "", "the load above which new synths are refused") { $0.status.loadLimit },
        .count("synthsRefused", "synths refused because the load exceeded the limit") { $0.status.synthsRefused },
        .measured("loadPeak", "", "the highest load of a period") { $0.status.loadPeak },
        .count("underruns", "periods that were not ready in time") { $0.status.underruns },
        .count("xrunsByDevice", "xruns that the device has reported") { $0.status.deviceXruns },
        .count("xrunsByLateWakeUp", "periods missed because the system woke the device's thread too late") {
            $0.status.lateWakeUps
        },
        .count("xrunsByLateRender", "underruns because rendering took too long") {
            $0.status.lateRenders
        },
        .count("xrunsByEmptyRing", "underruns because the ring to the device was empty") {
            $0.status.ringUnderruns
        },
        .count("deviceLosses", "losses of the device") { $0.status.deviceLosses },
        .count("framesPadded", "frames of silence in place of missing ones") { $0.status.framesPadded },
        .number("bufferedFrames", "frames", "frames between the render thread and the device") {
            $0.status.bufferedFrames
        },
    ]

    private static let changes: [StatusField] = [
        .number("scheduledChanges", "", "timed changes that wait for their frame") { $0.status.scheduledChanges },
        .count("lateChanges", "timed changes that arrived after their frame and were applied immediately") {
            $0.status.lateChanges
        },
        .count("refusedChanges", "timed changes refused because the queue was full") { $0.status.refusedChanges },
        .count("missedTurns", "control changes for nodes that do not exist") { $0.status.missedTurns },
        .count("nonFiniteSamples", "NaN or infinite samples, which were replaced by 0") { $0.status.nonFiniteSamples },
        .count("mutedNodes", "synths muted, because their output was NaN or infinite or because they ended a worker") {
            $0.status.mutedNodes
        },
        .text("latestMute", "the synth that was muted last, and the reason; empty if there is none") {
            $0.status.latestMute
        },
        .count("nonFiniteInputs", "NaN or infinite samples of the input, which were replaced by 0") {
            $0.status.nonFiniteInputs
        },
        .count("inputFramesLost", "frames of the input that were dropped") { $0.status.inputFramesLost },
    ]

    private static let workers: [StatusField] = [
        .number("leadPeriods", "periods", "periods that a worker renders ahead of the device") {
            $0.status.workers?.leadPeriods
        },
        .number("workers", "", "workers that render") { $0.status.workers?.active },
        .number("workerSpares", "", "spare workers") { $0.status.workers?.spares },
        .number("workerPid", "", "the process ID of the active worker") {
            $0.status.workers.map { Int($0.process) }
        },
        .text("redundancy", "\"full\" with a standby, \"restoring\" while one is being made, or \"none\"") {
            $0.status.workers?.redundancy?.rawValue
        },
        .number("standbyPid", "", "the process ID of the standby; 0 if there is none") {
            redundant($0).map { Int($0.standbyProcess) }
        },
        .count("failovers", "primaries that were lost and whose standby took over") { redundant($0)?.failovers },
        .count("standbysLost", "standbys that were lost") { redundant($0)?.standbysLost },
        .count("divergences", "standbys that were replaced because they rendered something else than the primary") {
            redundant($0)?.divergences
        },
        .count("standbyBlocks", "blocks that were played from the standby, because the primary was late or lost") {
            redundant($0)?.standbyBlocks
        },
        .count("standbyBlocksLate", "blocks that the standby had not rendered when the device needed them") {
            redundant($0)?.standbyLateBlocks
        },
        .count("restoresFailed", "attempts to make a spare the standby that failed") { redundant($0)?.failedRestores },
        .measured("restoreTime", "s", "the 99th percentile of the times until redundancy was full again") {
            redundant($0)?.restoreTimes.p99
        },
        .count("workerRestarts", "workers replaced by another one") { $0.status.workers?.restarts },
        .count("workersCrashed", "of these, workers that crashed") { $0.status.workers?.crashed },
        .count("workersKilled", "of these, workers that were killed from outside") { $0.status.workers?.killed },
        .count("workersStopped", "of these, workers that were stopped from outside") { $0.status.workers?.stopped },
        .count("workersHung", "of these, workers that missed three periods while they ran") { $0.status.workers?.hung },
        .count("workerSparesLost", "spare workers that ended") { $0.status.workers?.sparesLost },
        .count("workerStartFailures", "workers that could not be started") { $0.status.workers?.startFailures },
        .count("xrunsByLateWorker", "underruns because a worker's period was late") { $0.status.workers?.missedLate },
        .count("xrunsByCorruptSlot", "underruns because a worker's period was corrupt") {
            $0.status.workers?.missedCorrupt
        },
        .count("xrunsByAbsentWorker", "underruns because there was no worker") { $0.status.workers?.missedAbsent },
        .count("workerBlocksLate", "blocks that a worker rendered after their deadline") {
            $0.status.workers?.lateBlocks
        },
        .count("definitionsQuarantined", "SynthDefs quarantined because they repeatedly ended workers") {
            $0.status.workers?.definitionsQuarantined
        },
        .text("quarantineReason", "the SynthDef that was quarantined last, and the reason") {
            nonEmpty($0.status.workers?.quarantineReason)
        },
        .text("workerError", "the reason why a worker was last replaced or not started") {
            nonEmpty($0.status.workers?.latestError)
        },
    ]

    private static let rights: [StatusField] = [
        .text("scheduling", "the real-time scheduling of the render thread, or why there is none") {
            $0.status.scheduling
        },
        .text("memoryLock", "whether memory is locked, or why it is not") { $0.status.memoryLock },
    ]

    private static let recording: [StatusField] = [
        .text("recording", "the path of the recording") { $0.status.recordingPath },
        .long("framesRecorded", .counter, "frames", "frames recorded") {
            $0.status.recordingPath == nil ? nil : $0.status.framesRecorded
        },
        .long("framesNotRecorded", .counter, "frames", "frames missing from the recording") {
            $0.status.recordingPath == nil ? nil : $0.status.framesNotRecorded
        },
        .text("recordingError", "the reason why the recording has stopped") { $0.status.recordingError },
    ]

    private static let server: [StatusField] = [
        .count("packets", "packets received") { $0.server.packets },
        .count("packetsDroppedBySocket", "packets dropped because the socket's buffer was full") {
            $0.server.droppedBySocket
        },
        .count("packetsNotAllowed", "packets from senders that are not on the allow-list") { $0.server.notAllowed },
        .count("connectionsRefused", "connections refused: too many, or from senders that are not on the allow-list") {
            $0.server.connectionsRefused
        },
        .count("malformedPackets", "packets that are not valid OSC") { $0.server.malformed },
        .count("messages", "messages in all other packets") { $0.server.messages },
        .count("failedMessages", "failed messages, plus malformed packets") { $0.server.failed },
        .count("failedMessagesWithoutReply", "of these, failures without a /fail reply (rate limit)") {
            $0.server.failedWithoutReply
        },
        .count("messagesRefusedByBundleQueue", "timed messages refused because 1024 bundles were waiting") {
            $0.server.refusedByBundleQueue
        },
        .count("messagesRefusedByDeviceQueue", "messages refused because too many were waiting for the device") {
            $0.server.refusedByDeviceQueue
        },
        .count("repliesDropped", "replies dropped because the client or the network was too slow") {
            $0.server.repliesDropped
        },
    ]

    private static let spreads: [StatusField] =
        StatusField.percentiles("callbackTime", "s", "duration of the device's callback") {
            $0.callbackTime
        }
        + StatusField.percentiles("wakeUpLateness", "s", "delay of the callback after the period was due") {
            $0.wakeUpLateness
        }
        + StatusField.percentiles("ringFill", "frames", "frames in the ring when the device requested a period") {
            $0.ringFill
        }
        + StatusField.percentiles("commandQueue", "", "timed packets in the queue, at each block") { $0.commandQueue }
        + StatusField.percentiles("workerGap", "s", "duration of each gap without a worker") { $0.workerGaps }

    private static func redundant(_ sources: StatusSources) -> WorkerStatus? {
        sources.status.workers.flatMap { $0.redundancy == nil ? nil : $0 }
    }

    private static func nonEmpty(_ text: String?) -> String? { text?.isEmpty == false ? text : nil }
}
