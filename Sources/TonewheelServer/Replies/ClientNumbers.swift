internal import NIOCore
internal import Synchronization

/// Clients by numbers, for those to whom addresses mean nothing. A bounded number is remembered: the oldest is forgotten first.
final class ClientNumbers: Sendable {
    /// A datagram and a connection may come from the same address and port, and are two clients.
    private struct Key: Hashable {
        let address: SocketAddress
        let isStream: Bool

        init(_ client: ServerClient) {
            address = client.address
            isStream = client.isStream
        }
    }

    private struct Table {
        var numbers: [Key: UInt32] = [:]
        var entries: [UInt32: ServerClient] = [:]
        var next: UInt32 = 1
    }

    /// Clients that are remembered.
    private static let capacity: UInt32 = 4096

    private let table = Mutex(Table())

    /// The number of a client; a new one if it has none.
    func number(of client: ServerClient) -> UInt32 {
        table.withLock { table in
            let key = Key(client)
            if let number = table.numbers[key] {
                // The socket may have been bound anew.
                table.entries[number] = client
                return number
            }
            let number = table.next
            table.next &+= 1
            if number > Self.capacity, let old = table.entries.removeValue(forKey: number - Self.capacity) {
                table.numbers[Key(old)] = nil
            }
            table.numbers[key] = number
            table.entries[number] = client
            return number
        }
    }

    /// Forgets a client that has gone; its number, if it had one.
    func forget(_ client: ServerClient) -> UInt32? {
        table.withLock { table in
            guard let number = table.numbers.removeValue(forKey: Key(client)) else { return nil }
            table.entries[number] = nil
            return number
        }
    }

    /// Where a client lives; nil if it has been forgotten.
    func entry(_ number: UInt32) -> ServerClient? {
        table.withLock { $0.entries[number] }
    }
}
