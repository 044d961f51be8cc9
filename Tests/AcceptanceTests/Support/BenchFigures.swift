import Foundation
import ProgramSupport
import Testing

/// What `tonewheel bench workers --json` has found: facts, which are tested, and times in microseconds, which are printed.
struct BenchFigures: Decodable {
    let rows: [Row]

    struct Row: Decodable {
        let id: String
        let what: String
        let ours: Times?
        let floor: Times?
        let ratio: Ratio?

        /// Of how many things how many were not as they should be.
        let lost: Int?
        let sent: Int?
        let grownKilobytes: Int?
        let memory: [Memory]?
    }

    struct Times: Decodable {
        let p50: Double
        let p99: Double
        let max: Double
        let samples: Int
    }

    struct Ratio: Decodable {
        let median: Double
        let best: Double
    }

    struct Memory: Decodable {
        let process: String
        let resident: Int
        let proportional: Int
        let locked: Int
    }

    /// Measures the figures of one test, and prints its times.
    init(of id: String, _ program: Program) async throws {
        let run = try program.launch(["bench", "workers", "--only", id, "--json"])
        let result = try await run.result(patience: .seconds(300))
        try #require(result.status == 0, "\(result.errors)")
        self = try JSONDecoder().decode(BenchFigures.self, from: Data(result.output.utf8))
        for row in rows {
            #expect(row.id == id)
            if let ours = row.ours {
                let floor = row.floor.map { "; floor \(Self.text($0))" } ?? ""
                let ratio = row.ratio.map { "; \(Self.text($0.median)) times, at best \(Self.text($0.best))" } ?? ""
                print("\(id): \(row.what): \(Self.text(ours)), longest \(Self.text(ours.max)) µs\(floor)\(ratio)")
            }
            for memory in row.memory ?? [] {
                print(
                    "\(id): \(row.what), \(memory.process): \(memory.resident) kB resident, of which"
                        + " \(memory.proportional) kB without what it shares")
            }
        }
    }

    /// The figure of a name.
    subscript(what: String) -> Row {
        get throws { try #require(rows.first { $0.what == what }, "\(what): \(rows.map(\.what))") }
    }

    private static func text(_ number: Double) -> String { "\((number * 100).rounded() / 100)" }

    private static func text(_ times: Times) -> String { "\(text(times.p50)) µs (99 %: \(text(times.p99)))" }
}
