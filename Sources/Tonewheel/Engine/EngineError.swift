/// An error of an engine. The call that has thrown it has changed nothing, except for `AudioEngine.stop()`, which
/// always stops.
public enum EngineError: Error, CustomStringConvertible, Hashable, Sendable {
    /// A value is NaN or outside its range. The message names both.
    case outOfRange(String)

    /// The queue of changes is full. Send fewer changes, or send timed changes closer to their frame.
    case queueFull(capacity: Int)

    /// The engine is not running.
    case notRunning

    /// The device, the file or a thread could not be opened or started, or the output could not be recorded. The
    /// message says what to do.
    case backend(String)

    /// The error and its remedy, in one or two sentences.
    public var description: String {
        switch self {
        case .outOfRange(let reason), .backend(let reason): reason
        case .queueFull(let capacity):
            "The queue of \(capacity) changes is full. Send fewer, or send timed ones closer to their frame."
        case .notRunning: "The engine is not running. Start it first."
        }
    }
}
