import Foundation
import TestSupport
import TonewheelDSP

/// The impulse response of a filter, and hence its gain at every frequency.
struct FilterResponse {
    let impulse: [Float]

    /// - Parameter delay: the number of frames before the impulse, which exclude the handling of the filter's first
    ///   frame.
    init(_ unit: UnitEntry, _ parameters: [String: Float], frameCount: Int = 48_000, delay: Int = 8) {
        var samples = [Float](repeating: 0, count: frameCount + delay)
        samples[delay] = 1
        var inputs = parameters.mapValues { TestSignal.controlRate($0) }
        inputs["in"] = .audioRate(samples)
        let output = UnitRenderer(unit).render(inputs, frameCount: frameCount + delay)[0]
        impulse = Array(output[delay...])
    }

    /// Returns the gain at a frequency, as a factor.
    func gain(at hertz: Double, sampleRate: Double = 48_000) -> Double {
        var (real, imaginary) = (0.0, 0.0)
        for (frame, sample) in impulse.enumerated() {
            let angle = 2 * Double.pi * hertz * Double(frame) / sampleRate
            real += Double(sample) * cos(angle)
            imaginary -= Double(sample) * sin(angle)
        }
        return (real * real + imaginary * imaginary).squareRoot()
    }
}
