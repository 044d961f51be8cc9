import Foundation
import ProgramSupport
import Testing

@Suite struct SetCommandTests {
    @Test func changesParameters() async throws {
        let program = try Program()
        let run = try program.launch(["run", "--port", "0", "--backend", "null"])
        let port = "\(try #require(try await run.port()))"

        for arguments in [["freq", "880"], ["amp", "0.25"], ["gate", "0"]] {
            let result = try await program.launch(["set"] + arguments + ["--port", port]).result()
            #expect(result.status == 0)
            #expect(result.output.isEmpty && result.errors.isEmpty)
        }
        for (arguments, reason) in [
            (["freq", "99999"], "half the sample rate"), (["amp", "2"], "outside 0 … 1"),
            (["gate", "2"], "neither 0 nor 1"),
            (["freq", "nan"], "finite"),
        ] {
            let result = try await program.launch(["set"] + arguments + ["--port", port]).result()
            #expect(result.status == 1)
            #expect(result.errors.hasPrefix("Error: "))
            #expect(result.errors.contains(reason))
        }
        let status = try await program.run("status", "--port", port).output
        #expect(status.contains(/frequency +880\.0 Hz\n/))
        #expect(status.contains(/amplitude +0\.25\n/))
        #expect(status.contains(/gate +false\n/))
        #expect(status.contains(/failedMessages +4\n/))

        run.signal(SIGTERM)
        #expect(try await run.result().status == 0)
    }

    @Test func missingEngineIsReported() async throws {
        let port = UDPPort()
        let result = try await Program().run("set", "freq", "880", "--port", "\(port.number)")
        #expect(result.status == 4)
        #expect(result.errors.contains("No engine answers"))
    }
}
