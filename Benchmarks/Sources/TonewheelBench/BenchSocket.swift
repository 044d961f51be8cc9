#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A UDP socket with blocking calls. One thread may send while another one receives.
final class BenchSocket: @unchecked Sendable {  // the system synchronises access to the descriptor
    private let descriptor: Int32

    /// The initial time-out of `receive`, in milliseconds.
    private static let milliseconds = 2_000

    private init() throws(BenchError) {
        #if canImport(Darwin)
        descriptor = socket(AF_INET, SOCK_DGRAM, 0)
        #else
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        #endif
        guard descriptor >= 0 else { throw Self.error("Cannot open a socket") }
        wait(milliseconds: Self.milliseconds)
    }

    deinit {
        close(descriptor)
    }

    /// Sets the time-out of `receive`.
    func wait(milliseconds: Int) {
        var timeout = timeval()
        timeout.tv_sec = .init(milliseconds / 1000)
        timeout.tv_usec = .init(milliseconds % 1000 * 1000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Sets the size of the receive buffer for bursts, up to the limit of the system.
    func setReceiveBuffer(bytes: Int) {
        var count = CInt(clamping: bytes)
        let size = socklen_t(MemoryLayout<CInt>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &count, size)
        #if os(Linux)
        // Exceeds the system's limit if this program has the right.
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &count, size)
        #endif
    }

    /// Creates a socket that is bound to a port of the loopback interface; 0 for any free port.
    static func receiver(port: Int = 0) throws(BenchError) -> BenchSocket {
        let end = try BenchSocket()
        guard end.withAddress(port: port, bind) == 0 else { throw error("Cannot bind a socket") }
        return end
    }

    /// Creates a socket that is connected to a port of the loopback interface.
    static func sender(to port: Int) throws(BenchError) -> BenchSocket {
        let end = try BenchSocket()
        guard end.withAddress(port: port, connect) == 0 else { throw error("Cannot connect to port \(port)") }
        return end
    }

    /// The port that the socket is bound to.
    var port: Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &size) }
        }
        return Int(in_port_t(bigEndian: address.sin_port))
    }

    /// Sends one datagram to the connected port.
    func send(_ bytes: [UInt8]) throws(BenchError) {
        #if canImport(Darwin)
        let sent = Darwin.send(descriptor, bytes, bytes.count, 0)
        #else
        let sent = Glibc.send(descriptor, bytes, bytes.count, 0)
        #endif
        guard sent == bytes.count else { throw Self.error("Cannot send") }
    }

    /// Receives a datagram into `buffer`. Returns false after the time-out.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        receiveCount(into: buffer) != nil
    }

    /// Receives a datagram into `buffer`, and returns its length, or nil after the time-out.
    func receiveCount(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        return count >= 0 ? count : nil
    }

    /// Returns the time at which the latest received datagram was sent, in nanoseconds on the wall clock; nil if the
    /// system does not report it. Datagrams are stamped only after the first call.
    func latestStamp() -> Int64? {
        #if os(Linux)
        // SIOCGSTAMPNS, a macro that Swift does not import.
        let request: UInt = 0x8907
        // The layout of `timespec`, which this module would import from another library.
        var time: (seconds: Int, nanoseconds: Int) = (0, 0)
        guard ioctl(descriptor, request, &time) == 0 else { return nil }
        return Int64(time.seconds) * 1_000_000_000 + Int64(time.nanoseconds)
        #else
        return nil
        #endif
    }

    /// Receives a datagram into `buffer` and sends it back. Returns false after the time-out.
    func echo(_ buffer: UnsafeMutableRawBufferPointer) -> Bool {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                let count = recvfrom(descriptor, buffer.baseAddress, buffer.count, 0, address, &size)
                return count >= 0 && sendto(descriptor, buffer.baseAddress, count, 0, address, size) == count
            }
        }
    }

    private func withAddress(port: Int, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func error(_ what: String) -> BenchError {
        BenchError("\(what): \(String(cString: strerror(errno))).")
    }
}
