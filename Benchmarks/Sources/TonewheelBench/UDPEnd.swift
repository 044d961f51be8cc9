#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A socket of the system as a C program uses it: each call waits. Each is used by one thread at a time, or by one that sends
/// and one that receives.
final class UDPEnd: @unchecked Sendable {  // a descriptor, which the system guards
    private let descriptor: Int32

    /// How long a `receive` waits for what never comes, at first.
    private static let milliseconds = 2_000

    private init() throws(BenchError) {
        #if canImport(Darwin)
        descriptor = socket(AF_INET, SOCK_DGRAM, 0)
        #else
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        #endif
        guard descriptor >= 0 else { throw Self.error("cannot open a socket") }
        wait(milliseconds: Self.milliseconds)
    }

    deinit {
        close(descriptor)
    }

    /// How long a `receive` waits from now on.
    func wait(milliseconds: Int) {
        var timeout = timeval()
        timeout.tv_sec = .init(milliseconds / 1000)
        timeout.tv_usec = .init(milliseconds % 1000 * 1000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Makes room for what comes in bursts: as much as asked for, or as the system grants.
    func makeRoom(bytes: Int) {
        var count = CInt(clamping: bytes)
        let size = socklen_t(MemoryLayout<CInt>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &count, size)
        #if os(Linux)
        // Past the system's limit, where this program may.
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &count, size)
        #endif
    }

    /// One that receives, on a port of this host; 0 for one that the system chooses.
    static func receiver(port: Int = 0) throws(BenchError) -> UDPEnd {
        let end = try UDPEnd()
        guard end.withAddress(port: port, bind) == 0 else { throw error("cannot bind a socket") }
        return end
    }

    /// One that sends to a port of this host, and receives what is answered.
    static func sender(to port: Int) throws(BenchError) -> UDPEnd {
        let end = try UDPEnd()
        guard end.withAddress(port: port, connect) == 0 else { throw error("cannot connect to port \(port)") }
        return end
    }

    /// The port that it receives on.
    var port: Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &size) }
        }
        return Int(in_port_t(bigEndian: address.sin_port))
    }

    /// Sends one datagram to where the socket is connected to.
    func send(_ bytes: [UInt8]) throws(BenchError) {
        #if canImport(Darwin)
        let sent = Darwin.send(descriptor, bytes, bytes.count, 0)
        #else
        let sent = Glibc.send(descriptor, bytes, bytes.count, 0)
        #endif
        guard sent == bytes.count else { throw Self.error("cannot send") }
    }

    /// Receives a datagram into `buffer`; false if none comes.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        receiveCount(into: buffer) != nil
    }

    /// Receives a datagram into `buffer`, and returns its length; nil if none comes.
    func receiveCount(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        return count >= 0 ? count : nil
    }

    /// When the datagram that was received last was sent to this socket, in nanoseconds on the wall clock; nil if the system
    /// does not say. A datagram is stamped if this was called before it was sent.
    func latestStamp() -> Int64? {
        #if os(Linux)
        // SIOCGSTAMPNS, a macro that Swift does not see.
        let request: UInt = 0x8907
        // Of type `timespec`, which in this module is seen to be of another library.
        var time: (seconds: Int, nanoseconds: Int) = (0, 0)
        guard ioctl(descriptor, request, &time) == 0 else { return nil }
        return Int64(time.seconds) * 1_000_000_000 + Int64(time.nanoseconds)
        #else
        return nil
        #endif
    }

    /// Receives a datagram into `buffer` and sends it back; false if none comes.
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
        BenchError("\(what): \(String(cString: strerror(errno)))")
    }
}
