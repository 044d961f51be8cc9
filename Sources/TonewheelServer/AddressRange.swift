package import NIOCore

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A range of IP addresses in CIDR notation, such as `192.168.1.0/24` (RFC 4632).
package struct AddressRange: Sendable, Equatable, CustomStringConvertible {
    private let prefix: [UInt8]  // 4 bytes or 16
    private let prefixBits: Int

    package let description: String

    /// Reads `ADDRESS` or `ADDRESS/BITS`; an address alone is a range of one. `[control]`
    ///
    /// - Throws: `ServerError.invalidRange`.
    package init(_ text: String) throws(ServerError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let bytes = Self.bytes(of: String(first)) else { throw .invalidRange(text) }
        prefix = bytes
        if parts.count == 2 {
            guard let bits = Int(parts[1]), "\(bits)" == parts[1], (0...8 * bytes.count).contains(bits) else {
                throw .invalidRange(text)
            }
            prefixBits = bits
        } else {
            prefixBits = 8 * bytes.count
        }
        description = text
    }

    /// Whether `address` lies in the range. `[any]`
    package func contains(_ address: SocketAddress) -> Bool {
        guard let bytes = Self.bytes(of: address), bytes.count == prefix.count else { return false }
        for bit in 0..<prefixBits {
            let mask = UInt8(0x80) >> UInt8(bit % 8)
            guard bytes[bit / 8] & mask == prefix[bit / 8] & mask else { return false }
        }
        return true
    }

    /// An address's 4 bytes or 16; 4 too for an IPv4 address as a socket of both kinds sees it, `::ffff:10.0.0.7` (RFC 4291).
    fileprivate static func bytes(of address: SocketAddress) -> [UInt8]? {
        guard let host = address.ipAddress, let bytes = bytes(of: host) else { return nil }
        let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        return bytes.starts(with: mapped) ? Array(bytes.dropFirst(mapped.count)) : bytes
    }

    private static func bytes(of text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
        var six = in6_addr()
        if inet_pton(AF_INET6, text, &six) == 1 { return withUnsafeBytes(of: six) { Array($0) } }
        return nil
    }
}

/// Whom a server listens to: this host always, others only if they are in one of the ranges.
package struct AllowList: Sendable, Equatable {
    private let ranges: [AddressRange]

    package init(_ ranges: [AddressRange]) {
        self.ranges = ranges
    }

    /// Whether packets from `address` are let in. `[any]`
    package func allows(_ address: SocketAddress) -> Bool {
        Self.isLoopback(address) || ranges.contains { $0.contains(address) }
    }

    /// Refuses an address that other hosts can reach, unless somebody has said which of them may. `[control]`
    ///
    /// - Throws: `ServerError.offHostBind`.
    package func checkBind(_ address: SocketAddress, host: String) throws(ServerError) {
        guard Self.isLoopback(address) || !ranges.isEmpty else { throw .offHostBind(host: host) }
    }

    private static func isLoopback(_ address: SocketAddress) -> Bool {
        guard let bytes = AddressRange.bytes(of: address) else { return false }
        return bytes.count == 4 ? bytes[0] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
    }
}
