import ProgramSupport
import Synchronization
import TestSupport
import Testing

/// One run of a proof.
struct Proof {
    /// The measured figure, as the table shows it.
    var figure = ""

    /// Processor time that the host took away while the proof ran.
    private let witness: HostWitness

    /// How much of that in half a second the claim bears.
    let tolerance: Duration

    /// Whether the host took more than the claim bears.
    var isDisturbed: Bool { witness.longestAbsence() > tolerance }

    /// Proves a claim, and appends a row to the table of `scripts/prove`.
    ///
    /// An expectation that fails while the host takes the processors away for longer than `tolerance` of half a second says
    /// nothing about the program. The proof then runs again, three times in all; after the third the row says that the host
    /// prevented it. An expectation that fails on a host that let the program run is a failure.
    ///
    /// - Parameters:
    ///   - id: of the acceptance test, or a short name.
    ///   - claim: what holds if all expectations of `body` do.
    ///   - tolerance: the time that a host may take away from each processor in any half second.
    static func run(
        _ id: String, _ claim: String, tolerating tolerance: Duration, body: (inout Proof) async throws -> Void
    ) async throws {
        for turn in 1...3 {
            let witness = try HostWitness()
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
                id: id, claim: claim, figure: proof.figure, disturbance: witness.longestAbsence(), verdict: verdict
            ).append()
            if let error { throw error }
            return
        }
    }

    /// Appends a row with a figure that nothing is promised about.
    static func report(_ id: String, _ what: String, body: () async throws -> String) async throws {
        let witness = try HostWitness()
        defer { witness.end() }
        let figure = try await body()
        try ProofRow(
            id: id, claim: what, figure: figure, disturbance: witness.longestAbsence(), verdict: .reported
        ).append()
    }

    private init(witness: HostWitness, tolerance: Duration) {
        self.witness = witness
        self.tolerance = tolerance
    }
}
