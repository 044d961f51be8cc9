internal import Synchronization

/// The names of definitions that have been removed, once the last synth built from them has gone. `[control]`, any thread
final class RemovedDefinitions: Sendable {
    private let names: Mutex<[String]> = Mutex([])

    func add(_ name: String) {
        names.withLock { $0.append(name) }
    }

    /// Hands over what has been added since the last call.
    func takeAll() -> [String] {
        names.withLock { names in
            guard !names.isEmpty else { return [] }
            defer { names = [] }
            return names
        }
    }
}
