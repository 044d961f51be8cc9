import Foundation
import TonewheelServer
import TonewheelTerminal

/// A series of blows at the worker of an engine that is heard, and what has become of each.
struct ChaosRun {
    /// What is done to a worker; its return says it in words, or is nil if the worker had ended already.
    typealias Strike = (WorkerTarget, inout SeededRandom) async throws -> String?

    private let engine: RunningEngine
    private let options: ChaosOptions
    private let pauses: ClosedRange<Int>
    private let begin = ContinuousClock.now

    /// How long the sound may be gone until it counts as gone for good.
    private static let patience = Duration.seconds(5)

    /// So many periods in a row without a gap, and the sound is back.
    private static let soundPeriods = 4

    init(_ options: ChaosOptions, _ pauses: ChaosPauses) {
        engine = options.client.engine
        self.options = options
        self.pauses = pauses.range
    }

    /// Strikes until the time is up, and says what came of it.
    ///
    /// - Parameters:
    ///   - name: of what is done.
    ///   - replaces: whether each blow must cost the worker its place.
    /// - Returns: whether all went well.
    func run(_ name: String, replaces: Bool, _ strike: Strike) async throws -> Bool {
        var random = SeededRandom(seed: options.seed)
        var blows: [ChaosBlow] = []
        var failure: String?
        var next = 0.0
        while true {
            // Two numbers for each blow, whatever it does with its own.
            next += Double(Int.random(in: pauses, using: &random)) / 1000
            var details = SeededRandom(seed: random.next())
            guard next < options.seconds else { break }
            try await Task.sleep(until: begin + .seconds(next))
            do {
                let blow = try await self.blow(replaces: replaces) { target in try await strike(target, &details) }
                blows.append(blow)
                if !options.json { Terminal.print(blow.line) }
            } catch let error as ChaosError where !blows.isEmpty {
                failure = error.reason
                break
            }
        }
        let summary = ChaosSummary(name, seed: options.seed, seconds: seconds, blows: blows, failure: failure)
        Terminal.print(options.json ? summary.jsonText : summary.line)
        return failure == nil
    }

    private var seconds: Double { (ContinuousClock.now - begin) / .seconds(1) }

    private func blow(replaces: Bool, _ strike: (WorkerTarget) async throws -> String?) async throws -> ChaosBlow {
        let before = try await worker()
        let target = before.target
        let at = seconds
        let what = try await strike(target)
        let after = try await recovery(from: before, replaces: replaces && what != nil)
        // Whoever is heard now obeys as well.
        guard try await engine.sync() else {
            throw ChaosError("the sound has come back, but a /sync was not answered within 5 s")
        }
        return ChaosBlow(
            at: at, what: what ?? "it had ended already", worker: target.id, successor: after.target.id,
            restarts: after.restarts - before.restarts,
            gap: Double(after.missedFrames - before.missedFrames) / after.sampleRate)
    }

    /// Waits until there is a worker that can be struck.
    private func worker() async throws -> WorkerHealthReport {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let health = try await health()
            // One that has just been given up is not there any more.
            let target = health.target
            if health.workers == 1, target.isWorker { return health }
            guard ContinuousClock.now < deadline else {
                if health.workers < 1 { throw ChaosError("no worker has been heard for 5 s") }
                throw ChaosError(
                    "process \(target.id) is no child of the engine's process \(target.parent): it is not seen from here"
                )
            }
            try await Task.sleep(for: .milliseconds(4))
        }
    }

    /// Waits until the sound is whole again.
    private func recovery(
        from before: WorkerHealthReport, replaces: Bool
    ) async throws -> WorkerHealthReport {
        let deadline = ContinuousClock.now + Self.patience
        var whole: WorkerHealthReport?  // since when nothing is missing
        while true {
            let now = try await health()
            let isBack = now.workers == 1 && (!replaces || now.restarts > before.restarts)
            if isBack, let since = whole, since.missedPeriods == now.missedPeriods {
                if now.frame - since.frame >= Self.soundPeriods * now.periodFrames { return now }
            } else {
                whole = isBack ? now : nil
            }
            guard ContinuousClock.now < deadline else {
                throw ChaosError("the sound has not come back within 5 s")
            }
            try await Task.sleep(for: .milliseconds(4))
        }
    }

    private func health() async throws -> WorkerHealthReport {
        // A packet may get lost in a flood.
        for _ in 0..<3 {
            if let report = try await engine.status() { return try WorkerHealthReport(report, engine) }
        }
        throw ChaosError(engine.absence, .noEngine)
    }
}
