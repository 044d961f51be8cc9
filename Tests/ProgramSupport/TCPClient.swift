import Foundation
package import TonewheelOSC

/// A blocking OSC client with a TCP connection.
package final class TCPClient {
    private let descriptor: Int32
    private var reader = OSCStreamReader()

    /// Whether the server has closed the connection. Known only after a read.
    package private(set) var isClosed = false

    /// - Parameter patience: The time-out of `receive`, in seconds. The default only ends a hang.
    package init(port: Int, patience: Double = 60) throws {
        #if canImport(Darwin)
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        let microseconds = Int(patience * 1e6)
        var timeout = timeval(tv_sec: microseconds / 1_000_000, tv_usec: .init(microseconds % 1_000_000))
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw CocoaError(.fileReadUnknown) }
    }

    private var isReset = false

    deinit {
        if !isReset { close(descriptor) }
    }

    /// Resets the connection (RST) instead of closing it.
    package func resetConnection() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        close(descriptor)
        (isClosed, isReset) = (true, true)
    }

    package static func framed(_ packet: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt32(packet.count).bigEndian) { Array($0) } + packet
    }

    package func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            #if canImport(Darwin)
            let count = rest.withUnsafeBytes { Darwin.send(descriptor, $0.baseAddress, $0.count, 0) }
            #else
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            #endif
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    package func send(_ message: OSCMessage) throws {
        send(Self.framed(try message.encoded()))
    }

    /// Receives the next packet. Returns nil on time-out or if the connection is closed.
    package func receive() throws -> OSCPacket? {
        while true {
            if let packet = try reader.next() { return try OSCPacket(decoding: packet) }
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            if count == 0 || (count < 0 && errno != EAGAIN) { isClosed = true }
            guard count > 0 else { return nil }
            reader.append(bytes[..<count])
        }
    }

    /// Receives the next packet. Returns nil if it is not a message.
    package func message() throws -> OSCMessage? {
        guard case .message(let message)? = try receive() else { return nil }
        return message
    }

    /// Sends a message and waits for the reply.
    package func request(_ message: OSCMessage) throws -> OSCMessage? {
        try send(message)
        return try self.message()
    }

    /// Reads until the server closes the connection. Returns false on time-out.
    package func waitForClose() throws -> Bool {
        while try receive() != nil {}
        return isClosed
    }
}
