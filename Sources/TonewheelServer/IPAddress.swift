internal import NIOCore

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// An IP address as a number. Conversion from a socket address does not allocate, since the sender of every packet is
/// checked.
///
/// An IPv4-mapped IPv6 address, such as `::ffff:10.0.0.7` from a dual-stack socket, is treated as IPv4 (RFC 4291).
struct IPAddress: Equatable, Sendable {
    /// The width of the address in bits: 32 or 128.
    let bitCount: Int

    private let value: UInt128

    /// Parses an address without a prefix or a port. `[control]`
    init?(_ text: String) {
        var four = UInt32(0)
        var six = UInt128(0)
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(four: four)
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self.init(six: six)
        } else {
            return nil
        }
    }

    /// Takes the host of a socket address; nil if the address is a path. `[any]`
    init?(_ address: SocketAddress) {
        switch address {
        case .v4:
            // The offset of `sin_addr`.
            self.init(
                four: address.withSockAddr { bytes, _ in
                    UnsafeRawPointer(bytes).load(fromByteOffset: 4, as: UInt32.self)
                })
        case .v6:
            // The offset of `sin6_addr`.
            self.init(
                six: address.withSockAddr { bytes, _ in
                    UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: 8, as: UInt128.self)
                })
        case .unixDomainSocket:
            return nil
        }
    }

    /// - Parameter four: The address in network byte order.
    private init(four: UInt32) {
        bitCount = 32
        value = UInt128(UInt32(bigEndian: four))
    }

    /// - Parameter six: The address in network byte order.
    private init(six: UInt128) {
        let number = UInt128(bigEndian: six)
        let isMapped = number >> 32 == 0xFFFF
        bitCount = isMapped ? 32 : 128
        value = isMapped ? number & 0xFFFF_FFFF : number
    }

    /// Whether both addresses are of the same family and share their first `count` bits. `[any]`
    func hasPrefix(of other: IPAddress, bitCount count: Int) -> Bool {
        // A smart shift by the whole width or more returns 0, so that an empty prefix matches every address.
        bitCount == other.bitCount && (value ^ other.value) >> (bitCount - count) == 0
    }

    /// Whether the address is a loopback address: 127.0.0.0/8 or ::1. `[any]`
    var isLoopback: Bool {
        bitCount == 32 ? value >> 24 == 127 : value == 1
    }
}
