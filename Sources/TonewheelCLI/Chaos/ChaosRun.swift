import Foundation
import TonewheelServer
import TonewheelTerminal

/// A series of faults that are injected into the active worker of an engine. If the engine is redundant, they are
/// injected into the primary or the standby, at random.
struct ChaosRun {
    /// Injects a fault into a worker. Returns its description, or nil if the worker had already ended.
    typealias Injection = (WorkerTarget, inout SeededRandom) async throws -> String?

    private let engine: RunningEngine
    private let options: ChaosOptions
    private let intervals: ClosedRange<Int>
    private let begin = ContinuousClock.now

    /// The longest time without sound before the run fails.
    private static let recoveryTimeout = Duration.seconds(5)

    /// The number of periods in a row without a gap after which the sound counts as recovered.
    private static let intactPeriods = 4

    init(_ options: ChaosOptions, _ intervals: ChaosIntervals) {
        engine = options.client.engine
        self.options = options
        self.intervals = intervals.range
    }

    /// Injects faults until the time is up, and prints their effects.
    ///
    /// - Parameters:
    ///   - name: The name of the fault.
    ///   - replaces: Whether each fault must lead to the replacement of the worker.
    /// - Returns: Whether the engine recovered from each fault.
    func run(_ name: String, replaces: Bool, _ inject: Injection) async throws -> Bool {
        var random = SeededRandom(seed: options.seed)
        var faults: [ChaosFault] = []
        var failure: String?
        var next = 0.0
        while true {
            // Two numbers for each fault, so that its own use of random numbers does not affect the following ones.
            next += Double(Int.random(in: intervals, using: &random)) / 1000
            var details = SeededRandom(seed: random.next())
            guard next < options.seconds else { break }
            try await Task.sleep(until: begin + .seconds(next))
            do {
                let fault = try await injectFault(&details, replaces: replaces, inject)
                faults.append(fault)
                if !options.json { Terminal.print(fault.line) }
            } catch let error as ChaosError where !faults.isEmpty {
                failure = error.reason
                break
            }
        }
        let summary = ChaosSummary(name, seed: options.seed, seconds: seconds, faults: faults, failure: failure)
        Terminal.print(options.json ? summary.jsonText : summary.line)
        return failure == nil
    }

    private var seconds: Double { (ContinuousClock.now - begin) / .seconds(1) }

    private func injectFault(
        _ random: inout SeededRandom, replaces: Bool, _ inject: Injection
    ) async throws -> ChaosFault {
        let before = try await activeWorker()
        let hitsStandby = before.isRedundant && Bool.random(using: &random)
        let target = hitsStandby ? before.standby ?? before.target : before.target
        let at = seconds
        let action = try await inject(target, &random)
        let after = try await recovery(from: before, replaces: replaces && action != nil)
        // The worker that is active now must execute commands too.
        guard try await engine.sync() else {
            throw ChaosError("The sound returned, but a /sync was not answered within 5 s.")
        }
        return ChaosFault(
            at: at, action: action ?? "already ended", worker: target.id,
            replacement: hitsStandby ? after.standby?.id ?? 0 : after.target.id,
            restarts: after.restarts - before.restarts,
            gap: Double(after.missedFrames - before.missedFrames) / after.sampleRate)
    }

    /// Waits for an active worker, and for its standby.
    private func activeWorker() async throws -> WorkerHealthReport {
        let deadline = ContinuousClock.now + Self.recoveryTimeout
        while true {
            let health = try await health()
            // The reported worker may have just ended.
            let target = health.target
            if isComplete(health), target.isWorker { return health }
            guard ContinuousClock.now < deadline else {
                if health.workers < 1 { throw ChaosError("No worker was active for 5 s.") }
                throw ChaosError(
                    "Process \(target.id) is not a visible child of the engine's process \(target.parent)."
                        + " Run this command in the engine's container.")
            }
            try await Task.sleep(for: .milliseconds(4))
        }
    }

    /// Waits until the sound has recovered.
    private func recovery(
        from before: WorkerHealthReport, replaces: Bool
    ) async throws -> WorkerHealthReport {
        let deadline = ContinuousClock.now + Self.recoveryTimeout
        var intactSince: WorkerHealthReport?  // the first report after the last gap
        while true {
            let now = try await health()
            let isActive = isComplete(now) && (!replaces || now.restarts > before.restarts)
            if isActive, let since = intactSince, since.missedPeriods == now.missedPeriods {
                if now.frame - since.frame >= Self.intactPeriods * now.periodFrames { return now }
            } else {
                intactSince = isActive ? now : nil
            }
            guard ContinuousClock.now < deadline else {
                throw ChaosError("The sound did not return within 5 s.")
            }
            try await Task.sleep(for: .milliseconds(4))
        }
    }

    private func isComplete(_ health: WorkerHealthReport) -> Bool {
        health.workers == (health.isRedundant ? 2 : 1)
    }

    private func health() async throws -> WorkerHealthReport {
        // A packet may be lost during a flood.
        for _ in 0..<3 {
            if let report = try await engine.status() { return try WorkerHealthReport(report, engine) }
        }
        throw ChaosError(engine.noReplyMessage, .noEngine)
    }
}
