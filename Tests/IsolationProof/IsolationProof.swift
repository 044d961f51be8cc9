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
            let witness = try HostWitness()
            let (problems, figure) = try await prove(options)
            witness.end()
            let disturbance = witness.longestAbsence()
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

    /// The time that a host may take away in half a second: more makes a worker that hangs out of one that is late.
    private static let tolerance = Duration.milliseconds(20)

    private static func prove(_ options: ProofOptions) async throws -> (problems: [String], figure: String) {
        let program = try Program()
        // Two changes for each blow are more than there are.
        let score = Tone.score(count: Int(options.seconds * 12) + 8, seed: options.seed)
        let run = try program.launch([
            "run", "--port", "0", "--backend", "null", "--no-limiter", "--isolation", "worker",
            "--lead-periods", "\(options.leadPeriods)", "--period", "\(Assault.periodFrames)", "--record", "take.wav",
            "--channels", "\(Mixture.output + 1)",
            "--freq", "\(score[0].frequency)", "--amp", "\(score[0].amplitude)",
        ])
        guard let port = try await run.port() else { return (["the engine has not started"], "") }
        var assault = try await Assault(run, port: port, score)
        try await assault.run(seconds: options.seconds, seed: options.seed)
        let wasRunning = run.isRunning
        run.signal(SIGTERM)
        let result = try await run.result()
        var problems = assault.problems
        if !wasRunning { problems.append("the front has ended") }
        if result.status != 0 { problems.append("the engine ended with \(result.status): \(result.errors)") }

        let status = assault.status
        let frames = Int(status["frame"])
        let take = try SoundFile(reading: program.folder.path("take.wav"))
        if take.frameCount < frames || status["framesNotRecorded"] != 0 {
            problems.append("of \(frames) frames \(take.frameCount) were recorded")
        }
        var samples = Array(take.channel(0).prefix(frames))
        if samples != Array(take.channel(1).prefix(frames)) { problems.append("the channels differ") }
        let (tone, mixed) = (samples, Array(take.channel(Mixture.output).prefix(frames)))
        var tones = Array(score.prefix(assault.changes + 1))
        if let damage = options.damage {
            let analysis = TakeAnalysis(
                samples, tones, sampleRate: Assault.sampleRate, periodFrames: Assault.periodFrames)
            damage.apply(to: &samples, &tones, analysis)
        }
        let counted = TakeVerdict.Counted(
            frames: Int(status["framesPadded"]),
            periods: ["xrunsByLateWorker", "xrunsByCorruptSlot", "xrunsByAbsentWorker"]
                .reduce(0) { $0 + Int(status[$1]) })
        let verdict = TakeVerdict(
            samples, tones, counted, sampleRate: Assault.sampleRate, periodFrames: Assault.periodFrames)
        problems += verdict.problems
        if options.damage == nil { problems += MixtureVerdict(tone: tone, mixed: mixed, verdict.analysis).problems }
        let recoveries = Recoveries(
            assault.blows, verdict.analysis, origin: assault.origin, sampleRate: Assault.sampleRate)
        let restarts = Int(status["workerRestarts"])
        if restarts < assault.blows.count {
            problems.append("of \(assault.blows.count) workers that were struck \(restarts) were replaced")
        }
        if verdict.analysis.takeovers.count > restarts {
            problems.append("\(verdict.analysis.takeovers.count) takeovers were heard, of \(restarts) workers")
        }
        if recoveries.open > 0 { problems.append("the sound did not come back") }
        let p99 = Recoveries.percentile(0.99, of: recoveries.times)
        if p99 > options.limit {
            problems.append("the sound was back after \(p99) ms at the 99th percentile, not \(options.limit) ms")
        }

        let kills = assault.blows.count { $0.signal == SIGKILL }
        let lead = Double(options.leadPeriods * Assault.periodFrames) / Assault.sampleRate * 1000
        print(
            "isolation: seed \(options.seed): period \(Assault.periodFrames),"
                + " lead \(options.leadPeriods) (\(String(format: "%.1f", lead)) ms);"
                + " \(frames) frames, \(kills) SIGKILL, \(assault.blows.count - kills) SIGSTOP, \(assault.changes) changes,"
                + " of which \(verdict.analysis.changes.count) were heard")
        print(
            "isolation: from the blow to full sound \(Recoveries.line(recoveries.times)) (median / 99 % / longest);"
                + " gaps in the recording \(Recoveries.line(recoveries.gaps))")
        print(
            "isolation: \(verdict.analysis.gaps.count) gaps of \(verdict.analysis.missingFrames) frames in"
                + " \(verdict.analysis.missedPeriods) periods, \(counted.frames) and \(counted.periods) counted;"
                + " \(verdict.analysis.takeovers.count) takeovers with nothing missing; \(recoveries.blowsUnheard) blows not heard,"
                + " \(recoveries.gapsWithoutBlow) gaps without a blow"
        )
        print(
            "isolation: \(verdict.comparedFrames) frames fitted: the rest is at"
                + " \(String(format: "%.1f", verdict.worstDistortion)) dB, the amplitude off by"
                + " \(String(format: "%.1g", verdict.worstAmplitude)) of itself at most")
        let figure =
            "\(assault.blows.count) kills, \(min(restarts, assault.blows.count)) recoveries, p99"
            + " \(String(format: "%.1f", p99)) ms, \(verdict.unexplainedFrames) unexplained frames"
        print("isolation: \(figure)")
        return (problems, figure)
    }
}
