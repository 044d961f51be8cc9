internal import Synchronization
internal import TonewheelGraph

/// The names of controls that clients ask for, by their hashes, which is all that the graph knows of them. `[control]`, any thread
final class AskedNames: Sendable {
    /// Names that are remembered: with more of them it begins anew.
    private static let capacity = 10_000

    private let names: Mutex<[UInt64: String]> = Mutex([:])

    func remember(_ asked: [String]) {
        guard !asked.isEmpty else { return }
        names.withLock { names in
            if names.count > Self.capacity { names.removeAll() }
            for name in asked { names[ControlKey.hash(name.utf8)] = name }
        }
    }

    subscript(hash: UInt64) -> String? { names.withLock { $0[hash] } }
}
