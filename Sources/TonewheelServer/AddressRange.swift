package import NIOCore

/// A range of IP addresses in CIDR notation, such as `192.168.1.0/24` (RFC 4632).
package struct AddressRange: Sendable, Equatable, CustomStringConvertible {
    private let first: IPAddress
    private let prefixBits: Int

    package let description: String

    /// Parses `ADDRESS` or `ADDRESS/BITS`; an address without a prefix is a range of one address. `[control]`
    ///
    /// - Throws: `ServerError.invalidRange`.
    package init(_ text: String) throws(ServerError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = parts.first, let address = IPAddress(String(host)) else { throw .invalidRange(text) }
        first = address
        if parts.count == 2 {
            guard let bits = Int(parts[1]), "\(bits)" == parts[1], (0...address.bitCount).contains(bits) else {
                throw .invalidRange(text)
            }
            prefixBits = bits
        } else {
            prefixBits = address.bitCount
        }
        description = text
    }

    /// Whether `address` lies in the range. `[any]`
    package func contains(_ address: SocketAddress) -> Bool {
        IPAddress(address).map(contains) ?? false
    }

    func contains(_ address: IPAddress) -> Bool {
        address.hasPrefix(of: first, bitCount: prefixBits)
    }
}

/// The senders whose packets a server accepts: this host, and the hosts in the ranges.
package struct AllowList: Sendable, Equatable {
    private let ranges: [AddressRange]

    package init(_ ranges: [AddressRange]) {
        self.ranges = ranges
    }

    /// Whether packets from `address` are accepted. `[any]`
    package func allows(_ address: SocketAddress) -> Bool {
        guard let address = IPAddress(address) else { return false }
        return address.isLoopback || ranges.contains { $0.contains(address) }
    }

    /// Refuses to bind to an address that other hosts can reach if the list has no range. `[control]`
    ///
    /// - Throws: `ServerError.offHostBind`.
    package func checkBind(_ address: SocketAddress, host: String) throws(ServerError) {
        guard IPAddress(address)?.isLoopback == true || !ranges.isEmpty else { throw .offHostBind(host: host) }
    }
}
