internal import TonewheelRealtime

/// An error of starting a worker.
package enum WorkerError: Error, CustomStringConvertible, Equatable {
    /// The shared memory is invalid, or cannot be made. The value is the reason, as a clause.
    case memory(String)

    /// The worker process could not be started. The value is the reason, as a sentence.
    case spawn(String)

    package var description: String {
        switch self {
        case .memory(let reason): "The memory shared with a worker cannot be used: \(reason)".sentence
        case .spawn(let reason): reason
        }
    }
}
