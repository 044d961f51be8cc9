internal import NIOCore
internal import Synchronization

/// Clients by numbers, for those to whom addresses mean nothing. A bounded number is remembered: the oldest is forgotten first.
final class ClientNumbers: Sendable {
    struct Entry {
        let address: SocketAddress
        let channel: any Channel
    }

    private struct Table {
        var numbers: [SocketAddress: UInt32] = [:]
        var entries: [UInt32: Entry] = [:]
        var next: UInt32 = 1
    }

    /// Clients that are remembered.
    private static let capacity: UInt32 = 4096

    private let table = Mutex(Table())

    /// The number of a client; a new one if it has none.
    func number(of address: SocketAddress, on channel: any Channel) -> UInt32 {
        table.withLock { table in
            if let number = table.numbers[address] {
                // The socket may have been bound anew.
                table.entries[number] = Entry(address: address, channel: channel)
                return number
            }
            let number = table.next
            table.next &+= 1
            if number > Self.capacity, let old = table.entries.removeValue(forKey: number - Self.capacity) {
                table.numbers[old.address] = nil
            }
            table.numbers[address] = number
            table.entries[number] = Entry(address: address, channel: channel)
            return number
        }
    }

    /// Where a client lives; nil if it has been forgotten.
    func entry(_ number: UInt32) -> Entry? {
        table.withLock { $0.entries[number] }
    }
}
