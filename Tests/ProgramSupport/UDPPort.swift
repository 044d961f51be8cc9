import Foundation

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A UDP port of this host, held for as long as the value lives. Nobody answers there.
package final class UDPPort {
    package let number: Int
    private let descriptor: Int32

    /// Takes a port that is free, below those that the system gives to whoever asks for any: once it is let go, it
    /// stays free for an engine to take.
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

    /// A port that was free a moment ago.
    package static func free() -> Int { UDPPort().number }

    /// Whether nobody has a port.
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
