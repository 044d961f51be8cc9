import Foundation
import TestSupport

/// What is played between two changes.
struct Tone: Equatable {
    /// In whole hertz, so that the phase is known after any time.
    var frequency: Int

    /// In 64ths, so that it is exact.
    var amplitude: Float

    /// The largest difference between two neighbouring samples.
    func largestStep(sampleRate: Double) -> Double {
        2 * Double(amplitude) * sin(.pi * Double(frequency) / sampleRate)
    }

    /// The tones of a run: of each one and the next, either the frequency or the amplitude differs, by a fifth or more.
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
            if tones.last!.differsEnough(from: next) { tones.append(next) }
        }
        return tones
    }

    private func differsEnough(from other: Tone) -> Bool {
        func isFar(_ a: Double, _ b: Double) -> Bool { max(a, b) > 1.2 * min(a, b) }
        return isFar(Double(frequency), Double(other.frequency)) || isFar(Double(amplitude), Double(other.amplitude))
    }
}
