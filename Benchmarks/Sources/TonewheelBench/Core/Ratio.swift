/// How many times as long or as much something is as something else, over several rounds in which they took turns.
package struct Ratio: Encodable, Sendable {
    package let median: Double

    /// Of the best rounds of both: what others take of the machine makes a round worse, and none better.
    package let best: Double

    /// What the median is to be at least, or at most; nil where nobody has said.
    package let atLeast: Double?
    package let atMost: Double?

    /// How many times as much is done, of what each round took, in its order.
    init(paceOf ours: [Double], over other: [Double], atLeast: Double?) {
        median = zip(ours, other).map { $1 / $0 }.median
        best = (other.min() ?? 0) / (ours.min() ?? 1)
        self.atLeast = atLeast
        atMost = nil
    }

    /// How many times as long it takes, of what each round took, in its order.
    init(timeOf ours: [Double], over other: [Double], atMost: Double?) {
        median = zip(ours, other).map { $0 / $1 }.median
        best = (ours.min() ?? 0) / (other.min() ?? 1)
        atLeast = nil
        self.atMost = atMost
    }

    /// Whether the target is met; nil where there is none.
    package var isMet: Bool? {
        if let atLeast { return median >= atLeast }
        return atMost.map { median <= $0 }
    }
}
