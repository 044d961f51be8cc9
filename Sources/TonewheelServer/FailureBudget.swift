package import NIOCore

/// How many refusals a client is told of: 4096 at once, and then 1000 in a second.
///
/// An answer costs more than what it answers, so that a flood of garbage would use the server up just by being refused one
/// by one. Nobody who can read misses anything: 4096 are more than any queue here holds, and all are counted.
///
/// Clients share 64 buckets by their addresses, so that a flood from very many ports is bounded too, in memory and in what
/// it is told. Whoever shares a flooder's bucket, one of 64, still is obeyed.
package struct FailureBudget {
    private static let burst: Int64 = 4096
    private static let interval: Int64 = 1_000_000  // nanoseconds

    /// When each bucket will be full again, if nothing more is taken from it (the generic cell rate algorithm, ITU-T I.371).
    private var full = [Int64](repeating: .min, count: 64)

    package init() {}

    /// Takes one answer from the bucket of `client`; whether there was one. `[control]`
    ///
    /// - Parameter now: on the monotonic clock, in nanoseconds.
    package mutating func take(for client: SocketAddress, at now: Int64) -> Bool {
        let bucket = Int(UInt(bitPattern: client.hashValue) % UInt(full.count))
        let next = max(full[bucket], now) + Self.interval
        guard next - now <= Self.burst * Self.interval else { return false }
        full[bucket] = next
        return true
    }
}
