import Foundation
import ProgramSupport
import Testing

/// The benchmarks run and print valid results. These tests do not check the figures.
@Suite struct BenchmarkCommandTests {
    private let program: Program

    init() throws {
        program = try Program("tonewheel-bench")
    }

    @Test func ring() async throws {
        let result = try await program.run("ring", "--quick", "--json")
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

    @Test func core() async throws {
        let result = try await program.run("core", "--quick", "--json")
        #expect(result.status == 0, "\(result.errors)")
        let core = try JSONDecoder().decode(Core.self, from: Data(result.output.utf8))
        let ids = core.rows.reduce(into: [:]) { ids, row in ids[row.id, default: 0] += 1 }
        #expect(ids == ["RT-01": 2, "RT-02": 2, "IPC-01": 3, "IPC-03": 3, "IPC-04": 6])
        #expect(Set(core.rows.map(\.what)).count == core.rows.count)
        for row in core.rows {
            #expect(row.ours != nil || row.sent ?? 0 > 0, "\(row.what)")
            for times in [row.ours, row.floor].compactMap(\.self) where times.samples != nil {
                let p50 = try #require(times.p50)
                let p99 = try #require(times.p99)
                let max = try #require(times.max)
                #expect(p50 > 0 && p50 <= p99 && p99 <= max, "\(row.what)")
            }
            #expect((row.floor == nil) == (row.floorIs == nil), "\(row.what)")
            #expect((row.isMet == nil) == (row.target == nil && row.lost == nil), "\(row.what)")
        }
    }

    private struct Core: Decodable {
        struct Times: Decodable {
            let p50: Double?
            let p99: Double?
            let max: Double?
            let samples: Int?
        }

        struct Row: Decodable {
            let id: String
            let what: String
            let target: Times?
            let ours: Times?
            let floor: Times?
            let floorIs: String?
            let lost: Int?
            let sent: Int?
            let isMet: Bool?
        }

        let rows: [Row]
    }

    #if os(Linux)
    @Test func workers() async throws {
        let result = try await program.run("workers", "--quick", "--json")
        #expect(result.status == 0, "\(result.errors)")
        let rows = try JSONDecoder().decode(Core.self, from: Data(result.output.utf8)).rows
        #expect(Set(rows.map(\.id)) == ["RT-03", "IPC-03", "IPC-04", "PROC-01", "PROC-02", "PROC-03"])
        for row in rows {
            guard let ours = row.ours, let p50 = ours.p50 else { continue }
            #expect(p50 > 0 && p50 <= ours.max ?? p50, "\(row.what)")
        }
    }
    #endif

    @Test func server() async throws {
        let isInstalled = Self.isInstalled("scsynth")
        let result = try await program.run(
            "server", "--quick", "--json", isInstalled ? "--against=scsynth" : "--quick")
        #expect(result.status == 0, "\(result.errors)")
        let server = try JSONDecoder().decode(Server.self, from: Data(result.output.utf8))
        #expect(server.sampleRate == 48_000)
        #expect(server.periodFrames == 64)
        #expect(server.rounds > 0)
        #expect(server.servers.map(\.name) == (isInstalled ? ["tonewheel", "scsynth"] : ["tonewheel"]))
        #expect((server.ratios != nil) == isInstalled)
        for measured in server.servers {
            for times in [measured.sync, measured.status, measured.set, measured.setFrames] {
                let p50 = try #require(times.p50)
                let p99 = try #require(times.p99)
                let max = try #require(times.max)
                #expect(times.samples ?? 0 > 0 && p50 > 0 && p50 <= p99 && p99 <= max, "\(measured.name)")
            }
            #expect(measured.synthsPerSecondByRound.count == server.rounds)
            #expect(measured.synthsPerSecond == measured.synthsPerSecondByRound.max())
            #expect(!measured.bursts.isEmpty)
            for burst in measured.bursts {
                #expect(burst.sent > 0 && burst.reached > 0 && burst.perSecond > 0)
                #expect(burst.started <= burst.sent && burst.ended <= burst.sent, "\(measured.name)")
            }
            #expect(measured.xruns >= 0 && measured.xrunsInBursts >= 0)
        }
        let ours = try #require(server.servers.first)
        let isMet =
            try #require(ours.sync.p50) <= server.target.syncP50
            && ours.synthsPerSecond >= server.target.synthsPerSecond
        #expect(server.isMet == isMet)
    }

    private static func isInstalled(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }

    private struct Server: Decodable {
        struct Measured: Decodable {
            let name: String
            let sync: Core.Times
            let status: Core.Times
            let set: Core.Times
            let setFrames: Core.Times
            let synthsPerSecond: Int
            let synthsPerSecondByRound: [Int]
            let isLimitedByClient: Bool
            let bursts: [Burst]
            let xruns: Int
            let xrunsInBursts: Int
        }

        struct Burst: Decodable {
            let perSecond: Int
            let reached: Int
            let sent: Int
            let started: Int
            let ended: Int
        }

        struct Ratio: Decodable {
            let median: Double
            let best: Double
        }

        struct Ratios: Decodable {
            let sync: Ratio
            let status: Ratio
            let set: Ratio
            let synthsPerSecond: Ratio
        }

        struct Target: Decodable {
            let syncP50: Double
            let synthsPerSecond: Int
        }

        let sampleRate: Double
        let periodFrames: Int
        let isRealTime: Bool
        let rounds: Int
        let servers: [Measured]
        let ratios: Ratios?
        let target: Target
        let isMet: Bool
    }

    @Test func render() async throws {
        // The program is compared with itself, since scsynth may not be installed.
        let other = program.executable.deletingLastPathComponent().appending(path: "tonewheel-scsynth").path
        let result = try await program.run("render", "--quick", "--json", "--against", other)
        #expect(result.status == 0, "\(result.errors)")
        let render = try JSONDecoder().decode(Render.self, from: Data(result.output.utf8))
        #expect(render.rounds > 0 && render.blockFrames == 64)
        #expect(render.rows.count == 4 && Set(render.rows.map(\.what)).count == 4)
        for row in render.rows {
            #expect(row.voices >= 100)
            #expect(row.nanoseconds.least > 0 && row.nanoseconds.median >= row.nanoseconds.least)
        }
        #expect(render.races.map(\.what) == render.rows.map(\.what))
        for race in render.races {
            #expect(race.ours.least > 0 && race.theirs.least > 0)
            #expect(race.ratio.median > 0 && race.ratio.best > 0)
            #expect(race.isMet == race.ratio.atMost.map { race.ratio.median <= $0 })
        }
        #expect(try await program.run("render", "--quick", "--against", "no-such-program").status == 1)
    }

    private struct Render: Decodable {
        struct Spread: Decodable {
            let least: Double
            let median: Double
        }

        struct Row: Decodable {
            let what: String
            let voices: Int
            let nanoseconds: Spread
        }

        struct Race: Decodable {
            struct Ratio: Decodable {
                let median: Double
                let best: Double
                let atMost: Double?
            }

            let what: String
            let ours: Spread
            let theirs: Spread
            let ratio: Ratio
            let isMet: Bool?
        }

        let rounds: Int
        let blockFrames: Int
        let rows: [Row]
        let races: [Race]
    }

    @Test(arguments: [[], ["ring"], ["core"], ["workers"], ["render"], ["server"]])
    func help(command: [String]) async throws {
        let result = try await program.launch(command + ["--help"]).result()
        #expect(result.status == 0)
        #expect(result.output.contains("EXAMPLES:"))
        #expect(result.output.contains("USAGE: tonewheel-bench"))
        #expect(result.errors.isEmpty)
    }

    @Test func onlySelectsOneTest() async throws {
        let result = try await program.run("core", "--quick", "--only", "IPC-03")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("IPC-03  256 floats"))
        #expect(!result.output.contains("IPC-01"))
        #expect(!result.output.contains("measuring"), "progress is printed without a terminal")
        #expect(try await program.run("core", "--only", "XYZ-99").status == 64)
    }
}
