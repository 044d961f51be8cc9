internal import Foundation

/// The difference of two signals.
package enum NullFigure {
    /// Returns the power of the difference relative to that of `expected`, in decibels. Any difference from a silent
    /// `expected` is 200 dB.
    package static func decibels(_ expected: some Sequence<Float>, _ actual: some Sequence<Float>) -> Double {
        let (difference, power) = powers(expected, actual)
        return decibels(difference: difference, power: power)
    }

    /// Returns the sums of the squares of the difference and of `expected`.
    package static func powers(
        _ expected: some Sequence<Float>, _ actual: some Sequence<Float>
    ) -> (difference: Double, power: Double) {
        var (difference, power) = (0.0, 0.0)
        for (x, y) in zip(expected, actual) {
            let distance = Double(x) - Double(y)
            difference += distance * distance
            power += Double(x) * Double(x)
        }
        return (difference, power)
    }

    package static func decibels(difference: Double, power: Double) -> Double {
        guard difference.isFinite else { return 200 }
        return power > 0 ? 10 * log10(max(difference / power, 1e-20)) : (difference == 0 ? -200 : 200)
    }

    /// Returns a figure as text for the tables.
    package static func text(_ null: Double) -> String {
        null <= -199 ? "identical" : "\(Int(null.rounded()))".replacingOccurrences(of: "-", with: "−")
    }

    /// Returns the samples where two signals begin to differ and where they differ most, as text for diagnosis.
    package static func difference(_ expected: [Float], _ actual: [Float]) -> String {
        let distances = zip(expected, actual).map { abs($0 - $1) }
        let most = distances.max() ?? 0
        func samples(from frame: Int) -> String {
            let range = frame..<min(expected.count, frame + 5)
            return "frame \(frame): scsynth \(Array(expected[range])), Tonewheel \(Array(actual[range]))"
        }
        guard let first = distances.firstIndex(where: { $0 > 0.01 * most }), let worst = distances.firstIndex(of: most)
        else { return "no difference" }
        return "from \(samples(from: first)); most at \(samples(from: worst))"
    }
}
