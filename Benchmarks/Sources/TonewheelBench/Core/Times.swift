/// How long something takes, over many tries, in microseconds.
package struct Times: Encodable, Sendable, Equatable {
    /// So long or less in half of the tries, and in 99 of 100; nil where nobody has said.
    package var p50: Double?
    package var p99: Double?

    /// The longest.
    package var max: Double?

    /// Tries that were measured; nil where nobody has said.
    package var samples: Int?

    init(p50: Double? = nil, p99: Double? = nil, max: Double? = nil) {
        self.p50 = p50
        self.p99 = p99
        self.max = max
    }

    /// - Parameter nanoseconds: what was measured, in any order; the nearest rank is taken.
    init(nanoseconds: [Int64]) {
        let sorted = nanoseconds.sorted()
        guard let last = sorted.last else { return }
        func share(_ percent: Int) -> Double { Double(sorted[(sorted.count * percent + 99) / 100 - 1]) / 1000 }
        p50 = share(50)
        p99 = share(99)
        max = Double(last) / 1000
        samples = sorted.count
    }

    /// Whether all that `target` says is kept.
    func keeps(_ target: Times) -> Bool {
        zip([p50, p99, max], [target.p50, target.p99, target.max]).allSatisfy { measured, limit in
            guard let limit else { return true }
            return measured.map { $0 <= limit } ?? false
        }
    }
}
