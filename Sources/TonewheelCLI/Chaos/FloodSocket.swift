import Foundation

/// A UDP socket that sends to a port of this host as fast as the system allows.
final class FloodSocket {
    /// A packet cannot be sent.
    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ action: String) {
            description = "\(action): \(String(cString: strerror(errno)))"
        }
    }

    private let descriptor: Int32

    init(to port: Int) throws(Failure) {
        #if canImport(Darwin)
        descriptor = socket(AF_INET, SOCK_DGRAM, 0)
        #else
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        #endif
        guard descriptor >= 0 else { throw Failure("Cannot open a socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let status = withUnsafeBytes(of: &address) { bytes in
            connect(
                descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        guard status == 0 else { throw Failure("Cannot connect to port \(port)") }
    }

    deinit {
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) throws(Failure) {
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw Failure("Cannot send a packet") }
    }
}
