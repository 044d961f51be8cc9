/// Statistics of durations, in microseconds.
package struct Times: Encodable, Sendable, Equatable {
    /// The median and the 99th percentile; nil if unknown.
    package var p50: Double?
    package var p99: Double?

    /// The longest duration; nil if unknown.
    package var max: Double?

    /// The number of measured durations; nil if unknown.
    package var samples: Int?

    init(p50: Double? = nil, p99: Double? = nil, max: Double? = nil) {
        self.p50 = p50
        self.p99 = p99
        self.max = max
    }

    /// Computes the statistics by the nearest-rank method.
    ///
    /// - Parameter nanoseconds: The durations, in any order.
    init(nanoseconds: [Int64]) {
        let sorted = nanoseconds.sorted()
        guard let last = sorted.last else { return }
        func share(_ percent: Int) -> Double { Double(sorted[(sorted.count * percent + 99) / 100 - 1]) / 1000 }
        p50 = share(50)
        p99 = share(99)
        max = Double(last) / 1000
        samples = sorted.count
    }

    /// Whether each value is at most that of `target`.
    func meets(_ target: Times) -> Bool {
        zip([p50, p99, max], [target.p50, target.p99, target.max]).allSatisfy { measured, limit in
            guard let limit else { return true }
            return measured.map { $0 <= limit } ?? false
        }
    }
}
