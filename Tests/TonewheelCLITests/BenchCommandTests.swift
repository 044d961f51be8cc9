import Foundation
import Testing

/// That the benchmarks run and say what they should. How fast things are is no business of a test.
@Suite struct BenchCommandTests {
    private let program: Program

    init() throws {
        program = try Program()
    }

    @Test func ring() async throws {
        let result = try await program.run("bench", "ring", "--quick", "--json")
        #expect(result.status == 0, "\(result.errors)")
        let ring = try JSONDecoder().decode(Ring.self, from: Data(result.output.utf8))
        #expect(ring.rounds > 0)
        #expect(ring.rows.count == 3)
        #expect(Set(ring.rows.map(\.what)).count == 3)
        for row in ring.rows {
            for pace in [row.ours, row.reference] {
                #expect(pace.median > 0)
                #expect(pace.best >= pace.median)
            }
            #expect(row.ratio > 0)
            #expect(row.isMet == (row.ratio >= row.target))
        }
    }

    private struct Ring: Decodable {
        struct Pace: Decodable {
            let median: Double
            let best: Double
        }

        struct Row: Decodable {
            let what: String
            let ours: Pace
            let reference: Pace
            let ratio: Double
            let target: Double
            let isMet: Bool
        }

        let rounds: Int
        let rows: [Row]
    }
}
