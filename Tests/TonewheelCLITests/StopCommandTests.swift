import ProgramSupport
import Testing

@Suite struct StopCommandTests {
    @Test func missingEngineIsNoError() async throws {
        let port = UDPPort()
        let result = try await Program().run("stop", "--port", "\(port.number)")
        #expect(result.status == 0)
        #expect(result.output == "No engine is running on 127.0.0.1:\(port.number).\n")
    }

    @Test func secondStopIsNoError() async throws {
        let program = try Program()
        try await withBackgroundEngine(program) { engine in
            let first = try await program.run("stop", "--port", "\(engine.port)")
            #expect(first.status == 0)
            #expect(!engine.isRunning)
            let second = try await program.run("stop", "--port", "\(engine.port)")
            #expect(second.status == 0)
            #expect(second.output == "No engine is running on 127.0.0.1:\(engine.port).\n")
        }
    }

    @Test func endsAnEngineInTheForeground() async throws {
        let program = try Program()
        let run = try program.launch(["run", "--port", "0", "--backend", "null"])
        let port = try #require(try await run.port())
        #expect(try await program.run("stop", "--port", "\(port)").status == 0)
        let result = try await run.result()
        #expect(result.status == 0)
        #expect(result.output.contains("Played "))
    }
}
