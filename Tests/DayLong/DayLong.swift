import Foundation
import Synchronization
import TestSupport
import Tonewheel
import TonewheelDSP
import TonewheelRealtime

/// MUS-02: plays 24 hours through a complete engine, as fast as possible, with occasional parameter changes, and checks
/// that frames and phase are exact and that memory, descriptors and threads do not grow.
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
            onPeriod: { frame, play in
                score.perform(upTo: frame, of: frameCount)
                let output = play()
                // One period per minute, in which nothing changes, is compared, and the last period.
                let second = Double(frame % (60 * sampleRate)) / Double(sampleRate)
                let isCompared = (5..<5.17).contains(second) || frame + periodFrames == frameCount
                let isExact = !isCompared || score.matches(output, from: frame)
                sums.withLock { $0.record(frame + output.count, isCompared: isCompared, isExact: isExact) }
            })
        let engine = try AudioEngine(configuration) { _ in backend }
        score.connect(to: engine)
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
            "MUS-02: 24 h in \(seconds) s: \(result.frame) frames, \(score.changes) changes, all \(result.compared)"
                + " compared periods are exact;")
        print(
            "MUS-02: the phase error is \(drift) cycles, \(driftInFrames) frames; resident memory is"
                + " \(result.before.memory) kB after one minute and \(result.after.memory) kB after 24 hours")

        check(
            result.frame == frameCount && status.frame == Int64(frameCount),
            "\(status.frame) frames were played, not \(frameCount)"
        )
        check(result.isExact, "a sample differs from the expected one")
        check(status.lateChanges == 0 && status.refusedChanges == 0, "a change was late or was refused")
        check(status.nonFiniteSamples == 0, "a sample is not finite")
        // The increments are rounded to 2⁻⁵³ of their size. The errors of a day sum up to at most 10⁻⁷ cycles.
        check(abs(drift) < 1e-7, "the phase has drifted by \(drift) cycles")
        check(growth < 0.01, "resident memory has grown from \(result.before.memory) kB to \(result.after.memory) kB")
        check(result.after.descriptors <= result.before.descriptors, "descriptors have leaked")
        check(result.after.threads <= result.before.threads, "threads have leaked")
    }

    /// The results of the checks during the run.
    struct Checks {
        var frame = 0
        var compared = 0
        var isExact = true

        /// The resources after the first minute and after the last.
        var before = Footprint()
        var after = Footprint()

        mutating func record(_ frame: Int, isCompared: Bool, isExact: Bool) {
            let minute = 60 * sampleRate
            if self.frame < minute, frame >= minute { before = Footprint() }
            if frame == frameCount { after = Footprint() }
            self.frame = frame
            if isCompared { compared += 1 }
            self.isExact = self.isExact && isExact
        }
    }

    private static func check(_ condition: Bool, _ message: String) {
        guard !condition else { return }
        print("Error: MUS-02: \(message)")
        exit(1)
    }
}
