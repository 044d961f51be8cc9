/// An engine could not do what it was asked to. But for `stop`, which always stops, nothing has changed.
public enum EngineError: Error, CustomStringConvertible, Hashable, Sendable {
    /// A value is NaN or outside its range; the sentence names both.
    case outOfRange(String)

    /// So many changes wait already: send fewer at once, or timed ones closer to their time.
    case queueFull(capacity: Int)

    /// The engine is not running.
    case notRunning

    /// The device, the file or the thread could not be had, or could not keep what was played; the sentence says how to
    /// mend it.
    case backend(String)

    /// What is wrong and how to mend it, in a sentence.
    public var description: String {
        switch self {
        case .outOfRange(let reason), .backend(let reason): reason
        case .queueFull(let capacity):
            "\(capacity) changes wait already: send fewer at once, or timed ones closer to their time"
        case .notRunning: "the engine is not running: start it first"
        }
    }
}
