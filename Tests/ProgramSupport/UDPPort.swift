import Foundation

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A UDP port of this host that is bound for the lifetime of the value. Nothing replies on it.
package final class UDPPort {
    package let number: Int
    private let descriptor: Int32

    /// Binds a free port below the range from which the system chooses ports, so that it stays free for an engine once
    /// it is released.
    package init() {
        descriptor = Self.makeSocket()
        var number = 0
        repeat {
            number = .random(in: 10_000..<32_768)
        } while !Self.bind(descriptor, to: number)
        self.number = number
    }

    deinit {
        close(descriptor)
    }

    /// Returns a port that was free at the time of the call.
    package static func free() -> Int { UDPPort().number }

    /// Whether no process has bound the port.
    package static func isFree(_ number: Int) -> Bool {
        let descriptor = makeSocket()
        defer { close(descriptor) }
        return bind(descriptor, to: number)
    }

    private static func makeSocket() -> Int32 {
        #if canImport(Darwin)
        socket(AF_INET, SOCK_DGRAM, 0)
        #else
        socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        #endif
    }

    private static func bind(_ descriptor: Int32, to port: Int) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
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
}
