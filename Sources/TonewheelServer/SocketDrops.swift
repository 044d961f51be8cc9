internal import NIOCore

/// Counts the packets that the system has dropped because a socket's receive buffer was full.
///
/// It is the socket that counts, and a lost one takes its count along; so it is asked after every read, and what it said
/// last is kept.
final class SocketDrops: @unchecked Sendable {  // belongs to the event loop
    /// What all sockets have dropped since the start.
    private(set) var total = 0

    /// What the present one said last. It counts in 32 bits, and begins at 0 again.
    private var latest: UInt32 = 0

    /// From now on another socket counts. `[control]`
    func beginSocket() {
        latest = 0
    }

    /// Asks the socket. `[control]`, on its event loop
    func update(from channel: any Channel) {
        #if os(Linux)
        guard let socket = channel as? any SocketOptionProvider else { return }
        let numbers: EventLoopFuture<InlineArray<9, UInt32>> = socket.unsafeGetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: Self.memoryInformation))
        // On its own loop the socket has answered already.
        numbers.whenSuccess { [self] numbers in
            total += Int(numbers[Self.drops] &- latest)
            latest = numbers[Self.drops]
        }
        #endif
    }

    /// SO_MEMINFO, and the place of SK_MEMINFO_DROPS in it (Linux, <linux/sock_diag.h>): what /proc/net/udp shows as drops.
    private static let memoryInformation: CInt = 55
    private static let drops = 8
}
