import TonewheelTerminal

/// The result of a series of faults.
struct ChaosSummary: Encodable {
    let kind: String
    let seed: UInt64
    let seconds: Double
    let faults: [ChaosFault]
    let restarts: Int

    /// The duration of missing sound after a fault, in seconds: the median and the longest; nil without faults.
    let gapMedian: Double?
    let gapLongest: Double?

    /// The reason for which the series ended early; nil if the sound returned each time.
    let failure: String?

    init(_ kind: String, seed: UInt64, seconds: Double, faults: [ChaosFault], failure: String?) {
        self.kind = kind
        self.seed = seed
        self.seconds = seconds
        self.faults = faults
        restarts = faults.reduce(0) { $0 + $1.restarts }
        let gaps = faults.map(\.gap).sorted()
        gapMedian = gaps.isEmpty ? nil : gaps[gaps.count / 2]
        gapLongest = gaps.last
        self.failure = failure
    }

    /// The result as text.
    var line: String {
        var words = "\(kind), seed \(seed): \(faults.count) faults in \(seconds.formatted(1)) s, \(restarts) restarts"
        if let gapMedian, let gapLongest {
            words +=
                "; sound missing for \((gapMedian * 1000).formatted(1)) ms (median),"
                + " \((gapLongest * 1000).formatted(1)) ms (longest)"
        }
        if let failure { return words + "\nFAILED after \(faults.count) faults: \(failure)" }
        if faults.isEmpty { return words + ". The first one was due after the end: choose longer --seconds." }
        return words + "; it returned each time."
    }
}
