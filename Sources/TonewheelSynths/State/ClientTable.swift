internal import Synchronization

/// The clients that are notified of node events (`/notify`). `[any]`
final class ClientTable: Sendable {
    private let notified: Mutex<[(client: UInt32, login: Int32)]> = Mutex([])

    /// The result of a login.
    enum Login {
        /// The client is logged in under this number.
        case added(Int32)

        /// The client was already logged in, under this number.
        case present(Int32)

        /// There are too many clients.
        case full
    }

    /// The notified clients.
    var all: [UInt32] { notified.withLock { $0.map(\.client) } }

    /// Logs a client in, under the wanted number if it is free.
    func add(_ client: UInt32, wanted: Int32?, maximum: Int) -> Login {
        notified.withLock { notified in
            if let login = notified.first(where: { $0.client == client })?.login { return .present(login) }
            let taken = Set(notified.map(\.login))
            let free: Int32?
            if let wanted, wanted >= 0, wanted < Int32(maximum), !taken.contains(wanted) {
                free = wanted
            } else {
                free = (0..<Int32(maximum)).first { !taken.contains($0) }
            }
            guard let free else { return .full }
            notified.append((client, free))
            return .added(free)
        }
    }

    /// Logs a client out; returns whether it was logged in.
    func remove(_ client: UInt32) -> Bool {
        notified.withLock { notified in
            guard let index = notified.firstIndex(where: { $0.client == client }) else { return false }
            notified.remove(at: index)
            return true
        }
    }
}
