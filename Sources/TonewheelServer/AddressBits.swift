internal import NIOCore

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// An IP address as a number, so that comparing two costs nothing: every packet is asked where it comes from.
///
/// An IPv4 address as a socket of both kinds sees it, `::ffff:10.0.0.7` (RFC 4291), is the IPv4 address.
struct AddressBits: Sendable, Equatable {
    /// 32 or 128.
    let width: Int
    private let bits: UInt128

    private init(width: Int, bits: UInt128) {
        self.width = width
        self.bits = bits
    }

    /// Reads `10.0.0.7` or `fd00::1`; nil if the text is no address. What is written as IPv6 stays so.
    init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(width: 32, bits: withUnsafeBytes(of: four, Self.number))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self.init(width: 128, bits: withUnsafeBytes(of: six, Self.number))
        } else {
            return nil
        }
    }

    /// Where a packet comes from; nil if that is no IP address.
    init?(_ address: SocketAddress) {
        // In a `sockaddr_in` the address lies behind family and port, in a `sockaddr_in6` behind the flow too (RFC 3493).
        switch address {
        case .v4: self.init(width: 32, bits: Self.number(address, 4..<8))
        case .v6:
            let number = Self.number(address, 8..<24)
            self = number >> 32 == 0xFFFF ? Self(width: 32, bits: number & 0xFFFF_FFFF) : Self(width: 128, bits: number)
        case .unixDomainSocket: return nil
        }
    }

    private static func number(_ address: SocketAddress, _ range: Range<Int>) -> UInt128 {
        address.withSockAddr { start, size in
            number(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(start: start, count: size)[range]))
        }
    }

    /// Bytes in the order of the network.
    private static func number(_ bytes: UnsafeRawBufferPointer) -> UInt128 {
        bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// Whether the first `length` bits are those of `other`, an address of the same kind.
    func hasPrefix(of other: AddressBits, length: Int) -> Bool {
        width == other.width && (bits ^ other.bits) >> (width - length) == 0
    }

    /// Whether it is this host: 127.0.0.0/8 or ::1.
    var isLoopback: Bool {
        width == 32 ? bits >> 24 == 127 : bits == 1
    }
}
