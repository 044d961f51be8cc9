internal import Synchronization

/// The names of removed definitions whose last synth has been freed. `[control]`, any thread
final class RemovedDefinitions: Sendable {
    private let names: Mutex<[String]> = Mutex([])

    func add(_ name: String) {
        names.withLock { $0.append(name) }
    }

    /// Returns the names that have been added since the last call.
    func takeAll() -> [String] {
        names.withLock { names in
            guard !names.isEmpty else { return [] }
            defer { names = [] }
            return names
        }
    }
}
