internal import NIOCore

/// The number of packets that the system has dropped because a socket's receive buffer was full.
///
/// The socket keeps the count, which is lost when it closes. So the count is read after every read of the socket, and
/// the differences are added up.
final class SocketDrops: @unchecked Sendable {  // confined to the event loop
    /// The packets that all sockets have dropped since the start.
    private(set) var total = 0

    /// The latest count of the current socket, which wraps around at 32 bits.
    private var latest: UInt32 = 0

    /// Resets the latest count, for a new socket. `[control]`
    func resetCount() {
        latest = 0
    }

    /// Reads the socket's count. `[control]`, on its event loop
    func update(from channel: any Channel) {
        #if os(Linux)
        guard let socket = channel as? any SocketOptionProvider else { return }
        let numbers: EventLoopFuture<InlineArray<9, UInt32>> = socket.unsafeGetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: Self.memoryInformation))
        // On the socket's own event loop the future is already complete.
        numbers.whenSuccess { [self] numbers in
            total += Int(numbers[Self.drops] &- latest)
            latest = numbers[Self.drops]
        }
        #endif
    }

    /// SO_MEMINFO, and the index of SK_MEMINFO_DROPS in it (Linux, <linux/sock_diag.h>): the drops of /proc/net/udp.
    private static let memoryInformation: CInt = 55
    private static let drops = 8
}
