/// The times of recent crashes, for the detection of crash loops.
package struct CrashLog {
    /// The number of crashes within `window` that make a loop.
    package static var limit: Int { 5 }

    /// In nanoseconds.
    package static var window: Int64 { 10_000_000_000 }

    private var times: [Int64] = []

    package init() {}

    /// Records a crash. Returns true if the limit is reached, and then restarts the count.
    package mutating func record(at time: Int64) -> Bool {
        times.removeAll { time - $0 > Self.window }
        times.append(time)
        guard times.count >= Self.limit else { return false }
        times = []
        return true
    }
}
