/// A ratio of times or of rates, over several rounds in which both were measured in turns.
package struct Ratio: Encodable, Sendable {
    package let median: Double

    /// The ratio of the best rounds of both. Other load on the machine makes a round worse, never better.
    package let best: Double

    /// The minimum or the maximum of the median; nil without a target.
    package let atLeast: Double?
    package let atMost: Double?

    /// Computes the ratio of rates from the durations of the rounds, in their order.
    init(paceOf ours: [Double], over other: [Double], atLeast: Double?) {
        median = zip(ours, other).map { $1 / $0 }.median
        best = (other.min() ?? 0) / (ours.min() ?? 1)
        self.atLeast = atLeast
        atMost = nil
    }

    /// Computes the ratio of times from the durations of the rounds, in their order.
    init(timeOf ours: [Double], over other: [Double], atMost: Double?) {
        median = zip(ours, other).map { $0 / $1 }.median
        best = (ours.min() ?? 0) / (other.min() ?? 1)
        atLeast = nil
        self.atMost = atMost
    }

    /// Whether the target is met; nil without a target.
    package var isMet: Bool? {
        if let atLeast { return median >= atLeast }
        return atMost.map { median <= $0 }
    }
}
