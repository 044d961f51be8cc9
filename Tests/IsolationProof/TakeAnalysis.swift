import Foundation
import TestSupport

/// An explanation of each block of a recording: the tone continues, a change, missing sound after a fade-out, or sound
/// that fades in. Any other block is unexplained.
///
/// A worker that takes over restarts its sine, so the phase after a gap is arbitrary. It is known from then on.
struct TakeAnalysis {
    /// Missing sound.
    struct Gap {
        /// The first frame of the fade-out.
        let begin: Int

        /// The first frame of full sound after the gap; nil if the recording ends before.
        var end: Int?

        /// The number of missing frames.
        var missing: Int
    }

    /// Sound without a gap or a change.
    struct Run {
        let tone: Int
        var frames: Range<Int>
    }

    private(set) var gaps: [Gap] = []
    private(set) var runs: [Run] = []

    /// The index of the tone after each change, and the first frame of the change.
    private(set) var changes: [(tone: Int, frame: Int)] = []

    /// The first frames of takeovers without missing frames: one sound fades out while the other fades in.
    private(set) var takeovers: [Int] = []

    /// The first frames of unexplained blocks.
    private(set) var unexplained: [Int] = []

    /// The frames at which the step between successive samples is larger than any of the tone's.
    private(set) var clicks: [Int] = []

    /// The number of periods with missing frames.
    private(set) var missedPeriods = 0

    /// The number of frames in a block, which is also the length of fades and amplitude glides.
    static let block = 64

    /// The upper bound of the factor by which a fade increases the steps of a tone of 400 Hz.
    private static let stepMargin = 1.05

    /// The maximum deviation of a sample, relative to the amplitude.
    private static let tolerance = 1e-4

    private let samples: [Float]
    private let tones: [Tone]
    private let sampleRate: Double
    private var tone = 0

    /// The phase of the sine at the next block, in cycles; nil if unknown.
    private var phase: Double?

    /// The number of blocks since the phase became known.
    private var blocksInPhase = 0
    private var isInGap = false

    /// - Parameters:
    ///   - samples: one channel, a whole number of periods.
    ///   - tones: the requested tones, in order.
    init(_ samples: [Float], _ tones: [Tone], sampleRate: Double, periodFrames: Int) {
        self.samples = samples
        self.tones = tones
        self.sampleRate = sampleRate
        var latestPeriod = -1
        for begin in stride(from: 0, to: samples.count - Self.block + 1, by: Self.block) {
            let before = tone
            explain(begin)
            var largest = max(step(before), step(tone)) * Self.stepMargin
            // The fade-out adds to the fade-in.
            if takeovers.last == begin { largest += abs(Double(samples[max(0, begin - 1)])) / Double(Self.block) }
            findClicks(begin, largest)
            if isInGap, begin / periodFrames != latestPeriod {
                latestPeriod = begin / periodFrames
                missedPeriods += 1
            }
        }
    }

    var missingFrames: Int { gaps.reduce(0) { $0 + $1.missing } }

    private func step(_ tone: Int) -> Double { tones[tone].largestStep(sampleRate: sampleRate) }

    private mutating func findClicks(_ begin: Int, _ largest: Double) {
        for frame in max(1, begin)..<begin + Self.block {
            if abs(Double(samples[frame]) - Double(samples[frame - 1])) > largest + 1e-6 {
                clicks.append(frame)
            }
        }
    }

    // MARK: - A block

    private mutating func explain(_ begin: Int) {
        if continuesTone(begin) { return }
        if matchesGap(begin) { return }
        let possible = tone...min(tone + 1, tones.count - 1)
        for next in possible where startsTone(begin, next) { return }
        if begin > 0, !isInGap {
            for next in possible where startsTone(begin, next, takesOver: true) { return }
        }
        unexplained.append(begin)
        phase = nil
        isInGap = false
    }

    /// Explains a block in which the tone continues in phase, unchanged or with a change.
    private mutating func continuesTone(_ begin: Int) -> Bool {
        guard let phase else { return false }
        for next in tone...min(tone + 1, tones.count - 1) {
            let envelope = envelope(from: tone, to: next)
            let frequency = tones[next].frequency
            let turn = Double(frequency) / sampleRate
            let limit = Self.tolerance * Double(max(tones[tone].amplitude, tones[next].amplitude))
            let fits = (0..<Self.block).allSatisfy { index in
                let wanted = envelope[index] * sin(2 * .pi * (phase + Double(index) * turn))
                return abs(Double(samples[begin + index]) - wanted) <= limit
            }
            guard fits else { continue }
            let fit = BlockFit(
                samples[begin..<begin + Self.block], frequency: frequency, envelope: envelope, sampleRate: sampleRate)
            // The mean over all blocks of known phase.
            var error = fit.phase - phase
            error -= error.rounded()
            blocksInPhase += 1
            advance(to: phase + error / Double(blocksInPhase), frequency)
            if next != tone {
                changes.append((next, begin))
                tone = next
                if envelope[0] == envelope[1] { runs.append(Run(tone: tone, frames: begin..<begin + Self.block)) }
            } else if let last = runs.indices.last, runs[last].tone == tone, runs[last].frames.upperBound == begin {
                runs[last].frames = runs[last].frames.lowerBound..<begin + Self.block
            } else {
                runs.append(Run(tone: tone, frames: begin..<begin + Self.block))
            }
            return true
        }
        return false
    }

    /// Explains a block in which the sound fades out linearly, or is silent.
    private mutating func matchesGap(_ begin: Int) -> Bool {
        if isInGap {
            guard samples[begin..<begin + Self.block].allSatisfy({ $0 == 0 }) else { return false }
            gaps[gaps.count - 1].missing += Self.block
            return true
        }
        let lastSample = begin > 0 ? Double(samples[begin - 1]) : 0
        let falls = (0..<Self.block).allSatisfy { index in
            let wanted = lastSample * Double(Self.block - 1 - index) / Double(Self.block)
            return abs(Double(samples[begin + index]) - wanted) <= 1e-6
        }
        guard falls, samples[begin + Self.block - 1] == 0 else { return false }
        gaps.append(Gap(begin: begin, missing: Self.block))
        isInGap = true
        phase = nil
        return true
    }

    /// Explains a block in which a tone starts at any phase: fading in after a gap or at a takeover, else at full
    /// amplitude.
    private mutating func startsTone(_ begin: Int, _ next: Int, takesOver: Bool = false) -> Bool {
        var sound = Array(samples[begin..<begin + Self.block])
        if takesOver {
            let lastSample = samples[begin - 1]
            for index in 0..<Self.block {
                sound[index] -= lastSample * Float(Self.block - 1 - index) / Float(Self.block)
            }
        }
        for from in Set([next, max(0, next - 1)]).sorted(by: >) {
            var envelope = envelope(from: from, to: next)
            if isInGap || takesOver {
                for index in 0..<Self.block { envelope[index] *= Double(index + 1) / Double(Self.block) }
            }
            let frequency = tones[next].frequency
            let fit = BlockFit(
                sound[...], frequency: frequency, envelope: envelope, sampleRate: sampleRate)
            guard abs(fit.amplitude - 1) < 1e-3,
                fit.residual < Self.tolerance * Double(tones[next].amplitude)
            else { continue }
            // A tone that restarts without a gap must not pass as a takeover.
            guard takesOver || isInGap || phase == nil else { continue }
            if next != tone { changes.append((next, begin)) }
            tone = next
            if takesOver { takeovers.append(begin) }
            if isInGap { gaps[gaps.count - 1].end = begin + Self.block }
            isInGap = false
            blocksInPhase = 1
            advance(to: fit.phase, frequency)
            return true
        }
        return false
    }

    private mutating func advance(to phase: Double, _ frequency: Int) {
        let next = phase + Double(Self.block * frequency) / sampleRate
        self.phase = next - next.rounded()
    }

    /// Returns the amplitude of each frame of a block in which one tone changes to another.
    private func envelope(from: Int, to: Int) -> [Double] {
        let (old, new) = (Double(tones[from].amplitude), Double(tones[to].amplitude))
        return (0..<Self.block).map { index in
            old == new ? new : new - (new - old) * Double(Self.block - 1 - index) / Double(Self.block)
        }
    }
}
