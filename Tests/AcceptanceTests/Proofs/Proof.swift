import ProgramSupport
import Synchronization
import TestSupport
import Testing

/// One run of a proof.
struct Proof {
    /// The measured figure, as the table shows it.
    var figure = ""

    /// Measures the processor time that the host takes away while the proof runs.
    private let witness: StolenTimeMonitor

    /// The longest time in half a second for which the host may take a processor away.
    let tolerance: Duration

    /// Whether the host took a processor away for longer than `tolerance`.
    var isDisturbed: Bool { witness.longestStolenTime() > tolerance }

    /// Proves a claim, and appends a row to the table of `scripts/prove`.
    ///
    /// If an expectation fails while the host takes a processor away for longer than `tolerance` in half a second, the
    /// result is inconclusive, and the proof runs again, up to three times in all. After the third time the verdict is
    /// `prevented`. An expectation that fails on an undisturbed host is a failure.
    ///
    /// - Parameters:
    ///   - id: The id of the acceptance test, or a short name.
    ///   - claim: The claim that the expectations of `body` prove.
    ///   - tolerance: The time that the host may take away from each processor in any half second.
    static func run(
        _ id: String, _ claim: String, tolerating tolerance: Duration, body: (inout Proof) async throws -> Void
    ) async throws {
        for turn in 1...3 {
            let witness = try StolenTimeMonitor()
            defer { witness.end() }
            var proof = Proof(witness: witness, tolerance: tolerance)
            let issues = Mutex((all: 0, ofProgram: 0))
            let judge = proof
            var error: (any Error)?
            do {
                try await withKnownIssue("the host took the processors away", isIntermittent: true) {
                    try await body(&proof)
                } matching: { _ in
                    let isDisturbed = judge.isDisturbed
                    issues.withLock { $0 = ($0.all + 1, $0.ofProgram + (isDisturbed ? 0 : 1)) }
                    return isDisturbed
                }
            } catch let thrown {
                error = thrown
            }
            let (all, ofProgram) = issues.withLock { $0 }
            let verdict: ProofRow.Verdict = ofProgram > 0 || error != nil ? .failed : all > 0 ? .prevented : .met
            if verdict == .prevented, turn < 3 { continue }
            try ProofRow(
                id: id, claim: claim, figure: proof.figure, disturbance: witness.longestStolenTime(), verdict: verdict
            ).append()
            if let error { throw error }
            return
        }
    }

    /// Appends a row with a figure that has no target.
    static func report(_ id: String, _ claim: String, body: () async throws -> String) async throws {
        let witness = try StolenTimeMonitor()
        defer { witness.end() }
        let figure = try await body()
        try ProofRow(
            id: id, claim: claim, figure: figure, disturbance: witness.longestStolenTime(), verdict: .reported
        ).append()
    }

    private init(witness: StolenTimeMonitor, tolerance: Duration) {
        self.witness = witness
        self.tolerance = tolerance
    }
}
