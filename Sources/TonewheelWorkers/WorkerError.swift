/// Workers cannot be had.
package enum WorkerError: Error, CustomStringConvertible, Equatable {
    /// The memory that is to be shared is not what it should be.
    case memory(String)

    /// The program could not be started again as a worker.
    case spawn(String)

    package var description: String {
        switch self {
        case .memory(let reason): "no memory to share with a worker: \(reason)"
        case .spawn(let reason): reason
        }
    }
}
