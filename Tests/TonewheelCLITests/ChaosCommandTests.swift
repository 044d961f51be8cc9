import Foundation
import ProgramSupport
import TestSupport
import Testing

#if os(Linux)
@Suite struct ChaosCommandTests {
    private let program: Program

    init() throws {
        program = try Program()
    }

    /// The JSON output of a command.
    private struct Summary: Decodable {
        struct Fault: Decodable {
            let action: String
            let worker: Int32
            let replacement: Int32
            let restarts: Int
        }

        let kind: String
        let seed: UInt64
        let faults: [Fault]
        let restarts: Int
    }

    /// Starts an engine with workers, and runs `body`.
    private func withEngine(_ options: String..., body: (String) async throws -> Void) async throws {
        let run = try program.launch(
            // One second ahead of the device, so that no worker is late if the host takes a processor away for half of
            // that.
            ["run", "--port", "0", "--backend", "null", "--no-record", "--isolation", "worker"]
                + ["--period", "4096", "--lead-periods", "12"] + options)
        try await body("\(try #require(try await run.port()))")
        run.signal(SIGTERM)
        #expect(try await run.result().status == 0)
    }

    private func chaos(_ kind: String, _ port: String, _ options: String...) async throws -> Program.Result {
        try await program.launch(["chaos", kind, "--port", port] + options).result()
    }

    private func summary(_ result: Program.Result) throws -> Summary {
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        return try JSONDecoder().decode(Summary.self, from: Data(result.output.utf8))
    }

    @Test func sameSeedGivesSameFaults() async throws {
        try await withEngine { port in
            for (kind, word) in [("kill", "SIGKILL"), ("stop", "SIGSTOP")] {
                let result = try await chaos(kind, port, "--seconds", "2", "--every", "300", "600", "--json")
                let summary = try summary(result)
                #expect(summary.kind == kind && summary.seed == 1)
                #expect(!summary.faults.isEmpty)
                #expect(
                    summary.faults.allSatisfy { $0.action == word && $0.worker != $0.replacement && $0.restarts >= 1 })
            }
            let options = ["--seconds", "1", "--every", "100", "400", "--seed", "5", "--json"]
            var delays: [[String]] = []
            for _ in 0..<2 {
                let result = try await program.launch(["chaos", "delay", "--port", port] + options).result()
                delays.append(try summary(result).faults.map(\.action))
            }
            #expect(delays[0] == delays[1] && !delays[0].isEmpty)
        }
    }

    @Test func engineSurvivesCorruptMemory() async throws {
        try await withEngine { port in
            let result = try await chaos("corrupt", port, "--seconds", "3", "--every", "50", "200", "--json")
            let summary = try summary(result)
            #expect(!summary.faults.isEmpty)
        }
    }

    @Test func floodIsHandledAndParametersAreRestored() async throws {
        try await withEngine { port in
            let result = try await chaos("flood", port, "--seconds", "1", "--rate", "5000", "--json")
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            #expect(result.output.contains("\"isRestored\" : true"))
        }
    }

    @Test func killWithoutSparesCausesOneRestart() async throws {
        try await withEngine("--spares", "0") { port in
            let result = try await chaos("kill", port, "--seconds", "3", "--every", "800", "900", "--json")
            let summary = try summary(result)
            #expect(summary.restarts == summary.faults.count && !summary.faults.isEmpty)
            #expect(
                summary.faults.allSatisfy { $0.action == "SIGKILL" && $0.worker != $0.replacement && $0.restarts >= 1 })
        }
    }

    @Test func crashRequiresAllowChaos() async throws {
        try await withEngine { port in
            let refused = try await chaos("crash", port, "--seconds", "1", "--every", "10", "20")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("--allow-chaos"))
            let signalled = try await chaos(
                "crash", port, "--signal", "--seconds", "1", "--every", "300", "400", "--json")
            let faults = try summary(signalled).faults
            #expect(faults.allSatisfy { $0.action == "SIGSEGV" && $0.restarts >= 1 })
        }
        try await withEngine("--allow-chaos") { port in
            let result = try await chaos("crash", port, "--seconds", "1", "--every", "500", "600", "--json")
            let summary = try summary(result)
            #expect(!summary.faults.isEmpty && summary.restarts >= 1)
            // Quarantined after the fifth crash, regardless of the machine's load.
            #expect(
                try await eventually {
                    let status = try await program.run("status", "--json", "--port", port)
                    return status.output.contains(/"definitionsQuarantined" : [1-9]/)
                })
        }
    }

    @Test func unsuitableEngineIsReported() async throws {
        let port = UDPPort()
        for kind in ["kill", "flood"] {
            let absent = try await chaos(kind, "\(port.number)", "--every", "1", "2")
            #expect(kind == "flood" ? absent.status == 64 : absent.status == 4, "\(absent.errors)")
        }
        #expect(try await chaos("flood", "\(port.number)").status == 4)
        let run = try program.launch(["run", "--port", "0", "--backend", "null", "--no-record"])
        let plain = try await chaos("kill", "\(try #require(try await run.port()))", "--every", "1", "2")
        #expect(plain.status == 1)
        #expect(plain.errors.contains("--isolation worker"))
        run.signal(SIGTERM)
        #expect(try await run.result().status == 0)
    }

    @Test(arguments: [
        ["kill", "--host", "192.0.2.1"], ["stop", "--every", "5"], ["stop", "--every", "9", "3"],
        ["delay", "--seconds", "0"],
        ["flood", "--rate", "100001"], ["drown"],
    ])
    func wrongUsage(arguments: [String]) async throws {
        #expect(try await program.launch(["chaos"] + arguments).result().status == 64)
    }
}
#endif
