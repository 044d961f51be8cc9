/// What `tonewheel-bench ring` found.
package struct RingResult: Encodable, Sendable {
    /// Rounds of each ring, in turns.
    package let rounds: Int

    /// The processors that the two threads were kept on; empty if the system was free to move them.
    package let processors: [Int32]

    package internal(set) var rows: [Row]

    /// Paces with one kind of load, in million items a second.
    package struct Row: Encodable, Sendable {
        package let what: String
        package let ours: Pace
        package let reference: Pace

        /// Ours over the reference's: the median of the rounds' ratios.
        package let ratio: Double

        package let target: Double
        package let isMet: Bool

        /// - Parameters: the paces of each round, in million items a second.
        init(_ what: String, ours: [Double], reference: [Double]) {
            self.what = what
            self.ours = Pace(ours)
            self.reference = Pace(reference)
            ratio = zip(ours, reference).map { $0 / $1 }.median
            target = RingBench.target
            isMet = ratio >= target
        }
    }

    /// The paces of several rounds, in million items a second.
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
    /// The middle one, or the mean of the two in the middle; 0 of none.
    var median: Double {
        guard !isEmpty else { return 0 }
        let sorted = sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}
