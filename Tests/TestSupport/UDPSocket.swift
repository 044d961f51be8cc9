#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A UDP socket. It shares no code with the code under test.
package final class UDPSocket {
    private let descriptor: Int32

    /// - Parameters:
    ///   - isRaw: Whether the caller writes the UDP header of a datagram; otherwise the system writes it.
    ///   - timeoutSeconds: The time-out of `receive`, in seconds. The default only ends a hang.
    package init(isRaw: Bool = false, timeoutSeconds: Int = 60) {
        #if canImport(Darwin)
        descriptor = socket(AF_INET, isRaw ? SOCK_RAW : SOCK_DGRAM, isRaw ? IPPROTO_UDP : 0)
        #else
        let kind = isRaw ? SOCK_RAW : SOCK_DGRAM
        descriptor = socket(AF_INET, Int32(kind.rawValue), isRaw ? Int32(IPPROTO_UDP) : 0)
        #endif
        var timeout = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var bufferSize: Int32 = 4 << 20
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bufferSize, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit {
        close(descriptor)
    }

    /// Binds to a free port of the loopback interface. Returns false if there is none.
    package func bind() -> Bool {
        var address = Self.address(port: 0)
        return withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                #if canImport(Darwin)
                Darwin.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                #else
                Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                #endif
            }
        }
    }

    /// The port that the socket is bound to.
    package var port: Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &size) }
        }
        return Int(in_port_t(bigEndian: address.sin_port))
    }

    private static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return address
    }

    /// Sends one datagram to a port of the loopback interface. Returns false if the system did not accept it.
    @discardableResult
    package func send(_ bytes: [UInt8], to port: Int) -> Bool {
        var address = Self.address(port: port)
        let sent = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return sent == bytes.count
    }

    /// Receives a datagram. Returns nil after the time-out.
    package func receive() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count >= 0 ? Array(bytes.prefix(count)) : nil
    }
}
