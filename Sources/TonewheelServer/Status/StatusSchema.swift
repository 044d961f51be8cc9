internal import Tonewheel

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// All that an engine says of itself: what `/engine/status`, `tonewheel status` and its JSON are made of.
package enum StatusSchema {
    /// The fields, in the order in which people read them.
    package static let fields: [StatusField] =
        program + device + sound + timing + changes + workers + rights + recording + server + spreads

    /// The field of this name; nil if there is none.
    package static func field(_ name: String) -> StatusField? { fieldsByName[name] }

    private static let fieldsByName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })

    private static let program: [StatusField] = [
        .text("state", "\"running\" or \"stopped\"") { $0.status.isRunning ? "running" : "stopped" },
        .text("version", "the program's version") { $0.version },
        .number("pid", "", "the program's process") { _ in Int(getpid()) },
    ]

    private static let device: [StatusField] = [
        .text("backend", "where the sound goes: portaudio, jack, null or file") { $0.status.backend },
        .text("device", "the device behind it; empty if there is none") { $0.status.device },
        .text("deviceAbsence", "why no device plays, while a clock stands in for it") { $0.status.deviceAbsence },
        .measured("sampleRate", "Hz", "frames a second") { $0.status.sampleRate },
        .number("channels", "", "samples in a frame") { $0.status.channelCount },
        .number("inputs", "", "samples in a frame of input") { $0.status.inputChannelCount },
        .number("period", "frames", "what the device takes at once") { $0.status.periodFrames },
        .number("block", "frames", "what is rendered at once") { $0.status.blockFrames },
        .number("prefillPeriods", "periods", "rendered ahead of the device by a thread") { $0.status.prefillPeriods },
        .text("isolation", "where the sound is rendered: \"none\" for this process, or \"worker\"") {
            $0.status.workers == nil ? "none" : "worker"
        },
        .measured("latency", "s", "from rendering to sound") { $0.status.latency },
        .long("frame", .counter, "frames", "taken by the device") { $0.status.frame },
    ]

    private static let sound: [StatusField] = [
        .control("frequency", "Hz", "the tone's frequency") { $0.status.frequency },
        .control("amplitude", "", "the tone's peak, 0 … 1") { $0.status.amplitude },
        .flag("gate", "whether the tone sounds") { $0.status.gate },
        .control("monitor", "", "how much of the input is heard, 0 … 1") { $0.status.monitor },
        .flag("limiter", "whether the output is kept free of DC and below −1 dBFS") { $0.status.limitsOutput },
        .measured("gainReduction", "dB", "by how much the limiter lowers the latest period") {
            $0.status.gainReduction
        },
        .count("limitedFrames", "frames that the limiter has lowered") { $0.status.limitedFrames },
        .measured("inputLevel", "dBFS", "the highest sample of the input of late; −200 for silence") {
            $0.status.inputLevel
        },
        .measured("level", "dBFS", "the highest sample of late; −200 for silence") { $0.status.level },
    ]

    private static let timing: [StatusField] = [
        .measured("load", "", "the share of its time that rendering takes, smoothed") { $0.status.load },
        .measured("loadPeak", "", "the highest load of a period") { $0.status.loadPeak },
        .count("underruns", "periods that the engine did not have ready") { $0.status.underruns },
        .count("xrunsByDevice", "dropouts that the device has reported") { $0.status.deviceXruns },
        .count("xrunsByLateWakeUp", "periods missed because the system woke the device's thread too late") {
            $0.status.lateWakeUps
        },
        .count("xrunsByLateRender", "of the underruns, those in which rendering took too long") {
            $0.status.lateRenders
        },
        .count("xrunsByEmptyRing", "of the underruns, those in which the ring to the device ran empty") {
            $0.status.ringUnderruns
        },
        .count("deviceLosses", "how often the device has been lost") { $0.status.deviceLosses },
        .count("framesPadded", "frames of silence that stood in for missing ones") { $0.status.framesPadded },
        .number("bufferedFrames", "frames", "waiting between render thread and device") { $0.status.bufferedFrames },
    ]

    private static let changes: [StatusField] = [
        .number("scheduledChanges", "", "timed changes that wait for their frame") { $0.status.scheduledChanges },
        .count("lateChanges", "timed changes that came after their frame, and were applied at once") {
            $0.status.lateChanges
        },
        .count("refusedChanges", "timed changes refused because too many waited") { $0.status.refusedChanges },
        .count("missedTurns", "controls turned of nodes that are not there") { $0.status.missedTurns },
        .count("nonFiniteSamples", "samples that were NaN or infinite, and played as 0") { $0.status.nonFiniteSamples },
        .count("nonFiniteInputs", "samples of the input that were NaN or infinite, and count as 0") {
            $0.status.nonFiniteInputs
        },
        .count("inputFramesLost", "frames of the input that the engine could not take") { $0.status.inputFramesLost },
    ]

    private static let workers: [StatusField] = [
        .number("leadPeriods", "periods", "that a worker is ahead of the device") { $0.status.workers?.leadPeriods },
        .number("workers", "", "workers that are heard") { $0.status.workers?.active },
        .number("workerSpares", "", "workers that stand by") { $0.status.workers?.spares },
        .number("workerPid", "", "the process of the worker that is heard") {
            $0.status.workers.map { Int($0.process) }
        },
        .count("workerRestarts", "workers that another one has replaced") { $0.status.workers?.restarts },
        .count("workersCrashed", "of these, those that ended by their own fault") { $0.status.workers?.crashed },
        .count("workersKilled", "of these, those that somebody has killed") { $0.status.workers?.killed },
        .count("workersStopped", "of these, those that somebody has stopped") { $0.status.workers?.stopped },
        .count("workersHung", "of these, those that missed three periods while they ran") { $0.status.workers?.hung },
        .count("workerSparesLost", "workers that ended while they stood by") { $0.status.workers?.sparesLost },
        .count("workerFailedStarts", "workers that could not be started") { $0.status.workers?.failedStarts },
        .count("xrunsByLateWorker", "periods whose sound was not there in time") { $0.status.workers?.missedLate },
        .count("xrunsByCorruptSlot", "periods that were not what the worker had written") {
            $0.status.workers?.missedCorrupt
        },
        .count("xrunsByAbsentWorker", "periods in which there was no worker") { $0.status.workers?.missedAbsent },
        .count("workerBlocksLate", "blocks rendered after they had been needed") { $0.status.workers?.lateBlocks },
        .count("workersQuarantined", "definitions left out since they ended workers again and again") {
            $0.status.workers?.quarantined
        },
        .text("workerRefusal", "what was left out last, and why") { nonEmpty($0.status.workers?.latestRefusal) },
        .text("workerFailure", "why a worker was last replaced or not started") {
            nonEmpty($0.status.workers?.latestFailure)
        },
    ]

    private static let rights: [StatusField] = [
        .text("scheduling", "whether the render thread goes ahead of others, or why not") { $0.status.scheduling },
        .text("memoryLock", "whether memory is locked, or why not") { $0.status.memoryLock },
    ]

    private static let recording: [StatusField] = [
        .text("recording", "the file that is recorded to") { $0.status.recordingPath },
        .long("framesRecorded", .counter, "frames", "that it has taken") {
            $0.status.recordingPath == nil ? nil : $0.status.framesRecorded
        },
        .long("framesNotRecorded", .counter, "frames", "that it has missed") {
            $0.status.recordingPath == nil ? nil : $0.status.framesNotRecorded
        },
        .text("recordingError", "why it takes no more") { $0.status.recordingError },
    ]

    private static let server: [StatusField] = [
        .count("packets", "packets received") { $0.server.packets },
        .count("packetsDroppedBySocket", "packets dropped because the socket's buffer was full") {
            $0.server.droppedBySocket
        },
        .count("packetsNotAllowed", "packets of senders that are on no allow-list") { $0.server.notAllowed },
        .count("connectionsRefused", "connections refused: too many, or of senders on no allow-list") {
            $0.server.connectionsRefused
        },
        .count("malformedPackets", "packets that are no OSC") { $0.server.malformed },
        .count("messages", "messages in all other packets") { $0.server.messages },
        .count("failedMessages", "messages answered with /fail, and malformed packets") { $0.server.failed },
        .count("failedMessagesUnanswered", "of these, the ones that were counted only") { $0.server.failedUnanswered },
        .count("messagesRefusedByBundleQueue", "timed messages refused because 1024 bundles waited") {
            $0.server.refusedByBundleQueue
        },
        .count("messagesRefusedByDeviceQueue", "messages refused because too many waited for the device") {
            $0.server.refusedByDeviceQueue
        },
        .count("answersDropped", "answers that the network took too slowly") { $0.server.answersDropped },
    ]

    private static let spreads: [StatusField] =
        StatusField.percentiles("callbackTime", "s", "what the device's callback takes for a period") {
            $0.callbackTime
        }
        + StatusField.percentiles("wakeUpLateness", "s", "from when a period was due until its callback ran") {
            $0.wakeUpLateness
        }
        + StatusField.percentiles("ringFill", "frames", "in the ring when a period was asked for") { $0.ringFill }
        + StatusField.percentiles("commandQueue", "", "timed packets that waited, at each block") { $0.commandQueue }
        + StatusField.percentiles("workerGap", "s", "without a worker's sound, each time") { $0.workerGaps }

    private static func nonEmpty(_ text: String?) -> String? { text?.isEmpty == false ? text : nil }
}
