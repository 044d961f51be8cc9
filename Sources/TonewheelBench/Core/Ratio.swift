/// How many times as long or as much something is as something else, over several rounds in which they took turns.
package struct Ratio: Encodable, Sendable {
    package let median: Double

    /// Of the rounds, the one that is the most to our credit.
    package let best: Double

    /// What the median is to be at least, or at most; nil where nobody has said.
    package let atLeast: Double?
    package let atMost: Double?

    /// Of figures of which more is better.
    init(_ rounds: [Double], atLeast: Double? = nil) {
        median = rounds.median
        best = rounds.max() ?? 0
        self.atLeast = atLeast
        atMost = nil
    }

    /// Of figures of which less is better.
    init(_ rounds: [Double], atMost: Double) {
        median = rounds.median
        best = rounds.min() ?? 0
        atLeast = nil
        self.atMost = atMost
    }

    /// Whether the target is met; nil where there is none.
    package var isMet: Bool? {
        if let atLeast { return median >= atLeast }
        return atMost.map { median <= $0 }
    }
}
