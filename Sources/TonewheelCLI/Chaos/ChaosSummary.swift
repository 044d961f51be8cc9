import TonewheelTerminal

/// What has become of an engine that was struck again and again.
struct ChaosSummary: Encodable {
    let kind: String
    let seed: UInt64
    let seconds: Double
    let blows: [ChaosBlow]
    let restarts: Int

    /// How long the sound was missing after a blow, in seconds: the median and the longest; nil without blows.
    let gapMedian: Double?
    let gapLongest: Double?

    /// Why it ended early; nil if the sound came back each time.
    let failure: String?

    init(_ kind: String, seed: UInt64, seconds: Double, blows: [ChaosBlow], failure: String?) {
        self.kind = kind
        self.seed = seed
        self.seconds = seconds
        self.blows = blows
        restarts = blows.reduce(0) { $0 + $1.restarts }
        let gaps = blows.map(\.gap).sorted()
        gapMedian = gaps.isEmpty ? nil : gaps[gaps.count / 2]
        gapLongest = gaps.last
        self.failure = failure
    }

    /// For people.
    var line: String {
        var words = "\(kind), seed \(seed): \(blows.count) blows in \(seconds.formatted(1)) s, \(restarts) restarts"
        if let gapMedian, let gapLongest {
            words +=
                "; sound missing for \((gapMedian * 1000).formatted(1)) ms (median),"
                + " \((gapLongest * 1000).formatted(1)) ms (longest)"
        }
        return words + (failure.map { "\nFAILED after \(blows.count) blows: \($0)" } ?? "; it came back each time.")
    }
}
