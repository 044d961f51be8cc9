package import NIOCore

/// A rate limit for `/fail` replies to a client: a burst of 4096, then 1000 per second.
///
/// A reply costs more than the message that it refuses, so that a flood of garbage would overload the server with
/// replies alone. A client that reads its replies misses none: the burst exceeds the capacity of every queue of the
/// server. All failures are counted.
///
/// Clients share 64 buckets, by a hash of their addresses. So the memory and the number of replies are bounded for a
/// flood from many ports, too. Commands of a client that shares the bucket of a flood are executed as usual; only its
/// `/fail` replies may be missing.
package struct FailureBudget {
    private static let burst: Int64 = 4096
    private static let interval: Int64 = 1_000_000  // nanoseconds

    /// The time at which each bucket will be full again, in nanoseconds (generic cell rate algorithm, ITU-T I.371).
    private var full = [Int64](repeating: .min, count: 64)

    package init() {}

    /// Consumes one reply from the bucket of `client`; returns false if the bucket is empty. `[control]`
    ///
    /// - Parameter now: The time on the monotonic clock, in nanoseconds.
    package mutating func take(for client: SocketAddress, at now: Int64) -> Bool {
        let bucket = Int(UInt(bitPattern: client.hashValue) % UInt(full.count))
        let next = max(full[bucket], now) + Self.interval
        guard next - now <= Self.burst * Self.interval else { return false }
        full[bucket] = next
        return true
    }
}
