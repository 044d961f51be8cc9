internal import NIOCore

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// An IP address as a number: every packet's sender is looked at, so that nothing is allocated here.
///
/// An IPv4 address as a socket of both kinds sees it, `::ffff:10.0.0.7`, is an IPv4 address (RFC 4291).
struct IPAddress: Equatable, Sendable {
    /// 32 or 128.
    let bitCount: Int

    private let value: UInt128

    /// Reads an address without a prefix or a port. `[control]`
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

    /// The host of a socket's address; nil if that is a path. `[any]`
    init?(_ address: SocketAddress) {
        switch address {
        case .v4:
            // Where `sin_addr` is.
            self.init(
                four: address.withSockAddr { bytes, _ in
                    UnsafeRawPointer(bytes).load(fromByteOffset: 4, as: UInt32.self)
                })
        case .v6:
            // Where `sin6_addr` is.
            self.init(
                six: address.withSockAddr { bytes, _ in
                    UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: 8, as: UInt128.self)
                })
        case .unixDomainSocket:
            return nil
        }
    }

    /// - Parameter four: in the network's order of bytes.
    private init(four: UInt32) {
        bitCount = 32
        value = UInt128(UInt32(bigEndian: four))
    }

    /// - Parameter six: in the network's order of bytes.
    private init(six: UInt128) {
        let number = UInt128(bigEndian: six)
        let isMapped = number >> 32 == 0xFFFF
        bitCount = isMapped ? 32 : 128
        value = isMapped ? number & 0xFFFF_FFFF : number
    }

    /// Whether the first `count` bits are those of `other`, of the same kind. `[any]`
    func hasPrefix(of other: IPAddress, bitCount count: Int) -> Bool {
        // A shift by the whole width or more gives 0: an empty prefix is everybody's.
        bitCount == other.bitCount && (value ^ other.value) >> (bitCount - count) == 0
    }

    /// Whether it is this host's own: 127.0.0.0/8 or ::1. `[any]`
    var isLoopback: Bool {
        bitCount == 32 ? value >> 24 == 127 : value == 1
    }
}
