import Foundation
import ProgramSupport
import Testing

/// The output of `tonewheel-bench workers --json` or `tonewheel-bench core --json`; times are in microseconds.
struct BenchFigures: Decodable {
    let rows: [Row]

    struct Row: Decodable {
        let id: String
        let what: String
        let ours: Times?
        let target: Target?
        let floor: Times?
        let ratio: Ratio?

        /// The number of faulty items, and the number of all items.
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

    struct Target: Decodable {
        let p50: Double?
        let p99: Double?
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

    /// Runs the benchmarks of one acceptance test.
    init(of id: String, bench: String = "workers") async throws {
        let run = try Program("tonewheel-bench").launch([bench, "--only", id, "--json"])
        let result = try await run.result(patience: .seconds(300))
        try #require(result.status == 0, "\(result.errors)")
        self = try JSONDecoder().decode(BenchFigures.self, from: Data(result.output.utf8))
        #expect(rows.allSatisfy { $0.id == id })
    }

    /// Returns the row with the given description.
    subscript(what: String) -> Row {
        get throws { try #require(rows.first { $0.what == what }, "\(what): \(rows.map(\.what))") }
    }
}
