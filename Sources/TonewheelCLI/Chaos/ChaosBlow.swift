import TonewheelTerminal

/// A blow, and what has become of it.
struct ChaosBlow: Encodable {
    /// When, in seconds since the beginning.
    let at: Double

    /// What was done, in words.
    let what: String

    /// The process that was heard before, and the one that is now.
    let worker: Int32
    let successor: Int32

    /// Workers that were replaced for it.
    let restarts: Int

    /// How long the sound was missing, in seconds.
    let gap: Double

    /// For people.
    var line: String {
        let sound = gap > 0 ? "sound missing for \((gap * 1000).formatted(1)) ms" : "no sound missing"
        let fate = restarts > 0 ? "\(successor) has its place" : "it goes on"
        return "\(at.formatted(3)) s  worker \(worker): \(what); \(fate); \(sound)"
    }
}
