import Foundation
import TestSupport

/// A synthetic recording with gaps and changes at known positions, to test the analysis.
struct SyntheticTake {
    var samples: [Float] = []
    var counted = TakeVerdict.Counted(frames: 0, periods: 0)
    let tones: [Tone]

    /// The first frame of each gap.
    private(set) var gaps: [Int] = []

    /// The first frame of each takeover.
    private(set) var takeovers: [Int] = []

    static let sampleRate = 48_000.0
    static let periodFrames = 256
    private static let block = TakeAnalysis.block

    init(seed: UInt64, blocks: Int) {
        var random = RepeatableRandom(seed: seed)
        let changes = (blocks - 1) / 400
        tones = Tone.score(count: changes + 1, seed: seed)
        var (tone, phase, gapBlocks, rises) = (0, 0.0, 0, false)
        var latestPeriod = -1
        for number in 0..<blocks {
            let begin = number * Self.block
            let next = min(number / 400, changes)
            if number > 8, gapBlocks == 0, !rises, Int.random(in: 0..<150, using: &random) == 0 {
                gapBlocks = .random(in: 1...20, using: &random)
                gaps.append(begin)
            }
            if gapBlocks > 0 {
                let lastSample = rises ? 0 : samples.last ?? 0
                let falls = gaps.last == begin
                for index in 0..<Self.block {
                    samples.append(falls ? lastSample * Float(Self.block - 1 - index) / Float(Self.block) : 0)
                }
                gapBlocks -= 1
                rises = true
                counted.frames += Self.block
                if latestPeriod != begin / Self.periodFrames { counted.periods += 1 }
                latestPeriod = begin / Self.periodFrames
                // A change in a gap takes effect after it, without a glide.
                tone = next
                phase = .random(in: 0..<1, using: &random)
                continue
            }
            let (old, new) = (tones[tone], tones[next])
            // Occasionally a worker takes over in time.
            let takesOver = number > 8 && !rises && Int.random(in: 0..<300, using: &random) == 0
            let lastSample = takesOver ? samples.last ?? 0 : 0
            if takesOver {
                takeovers.append(begin)
                phase = .random(in: 0..<1, using: &random)
                rises = true
            }
            for index in 0..<Self.block {
                let glide = Float(Self.block - 1 - index) / Float(Self.block)
                let gain = new.amplitude - (new.amplitude - old.amplitude) * glide
                let rise = rises ? Float(index + 1) / Float(Self.block) : 1
                let fall = lastSample * Float(Self.block - 1 - index) / Float(Self.block)
                samples.append(Float(sin(2 * .pi * phase)) * gain * rise + fall)
                phase += Double(new.frequency) / Self.sampleRate
            }
            phase -= phase.rounded()
            tone = next
            rises = false
        }
    }

    var verdict: TakeVerdict {
        TakeVerdict(samples, tones, counted, sampleRate: Self.sampleRate, periodFrames: Self.periodFrames)
    }
}
