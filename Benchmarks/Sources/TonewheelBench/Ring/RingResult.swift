/// The result of `tonewheel-bench ring`.
package struct RingResult: Encodable, Sendable {
    /// The number of rounds of each ring.
    package let rounds: Int

    /// The processors that the two threads were pinned to; empty if they were not pinned.
    package let processors: [Int32]

    package internal(set) var rows: [Row]

    /// The rates with one kind of load, in million items per second.
    package struct Row: Encodable, Sendable {
        package let what: String
        package let ours: Pace
        package let reference: Pace

        /// The median of the rounds' ratios of ours to the reference.
        package let ratio: Double

        package let target: Double
        package let isMet: Bool

        /// - Parameters:
        ///   - ours: The rate of each round, in million items per second.
        ///   - reference: The same for the reference.
        init(_ what: String, ours: [Double], reference: [Double]) {
            self.what = what
            self.ours = Pace(ours)
            self.reference = Pace(reference)
            ratio = zip(ours, reference).map { $0 / $1 }.median
            target = RingBench.target
            isMet = ratio >= target
        }
    }

    /// The rates of several rounds, in million items per second.
    package struct Pace: Encodable, Sendable {
        package let median: Double
        package let best: Double

        init(_ rounds: [Double]) {
            median = rounds.median
            best = rounds.max() ?? 0
        }
    }
}

extension [Double] {
    /// The median; 0 for an empty array.
    var median: Double {
        guard !isEmpty else { return 0 }
        let sorted = sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}
