import Foundation

/// The least-squares fit of a sine, of known frequency and envelope, to a block of samples.
struct BlockFit {
    /// The peak of the sine relative to the envelope: 1 if it matches.
    let amplitude: Double

    /// The phase at the first sample, in cycles, −0.5 … 0.5.
    let phase: Double

    /// The root mean square of the residual.
    let residual: Double

    init(_ samples: ArraySlice<Float>, frequency: Int, envelope: [Double], sampleRate: Double) {
        var (ss, sc, cc, ys, yc) = (0.0, 0.0, 0.0, 0.0, 0.0)
        let turn = 2 * .pi * Double(frequency) / sampleRate
        for (index, sample) in samples.enumerated() {
            let (s, c) = (envelope[index] * sin(Double(index) * turn), envelope[index] * cos(Double(index) * turn))
            let y = Double(sample)
            ss += s * s
            sc += s * c
            cc += c * c
            ys += y * s
            yc += y * c
        }
        let determinant = ss * cc - sc * sc
        let a = (ys * cc - yc * sc) / determinant
        let b = (yc * ss - ys * sc) / determinant
        var squares = 0.0
        for (index, sample) in samples.enumerated() {
            let angle = Double(index) * turn
            let rest = Double(sample) - envelope[index] * (a * sin(angle) + b * cos(angle))
            squares += rest * rest
        }
        amplitude = (a * a + b * b).squareRoot()
        phase = atan2(b, a) / (2 * .pi)
        residual = (squares / Double(samples.count)).squareRoot()
    }
}
