import Foundation

/// A least-squares fit of a sine of a known frequency to samples, and the residual.
///
/// The fit is over sine, cosine and a constant. Unlike a spectrum it has no window and no leakage, so distortion far
/// below the signal can be measured.
package struct SineFit: Sendable {
    /// The sine's peak.
    package let amplitude: Double

    /// The phase of the sine at the first sample, in cycles, −0.5 … 0.5.
    package let phase: Double

    /// The root mean square of the residual.
    package let residual: Double

    /// The ratio of distortion and noise to the sine, in decibels.
    package var distortion: Double {
        20 * log10(residual / (amplitude / 2.0.squareRoot()))
    }

    package init(_ samples: some Collection<Float>, frequency: Double, sampleRate: Double) {
        var (ss, sc, cc, s1, c1, n) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        var (ys, yc, y1) = (0.0, 0.0, 0.0)
        func angle(_ index: Int) -> Double {
            2 * .pi * (Double(index) * frequency / sampleRate).truncatingRemainder(dividingBy: 1)
        }
        for (index, sample) in samples.enumerated() {
            let (s, c, y) = (sin(angle(index)), cos(angle(index)), Double(sample))
            ss += s * s
            sc += s * c
            cc += c * c
            s1 += s
            c1 += c
            n += 1
            ys += y * s
            yc += y * c
            y1 += y
        }
        let (a, b, offset) = Self.solve((ss, sc, s1, ys), (sc, cc, c1, yc), (s1, c1, n, y1))
        var squares = 0.0
        for (index, sample) in samples.enumerated() {
            let rest = Double(sample) - a * sin(angle(index)) - b * cos(angle(index)) - offset
            squares += rest * rest
        }
        amplitude = (a * a + b * b).squareRoot()
        phase = atan2(b, a) / (2 * .pi)
        residual = (squares / n).squareRoot()
    }

    private typealias Row = (Double, Double, Double, Double)

    /// Solves three linear equations by Cramer's rule.
    private static func solve(_ p: Row, _ q: Row, _ r: Row) -> (Double, Double, Double) {
        func determinant(
            _ a: (Double, Double, Double), _ b: (Double, Double, Double), _ c: (Double, Double, Double)
        ) -> Double {
            a.0 * (b.1 * c.2 - b.2 * c.1) - a.1 * (b.0 * c.2 - b.2 * c.0) + a.2 * (b.0 * c.1 - b.1 * c.0)
        }
        let d = determinant((p.0, p.1, p.2), (q.0, q.1, q.2), (r.0, r.1, r.2))
        let x = determinant((p.3, p.1, p.2), (q.3, q.1, q.2), (r.3, r.1, r.2)) / d
        let y = determinant((p.0, p.3, p.2), (q.0, q.3, q.2), (r.0, r.3, r.2)) / d
        let z = determinant((p.0, p.1, p.3), (q.0, q.1, q.3), (r.0, r.1, r.3)) / d
        return (x, y, z)
    }
}
