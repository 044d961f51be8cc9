import Foundation
import Tonewheel

/// How the engine has played in periods of one length.
package struct PeriodTrial: Equatable, Sendable {
    /// Frames.
    package let period: Int

    /// How long it has played: as long as it was to, or until something was late.
    package let seconds: Double

    package let lateWakeUps: Int
    package let lateRenders: Int

    package init(period: Int, seconds: Double, lateWakeUps: Int, lateRenders: Int) {
        self.period = period
        self.seconds = seconds
        self.lateWakeUps = lateWakeUps
        self.lateRenders = lateRenders
    }

    /// Whether nothing was late.
    package var hasHeld: Bool { lateWakeUps + lateRenders == 0 }

    /// Frames a second in all trials.
    package static var sampleRate: Double { 48_000 }

    /// Plays to the null clock, rendered in its own thread, until something is late or the time is over. `[control]`, waits
    /// for that
    ///
    /// - Parameter progress: called about ten times a second with the time that it has played.
    static func play(
        period: Int, seconds: Double, progress: (Double) -> Void
    ) throws(EngineError) -> PeriodTrial {
        var configuration = AudioEngine.Configuration()
        configuration.output = .null
        configuration.sampleRate = sampleRate
        configuration.periodFrames = period
        let engine = try AudioEngine(configuration)
        try engine.start()
        let begin = ContinuousClock.now
        var played = 0.0
        while played < seconds {
            progress(played)
            Thread.sleep(forTimeInterval: min(0.1, seconds - played))
            played = (ContinuousClock.now - begin) / .seconds(1)
            if engine.status.lateWakeUps + engine.status.underruns > 0 { break }
        }
        try engine.stop()
        let status = engine.status
        return PeriodTrial(
            period: period, seconds: min(played, seconds), lateWakeUps: status.lateWakeUps,
            lateRenders: status.underruns)
    }
}
