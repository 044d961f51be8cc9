internal import Synchronization
internal import TonewheelGraph

/// The names of controls in queries, by hash, since the graph knows only the hashes. `[any]`
final class QueriedNames: Sendable {
    /// The maximum number of names. The table is cleared when it exceeds this.
    private static let capacity = 10_000

    private let names: Mutex<[UInt64: String]> = Mutex([:])

    func remember(_ queried: [String]) {
        guard !queried.isEmpty else { return }
        names.withLock { names in
            if names.count > Self.capacity { names.removeAll() }
            for name in queried { names[ControlKey.hash(name.utf8)] = name }
        }
    }

    subscript(hash: UInt64) -> String? { names.withLock { $0[hash] } }
}
