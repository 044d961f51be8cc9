import TonewheelOSC
import TonewheelTerminal

/// The result of a flood.
struct ChaosFloodResult: Encodable {
    let kind = "flood"
    let seed: UInt64
    var seconds = 0.0

    /// The number of packets sent.
    var sent = 0

    /// The number of status requests that the engine answered during the flood.
    var statusReplies = 0

    /// The engine's counts during the flood: packets received, dropped by its socket and malformed, messages refused,
    /// periods with missing sound, and workers replaced.
    var received = 0
    var dropped = 0
    var malformed = 0
    var refused = 0
    var underruns = 0
    var restarts = 0

    /// Whether frequency, amplitude and gate have their earlier values again.
    var isRestored = false

    /// The reason for the failure, if any.
    var failure: String?

    init(seed: UInt64) {
        self.seed = seed
    }

    /// Sets the counts to the differences between two reports.
    mutating func setCounts(_ before: EngineReport, _ after: EngineReport) {
        func difference(_ name: String) -> Int { (after.count(name) ?? 0) - (before.count(name) ?? 0) }
        received = difference("packets")
        dropped = difference("packetsDroppedBySocket")
        malformed = difference("malformedPackets")
        refused = difference("failedMessages")
        underruns = difference("underruns")
        restarts = difference("workerRestarts")
        isRestored = ["frequency", "amplitude", "gate"].allSatisfy { before[$0] == after[$0] }
        if !isRestored { failure = "The parameters differ from those before the flood." }
    }

    /// The result as text.
    var text: String {
        let pace = seconds > 0 ? Int(Double(sent) / seconds) : 0
        let words =
            "flood, seed \(seed): \(sent) packets in \(seconds.formatted(1)) s, \(pace)/s;"
            + " \(received) received, \(dropped) dropped by the socket, \(malformed) malformed,"
            + " \(refused) messages refused; \(statusReplies) status replies;"
            + " \(underruns) underruns, \(restarts) restarts"
        return words + (failure.map { "\nFAILED: \($0)" } ?? "; the parameters are restored.")
    }
}
