import Foundation
import TestSupport
import TonewheelDSP

/// What a filter makes of an impulse, and so of a sine of every frequency.
struct FilterResponse {
    let impulse: [Float]

    /// - Parameter delay: frames before the impulse: what a filter does with its first frame is not to be heard.
    init(_ unit: UnitEntry, _ parameters: [String: Float], frameCount: Int = 48_000, delay: Int = 8) {
        var samples = [Float](repeating: 0, count: frameCount + delay)
        samples[delay] = 1
        var inputs = parameters.mapValues { TestSignal.controlRate($0) }
        inputs["in"] = .audioRate(samples)
        let output = UnitRenderer(unit).render(inputs, frameCount: frameCount + delay)[0]
        impulse = Array(output[delay...])
    }

    /// The gain at a frequency, as a factor.
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
