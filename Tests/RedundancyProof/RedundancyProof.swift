import Foundation
import ProgramSupport
import Synchronization
import TestSupport
import Tonewheel
import TonewheelSoundFiles

/// Proves that the loss of either of two workers changes no sample: a score is played in real time while workers are
/// killed and stopped at random, and the recording is compared with the same score rendered offline.
@main
struct RedundancyProof {
    static func main() async throws {
        guard let options = ProofOptions(Array(CommandLine.arguments.dropFirst())) else {
            print(ProofOptions.usage)
            exit(64)
        }
        for turn in 1...3 {
            let witness = try StolenTimeMonitor()
            let outcome = try prove(options)
            witness.end()
            let disturbance = witness.longestStolenTime()
            // Two thirds of the lead are left for the workers.
            let lead = options.isolation.leadPeriods(periodFrames: options.period, sampleRate: 48_000)
            let tolerance = Duration.seconds(Double(lead * options.period) / 48_000 / 3)
            let verdict: ProofRow.Verdict =
                outcome.problems.isEmpty ? .met : disturbance > tolerance ? .prevented : .failed
            for problem in outcome.problems { print("\(verdict == .failed ? "Error" : "Not judged"): \(problem)") }
            if verdict == .prevented, turn < 3 { continue }
            try ProofRow(
                id: "PROC-03",
                claim: options.hasFaults
                    ? "synths crash or hang every 4 s: no sample of the others differs from the score rendered offline"
                    : "a primary and a standby killed and stopped at random for \(Int(options.seconds)) s: no sample"
                        + " differs from the score rendered offline",
                figure: outcome.figure, disturbance: disturbance, verdict: verdict
            ).append()
            exit(verdict == .failed ? 1 : 0)
        }
    }

    private static func prove(_ options: ProofOptions) throws -> (problems: [String], figure: String) {
        let folder = try TemporaryFolder()
        let score = Score(
            seed: options.seed, seconds: options.seconds, folder: folder.url.path, options.hasFaults ? .real : .none)
        try score.writeFiles()
        var configuration = AudioEngine.Configuration()
        configuration.output = .null
        configuration.periodFrames = options.period
        configuration.limitsOutput = false
        configuration.gate = false
        configuration.loadLimit = nil
        configuration.allowsFaults = options.hasFaults
        configuration.recordingPath = folder.path("take.wav")
        var workers = AudioEngine.Workers()
        workers.program = try Program.builtExecutable("tonewheel").path
        workers.spares = options.spares
        configuration.isolation = .redundant(workers)
        let engine = try AudioEngine(configuration)
        try engine.start()
        let killer = Killer(engine, options)
        if !options.hasFaults { Thread { killer.run() }.start() }
        let tapes = try score.play(engine.synths, recording: "live") { frame in
            while engine.synths.frame + Int64(options.ahead * 48_000) < frame { usleep(2_000) }
        }
        while engine.status.frame < score.frameCount { usleep(10_000) }
        if !options.hasFaults { killer.end() }
        for tape in tapes { try tape.free() }
        let status = engine.status
        try engine.stop()
        let take = try SoundFile(reading: folder.path("take.wav"))

        var offline = AudioEngine.Configuration()
        offline.blockFrames = configuration.blockFrames
        let expected = try AudioEngine.render(seconds: Double(score.frameCount) / 48_000, offline) {
            let silenced = Score(
                seed: options.seed, seconds: options.seconds, folder: folder.url.path,
                options.hasFaults ? .paused : .none)
            try silenced.play($0, recording: "offline") { _ in }
        }
        var comparison = Comparison(take, expected.channels, score, killer.hits)
        try comparison.compareRecordings(score)
        return report(comparison, status, killer, options)
    }

    private static func report(
        _ comparison: Comparison, _ status: EngineStatus, _ killer: Killer, _ options: ProofOptions
    ) -> (problems: [String], figure: String) {
        var problems: [String] = []
        guard let workers = status.workers else { return (["there were no workers"], "") }
        if let first = comparison.firstDifference {
            problems.append(
                "\(comparison.differentFrames) frames differ, the first one is \(first) (\(status.framesPadded) were"
                    + " missing)")
        }
        for section in comparison.differentRecordings {
            problems.append("the file that was recorded in section \(section) differs")
        }
        if comparison.peak < 0.05 { problems.append("the score is silent") }
        if workers.divergences > 0 { problems.append("\(workers.divergences) standbys diverged") }
        if workers.redundancy != .full { problems.append("redundancy was not back at the end") }
        for span in comparison.spans {
            print("redundancy: both workers were hit: frames \(span.lowerBound) to \(span.upperBound) are not compared")
        }
        let kills = killer.hits.count
        if kills == 0, !options.hasFaults { problems.append("no worker was hit") }
        if options.hasFaults {
            let count = Int((options.seconds * 48_000 / Double(Score.sectionFrames)).rounded(.up))
            print("redundancy: \(workers.crashed) crashes and \(workers.hung) hangs; \(status.latestMute)")
            if workers.crashed + workers.hung != count || status.mutedNodes != count {
                problems.append(
                    "\(count) synths crashed or hung, \(workers.crashed) crashes and \(workers.hung) hangs were"
                        + " recorded, and \(status.mutedNodes) nodes muted")
            }
        }
        let (p50, p99) = (workers.restoreTimes.p50 * 1000, workers.restoreTimes.p99 * 1000)
        let figure =
            "\(comparison.comparedFrames) frames and \(comparison.comparedRecordings) recorded files compared,"
            + " \(comparison.differentFrames) frames and \(comparison.differentRecordings.count) files differ;"
            + " \(kills) kills,"
            + " \(workers.failovers) failovers, \(comparison.spans.count) spans without redundancy; restored after"
            + " \(String(format: "%.0f", p50)) ms (p99 \(String(format: "%.0f", p99)) ms)"
        let lead = Double(workers.leadPeriods * options.period) / 48
        print(
            "redundancy: seed \(options.seed): period \(options.period), lead \(workers.leadPeriods) periods"
                + " (\(String(format: "%.1f", lead)) ms); \(killer.description); \(workers.standbyBlocks) blocks played"
                + " from the standby, \(workers.failedRestores) restores failed")
        print("redundancy: \(figure)")
        return (problems, figure)
    }
}
