/// The number of samples that a benchmark takes.
package enum BenchEffort: Sendable {
    /// As many samples as publishable figures require.
    case full

    /// At most a tenth of the samples, to check that the benchmark works.
    case quick

    /// Returns the number of samples for this effort, at least one.
    func samples(_ count: Int) -> Int {
        self == .full ? count : max(1, count / 10)
    }
}
