import Foundation
import TestSupport

/// The tone between two changes.
struct Tone: Equatable {
    /// The frequency in whole hertz, so that the phase is known at any time.
    var frequency: Int

    /// The amplitude, a multiple of 1/64, so that it is exact.
    var amplitude: Float

    /// Returns the largest difference between two successive samples.
    func largestStep(sampleRate: Double) -> Double {
        2 * Double(amplitude) * sin(.pi * Double(frequency) / sampleRate)
    }

    /// Returns the tones of a run. Successive tones differ in either frequency or amplitude, by a fifth or more.
    static func score(count: Int, seed: UInt64) -> [Tone] {
        var random = RepeatableRandom(seed: seed)
        var tones = [Tone(frequency: 441, amplitude: 0.25)]
        while tones.count < count {
            var next = tones.last!
            if Bool.random(using: &random) {
                next.frequency = .random(in: 400...3000, using: &random)
            } else {
                next.amplitude = Float(Int.random(in: 6...40, using: &random)) / 64
            }
            if tones.last!.differsAudibly(from: next) { tones.append(next) }
        }
        return tones
    }

    private func differsAudibly(from other: Tone) -> Bool {
        func isFar(_ a: Double, _ b: Double) -> Bool { max(a, b) > 1.2 * min(a, b) }
        return isFar(Double(frequency), Double(other.frequency)) || isFar(Double(amplitude), Double(other.amplitude))
    }
}
