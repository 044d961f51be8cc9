import TonewheelTerminal

/// A fault that was injected, and its effect.
struct ChaosFault: Encodable {
    /// The time, in seconds since the start of the run.
    let at: Double

    /// A description of the fault: "SIGKILL".
    let action: String

    /// The process of the active worker before the fault, and after it.
    let worker: Int32
    let replacement: Int32

    /// The number of workers that were replaced.
    let restarts: Int

    /// The duration of the missing sound, in seconds.
    let gap: Double

    /// The fault as a line of text.
    var line: String {
        let sound = gap > 0 ? "\((gap * 1000).formatted(1)) ms of sound missing" : "no sound missing"
        let outcome = restarts > 0 ? "replaced by \(replacement)" : "not replaced"
        return "\(at.formatted(3)) s  worker \(worker): \(action); \(outcome); \(sound)"
    }
}
