import Foundation
import TestSupport

/// Explains each block of a recording: the tone going on, a change of it, sound that is missing and was faded, sound that
/// comes back. What is none of these is unexplained.
///
/// A worker that takes over begins its sine anew, so that after a gap the phase is whatever it is; from then on it is known.
struct TakeAnalysis {
    /// Missing sound.
    struct Gap {
        /// The first frame that falls away.
        let begin: Int

        /// The first frame that is full again; nil if the recording ends before.
        var end: Int?

        /// Frames that are missing.
        var missing: Int
    }

    /// Sound without a gap or a change.
    struct Run {
        let tone: Int
        var frames: Range<Int>
    }

    private(set) var gaps: [Gap] = []
    private(set) var runs: [Run] = []

    /// The tone that each change went to, and the frame from which it is heard.
    private(set) var changes: [(tone: Int, frame: Int)] = []

    /// Where a worker took over in time, so that nothing is missing: one sound falls away while the other one rises.
    private(set) var takeovers: [Int] = []

    /// Blocks that nothing explains, by their first frames.
    private(set) var unexplained: [Int] = []

    /// Differences between neighbouring samples that are larger than any of the tone's.
    private(set) var clicks: [Int] = []

    /// Periods in which something is missing.
    private(set) var missedPeriods = 0

    /// Frames that are rendered at once, and in which sound fades, and amplitudes glide.
    static let block = 64

    /// A fade adds to the steps of the tone, by less than this share at 400 Hz.
    private static let hair = 1.05

    /// How far a sample may be from what it must be, over the amplitude.
    private static let tolerance = 1e-4

    private let samples: [Float]
    private let tones: [Tone]
    private let sampleRate: Double
    private var tone = 0

    /// Where the sine stands at the next block, in cycles; nil if that is unknown.
    private var phase: Double?

    /// Blocks since the phase became known.
    private var blocksInPhase = 0
    private var isInGap = false

    /// - Parameters:
    ///   - samples: one channel, a whole number of periods.
    ///   - tones: what has been asked for, in its order.
    init(_ samples: [Float], _ tones: [Tone], sampleRate: Double, periodFrames: Int) {
        self.samples = samples
        self.tones = tones
        self.sampleRate = sampleRate
        var latestPeriod = -1
        for begin in stride(from: 0, to: samples.count - Self.block + 1, by: Self.block) {
            let before = tone
            explain(begin)
            var largest = max(step(before), step(tone)) * Self.hair
            // What falls away comes on top of what rises.
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
        if isGoingOn(begin) { return }
        if isMissing(begin) { return }
        let possible = tone...min(tone + 1, tones.count - 1)
        for next in possible where isBeginning(begin, next) { return }
        if begin > 0, !isInGap {
            for next in possible where isBeginning(begin, next, takesOver: true) { return }
        }
        unexplained.append(begin)
        phase = nil
        isInGap = false
    }

    /// The tone goes on in its phase, as it is or changed.
    private mutating func isGoingOn(_ begin: Int) -> Bool {
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
            // The mean of all that have told it so far.
            var error = fit.phase - phase
            error -= error.rounded()
            blocksInPhase += 1
            go(on: phase + error / Double(blocksInPhase), frequency)
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

    /// The sound falls away in a straight line, or is gone.
    private mutating func isMissing(_ begin: Int) -> Bool {
        if isInGap {
            guard samples[begin..<begin + Self.block].allSatisfy({ $0 == 0 }) else { return false }
            gaps[gaps.count - 1].missing += Self.block
            return true
        }
        let held = begin > 0 ? Double(samples[begin - 1]) : 0
        let falls = (0..<Self.block).allSatisfy { index in
            let wanted = held * Double(Self.block - 1 - index) / Double(Self.block)
            return abs(Double(samples[begin + index]) - wanted) <= 1e-6
        }
        guard falls, samples[begin + Self.block - 1] == 0 else { return false }
        gaps.append(Gap(begin: begin, missing: Self.block))
        isInGap = true
        phase = nil
        return true
    }

    /// A tone begins in any phase: fading in after a gap or as it takes over, full otherwise.
    private mutating func isBeginning(_ begin: Int, _ next: Int, takesOver: Bool = false) -> Bool {
        var sound = Array(samples[begin..<begin + Self.block])
        if takesOver {
            let held = samples[begin - 1]
            for index in 0..<Self.block { sound[index] -= held * Float(Self.block - 1 - index) / Float(Self.block) }
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
            // Sound that begins anew where nothing was missing is what a takeover must not be.
            guard takesOver || isInGap || phase == nil else { continue }
            if next != tone { changes.append((next, begin)) }
            tone = next
            if takesOver { takeovers.append(begin) }
            if isInGap { gaps[gaps.count - 1].end = begin + Self.block }
            isInGap = false
            blocksInPhase = 1
            go(on: fit.phase, frequency)
            return true
        }
        return false
    }

    private mutating func go(on phase: Double, _ frequency: Int) {
        let next = phase + Double(Self.block * frequency) / sampleRate
        self.phase = next - next.rounded()
    }

    /// How loud each frame of a block is in which one tone goes over into another.
    private func envelope(from: Int, to: Int) -> [Double] {
        let (old, new) = (Double(tones[from].amplitude), Double(tones[to].amplitude))
        return (0..<Self.block).map { index in
            old == new ? new : new - (new - old) * Double(Self.block - 1 - index) / Double(Self.block)
        }
    }
}
