internal import NIOCore
internal import Synchronization

/// The numbers of clients, by which the synth server knows them. The table is bounded; the oldest client is evicted
/// first. `[any]`
final class ClientNumbers: Sendable {
    /// The identity of a client. UDP and TCP from the same address and port are two clients.
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

    /// The maximum number of clients in the table.
    private static let capacity: UInt32 = 4096

    private let table = Mutex(Table())

    /// Returns the number of a client, and assigns one to a new client.
    func number(of client: ServerClient) -> UInt32 {
        table.withLock { table in
            let key = Key(client)
            if let number = table.numbers[key] {
                // The socket may have been rebound.
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

    /// Removes a client; returns its number, or nil if it had none.
    func forget(_ client: ServerClient) -> UInt32? {
        table.withLock { table in
            guard let number = table.numbers.removeValue(forKey: Key(client)) else { return nil }
            table.entries[number] = nil
            return number
        }
    }

    /// Returns the client with a number; nil if it has been removed.
    func entry(_ number: UInt32) -> ServerClient? {
        table.withLock { $0.entries[number] }
    }
}
