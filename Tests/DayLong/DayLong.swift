import Foundation
import Synchronization
import TestSupport
import Tonewheel
import TonewheelDSP
import TonewheelRealtime

/// MUS-02: plays 24 hours through a whole engine, as fast as it goes, while its parameters change now and then; and checks that
/// not a frame, nothing of the phase, no memory, no descriptor and no thread has been gained or lost on the way.
@main
struct DayLong {
    static let sampleRate = 48_000
    static let periodFrames = 8192
    static let frameCount = 24 * 3600 * sampleRate  // 506,250 periods

    static func main() throws {
        let begin = ContinuousClock.now
        let score = Score(sampleRate: sampleRate)
        let sums = Mutex(Checks())
        var configuration = AudioEngine.Configuration()
        configuration.sampleRate = Double(sampleRate)
        configuration.channelCount = 1
        configuration.periodFrames = periodFrames
        configuration.frequency = Float(score.frequency)
        configuration.amplitude = score.amplitude
        let backend = FreewheelBackend(
            format: StreamFormat(
                sampleRate: configuration.sampleRate, channelCount: 1, periodFrames: periodFrames),
            periods: frameCount / periodFrames,
            turn: { frame, play in
                score.perform(upTo: frame, of: frameCount)
                let heard = play()
                // In each minute a period in which nothing changes is compared, and the last one of all.
                let second = Double(frame % (60 * sampleRate)) / Double(sampleRate)
                let isDue = (5..<5.17).contains(second) || frame + periodFrames == frameCount
                let isSame = !isDue || score.isPlayed(by: heard, from: frame)
                sums.withLock { $0.note(frame + heard.count, wasCompared: isDue, isSame: isSame) }
            })
        let engine = try AudioEngine(configuration) { _ in backend }
        score.play(engine)
        try engine.start()
        engine.waitUntilFinished()
        let status = engine.status
        let result = sums.withLock { $0 }
        try engine.stop()

        let seconds = Double((ContinuousClock.now - begin) / .milliseconds(1)) / 1000
        let drift = score.phaseError
        let driftInFrames = drift * Double(sampleRate) / Double(score.frequency)
        let growth = Double(result.after.memory - result.before.memory) / Double(result.before.memory)
        print(
            "MUS-02: 24 h in \(seconds) s: \(result.frame) frames, \(score.changes) changes, all \(result.compared) periods that"
                + " were compared are exact;")
        print(
            "MUS-02: the phase is off by \(drift) cycles, \(driftInFrames) frames; resident memory"
                + " \(result.before.memory) kB after a minute, \(result.after.memory) kB after the day")

        check(
            result.frame == frameCount && status.frame == Int64(frameCount), "\(status.frame) frames, not \(frameCount)"
        )
        check(result.isExact, "a sample is not what it must be")
        check(status.lateChanges == 0 && status.refusedChanges == 0, "a change came too late, or was refused")
        check(status.nonFiniteSamples == 0, "a sample is no number")
        // What the accumulator's increments, rounded to 2⁻⁵³ of their size, can sum up to in a day is 10⁻⁷ cycles at most.
        check(abs(drift) < 1e-7, "the phase has drifted by \(drift) cycles")
        check(growth < 0.01, "resident memory has grown from \(result.before.memory) kB to \(result.after.memory) kB")
        check(result.after.descriptors <= result.before.descriptors, "descriptors have come to stay")
        check(result.after.threads <= result.before.threads, "threads have come to stay")
    }

    /// What is found on the way.
    struct Checks {
        var frame = 0
        var compared = 0
        var isExact = true

        /// After the first minute, and after the last.
        var before = Footprint()
        var after = Footprint()

        mutating func note(_ frame: Int, wasCompared: Bool, isSame: Bool) {
            let minute = 60 * sampleRate
            if self.frame < minute, frame >= minute { before = Footprint() }
            if frame == frameCount { after = Footprint() }
            self.frame = frame
            if wasCompared { compared += 1 }
            isExact = isExact && isSame
        }
    }

    private static func check(_ isTrue: Bool, _ otherwise: String) {
        guard !isTrue else { return }
        print("Error: MUS-02: \(otherwise)")
        exit(1)
    }
}
