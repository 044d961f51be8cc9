import Foundation
import ProgramSupport
import TestSupport
import TonewheelSoundFiles

/// Proves that the loss of a worker costs a moment of sound, faded and counted, and nothing else.
@main
struct IsolationProof {
    static func main() async throws {
        guard let options = ProofOptions(Array(CommandLine.arguments.dropFirst())) else {
            print(ProofOptions.usage)
            exit(64)
        }
        if options.isSelfTest { exit(SelfTest.run() ? 0 : 1) }
        for turn in 1...3 {
            let witness = try StolenTimeMonitor()
            let (problems, figure) = try await prove(options)
            witness.end()
            let disturbance = witness.longestStolenTime()
            let verdict: ProofRow.Verdict = problems.isEmpty ? .met : disturbance > tolerance ? .prevented : .failed
            let severity = verdict == .failed ? "Error" : "Not judged"
            for problem in problems { print("\(severity): isolation: \(problem)") }
            if verdict == .prevented, turn < 3 { continue }
            try ProofRow(
                id: "PROC-03",
                claim: "workers killed and stopped at random for \(Int(options.seconds)) s: sound back within"
                    + " \(Int(options.limit)) ms (p99), every frame explained; \(Mixture.count) synths, and"
                    + " \(Mixture.bufferBytes >> 20) MiB of buffers, as before",
                figure: figure, disturbance: disturbance, verdict: verdict
            ).append()
            exit(verdict == .failed ? 1 : 0)
        }
    }

    /// The stolen time within half a second beyond which a late worker looks hung.
    private static let tolerance = Duration.milliseconds(20)

    private static func prove(_ options: ProofOptions) async throws -> (problems: [String], figure: String) {
        let program = try Program()
        // Two changes per fault are more than the run sends.
        let score = Tone.score(count: Int(options.seconds * 12) + 8, seed: options.seed)
        let run = try program.launch([
            "run", "--port", "0", "--backend", "null", "--no-limiter", "--isolation", "worker",
            "--lead-periods", "\(options.leadPeriods)", "--period", "\(FaultInjection.periodFrames)", "--record",
            "take.wav", "--load-limit", "0",
            "--channels", "\(Mixture.output + 1)",
            "--freq", "\(score[0].frequency)", "--amp", "\(score[0].amplitude)",
        ])
        guard let port = try await run.port() else { return (["the engine did not start"], "") }
        var injection = try await FaultInjection(run, port: port, score)
        try await injection.run(seconds: options.seconds, seed: options.seed)
        let wasRunning = run.isRunning
        run.signal(SIGTERM)
        let result = try await run.result()
        var problems = injection.problems
        if !wasRunning { problems.append("the front ended") }
        if result.status != 0 { problems.append("the engine ended with \(result.status): \(result.errors)") }

        let status = injection.status
        let frames = Int(status["frame"])
        let take = try SoundFile(reading: program.folder.path("take.wav"))
        if take.frameCount < frames || status["framesNotRecorded"] != 0 {
            problems.append("\(take.frameCount) of \(frames) frames were recorded")
        }
        var samples = Array(take.channel(0).prefix(frames))
        if samples != Array(take.channel(1).prefix(frames)) { problems.append("the channels differ") }
        let (tone, mixed) = (samples, Array(take.channel(Mixture.output).prefix(frames)))
        var tones = Array(score.prefix(injection.changes + 1))
        if let damage = options.damage {
            let analysis = TakeAnalysis(
                samples, tones, sampleRate: FaultInjection.sampleRate, periodFrames: FaultInjection.periodFrames)
            damage.apply(to: &samples, &tones, analysis)
        }
        let counted = TakeVerdict.Counted(
            frames: Int(status["framesPadded"]),
            periods: ["xrunsByLateWorker", "xrunsByCorruptSlot", "xrunsByAbsentWorker"]
                .reduce(0) { $0 + Int(status[$1]) })
        let verdict = TakeVerdict(
            samples, tones, counted, sampleRate: FaultInjection.sampleRate, periodFrames: FaultInjection.periodFrames)
        problems += verdict.problems
        if options.damage == nil { problems += MixtureVerdict(tone: tone, mixed: mixed, verdict.analysis).problems }
        let recoveries = Recoveries(
            injection.faults, verdict.analysis, origin: injection.origin, sampleRate: FaultInjection.sampleRate)
        let restarts = Int(status["workerRestarts"])
        if restarts < injection.faults.count {
            problems.append("\(restarts) workers were replaced after \(injection.faults.count) faults")
        }
        if verdict.analysis.takeovers.count > restarts {
            problems.append(
                "\(verdict.analysis.takeovers.count) takeovers are in the recording, of \(restarts) workers")
        }
        if recoveries.open > 0 { problems.append("the sound did not recover") }
        let p99 = Recoveries.percentile(0.99, of: recoveries.times)
        if p99 > options.limit {
            problems.append("the recovery took \(p99) ms at the 99th percentile, more than \(options.limit) ms")
        }

        let kills = injection.faults.count { $0.signal == SIGKILL }
        let lead = Double(options.leadPeriods * FaultInjection.periodFrames) / FaultInjection.sampleRate * 1000
        print(
            "isolation: seed \(options.seed): period \(FaultInjection.periodFrames),"
                + " lead \(options.leadPeriods) (\(String(format: "%.1f", lead)) ms);"
                + " \(frames) frames, \(kills) SIGKILL, \(injection.faults.count - kills) SIGSTOP;"
                + " \(verdict.analysis.changes.count) of \(injection.changes) changes in the recording")
        print(
            "isolation: from the fault to full sound \(Recoveries.line(recoveries.times)) (median / 99 % / longest);"
                + " gaps in the recording \(Recoveries.line(recoveries.gaps))")
        print(
            "isolation: \(verdict.analysis.gaps.count) gaps of \(verdict.analysis.missingFrames) frames in"
                + " \(verdict.analysis.missedPeriods) periods, \(counted.frames) and \(counted.periods) counted;"
                + " \(verdict.analysis.takeovers.count) takeovers without a gap;"
                + " \(recoveries.inaudibleFaults) faults without a gap,"
                + " \(recoveries.unattributedGaps) gaps without a fault"
        )
        print(
            "isolation: \(verdict.comparedFrames) frames fitted: residual at most"
                + " \(String(format: "%.1f", verdict.worstDistortion)) dB, relative error of the amplitude at most"
                + " \(String(format: "%.1g", verdict.worstAmplitude))")
        let figure =
            "\(injection.faults.count) kills, \(min(restarts, injection.faults.count)) recoveries, p99"
            + " \(String(format: "%.1f", p99)) ms, \(verdict.unexplainedFrames) unexplained frames"
        print("isolation: \(figure)")
        return (problems, figure)
    }
}
