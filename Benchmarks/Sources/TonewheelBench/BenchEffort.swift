/// How long a benchmark takes its time.
package enum BenchEffort: Sendable {
    /// As long as it takes for figures that can be quoted.
    case full

    /// A tenth of the samples, or fewer: to see that it works.
    case quick

    /// So many of `count` samples.
    func samples(_ count: Int) -> Int {
        self == .full ? count : max(1, count / 10)
    }
}
