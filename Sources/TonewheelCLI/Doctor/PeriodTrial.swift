import Foundation
import Tonewheel

/// The result of playing with periods of one length.
package struct PeriodTrial: Equatable, Sendable {
    /// The period, in frames.
    package let period: Int

    /// The time played, in seconds. It is shorter than requested if a period was late.
    package let seconds: Double

    package let lateWakeUps: Int
    package let lateRenders: Int

    package init(period: Int, seconds: Double, lateWakeUps: Int, lateRenders: Int) {
        self.period = period
        self.seconds = seconds
        self.lateWakeUps = lateWakeUps
        self.lateRenders = lateRenders
    }

    /// Whether no period was late.
    package var hasPassed: Bool { lateWakeUps + lateRenders == 0 }

    /// The sample rate of all trials, in hertz.
    package static var sampleRate: Double { 48_000 }

    /// Plays to the null clock, rendered in its thread, until a period is late or the time is over. `[control]`, blocks
    ///
    /// - Parameter progress: Called about ten times a second with the time played, in seconds.
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
