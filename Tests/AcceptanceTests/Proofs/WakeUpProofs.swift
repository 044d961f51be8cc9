import Foundation
import ProgramSupport
import TestSupport
import Testing

extension Proofs {
    /// Wake-up times between threads and processes, and the latency from a message to the sound.
    @Suite struct WakeUpProofs {
        @Test(arguments: ["IPC-01", "IPC-04"]) func wakeUps(id: String) async throws {
            let witness = try StolenTimeMonitor()
            let figures = try await BenchFigures(of: id, bench: "core")
            witness.end()
            for row in figures.rows {
                guard let ours = row.ours else { continue }
                let target = row.target.map { "; target \(Self.text($0.p50)) (\(Self.text($0.p99)))" } ?? ""
                let floor = row.floor.map { "; floor \(Self.text($0.p50)) (\(Self.text($0.p99)))" } ?? ""
                try ProofRow(
                    id: id, claim: row.what,
                    figure: "\(Self.text(ours.p50)) µs (p99 \(Self.text(ours.p99)))\(target)\(floor)",
                    disturbance: witness.longestStolenTime(), verdict: .reported
                ).append()
            }
        }

        private static func text(_ microseconds: Double?) -> String {
            microseconds.map { String(format: "%.1f", $0) } ?? "–"
        }
    }
}
