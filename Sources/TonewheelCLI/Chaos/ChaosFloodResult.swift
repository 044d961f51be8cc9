import TonewheelOSC
import TonewheelTerminal

/// What an engine has made of a flood.
struct ChaosFloodResult: Encodable {
    let kind = "flood"
    let seed: UInt64
    var seconds = 0.0

    /// Packets that were sent.
    var sent = 0

    /// How often the engine was asked meanwhile, and answered.
    var timesAnswered = 0

    /// What the engine has counted meanwhile: packets that reached it and that its socket dropped, those that were no OSC,
    /// messages that it refused, periods in which sound was missing, and workers that were replaced.
    var received = 0
    var dropped = 0
    var malformed = 0
    var refused = 0
    var underruns = 0
    var restarts = 0

    /// Whether frequency, amplitude and gate are again what they were.
    var isRestored = false

    /// Why it failed; nil if it has not.
    var failure: String?

    init(seed: UInt64) {
        self.seed = seed
    }

    /// Takes the difference of two reports.
    mutating func take(_ before: EngineReport, _ after: EngineReport) {
        func difference(_ name: String) -> Int { (after.count(name) ?? 0) - (before.count(name) ?? 0) }
        received = difference("packets")
        dropped = difference("packetsDroppedBySocket")
        malformed = difference("malformedPackets")
        refused = difference("failedMessages")
        underruns = difference("underruns")
        restarts = difference("workerRestarts")
        isRestored = ["frequency", "amplitude", "gate"].allSatisfy { before[$0] == after[$0] }
        if !isRestored { failure = "the parameters are not what they were before" }
    }

    /// For people.
    var text: String {
        let pace = seconds > 0 ? Int(Double(sent) / seconds) : 0
        let words =
            "flood, seed \(seed): \(sent) packets in \(seconds.formatted(1)) s, \(pace)/s; asked \(timesAnswered) times and"
            + " answered; \(received) received, \(dropped) dropped by the socket, \(malformed) no OSC,"
            + " \(refused) messages refused; \(underruns) periods with sound missing, \(restarts) restarts"
        return words + (failure.map { "\nFAILED: \($0)" } ?? "; it plays as before.")
    }
}
