/// When workers have ended by their own fault, so that a loop of crashes is noticed.
package struct CrashLog {
    /// So many crashes within so long, in nanoseconds, are a loop.
    package static var limit: Int { 5 }
    package static var window: Int64 { 10_000_000_000 }

    private var times: [Int64] = []

    package init() {}

    /// Notes a crash; true if it is one too many, after which counting begins anew.
    package mutating func note(at time: Int64) -> Bool {
        times.removeAll { time - $0 > Self.window }
        times.append(time)
        guard times.count >= Self.limit else { return false }
        times = []
        return true
    }
}
