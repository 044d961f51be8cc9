import Foundation
import ProgramSupport
import TestSupport
import Testing

@Suite struct SendCommandTests {
    @Test func printsTheReplies() async throws {
        let program = try Program()
        let run = try program.launch(["run", "--port", "0", "--backend", "null"])
        let port = "\(try #require(try await run.port()))"
        func send(_ arguments: String...) async throws -> Program.Result {
            try await program.launch(["send"] + arguments + ["--port", port]).result()
        }

        for arguments in [["/mod/sine/freq", "660"], ["/mod/*/amp", "f:0.2"], ["/gate/sine", "false"]] {
            let result = try await program.launch(["send"] + arguments + ["--port", port]).result()
            #expect(result.status == 0)
            #expect(result.output.isEmpty && result.errors.isEmpty)
        }
        #expect(try await send("/sync", "5").output == "/synced 5\n")
        #expect(try await send("/engine/status").output.hasPrefix("/engine/status.reply state running version "))

        let refused = try await send("/mod/sine/freq", "-5")
        #expect(refused.status == 1)
        #expect(refused.output.hasPrefix("/fail /mod/sine/freq "))
        #expect(try await send("/mod/sine/freq", "s:440").status == 1)
        #expect(try await send("/nowhere").output.hasPrefix("/fail /nowhere no such address"))

        #expect(try await send("/engine/stop").output == "/done /engine/stop\n")
        let status = try await program.run("status", "--port", port).output
        #expect(status.contains(/state +stopped\n/))
        #expect(status.contains(/frequency +660\.0 Hz\n/))
        #expect(status.contains(/amplitude +0\.2\n/))
        #expect(status.contains(/gate +false\n/))
        #expect(try await send("/engine/start").output == "/done /engine/start\n")
        #expect(try await send("/engine/quit").output == "/done /engine/quit\n")
        #expect(try await run.result().status == 0)
    }

    #if os(Linux)
    @Test func restartsLeakNoThreadsAndDescriptors() async throws {
        let program = try Program()
        let run = try program.launch(["run", "--port", "0", "--backend", "null", "--prefill-periods", "2"])
        let port = "\(try #require(try await run.port()))"
        func count(_ folder: String) throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/\(run.id)/\(folder)").count
        }
        func restart() async throws {
            for address in ["/engine/stop", "/engine/start"] {
                #expect(try await program.run("send", address, "--port", port).status == 0)
            }
        }
        try await restart()
        let threads = try count("task")
        let descriptors = try count("fd")
        for _ in 0..<20 { try await restart() }
        // The thread pools of Dispatch and of Swift's tasks vary, by less than one thread for each start.
        #expect(try await eventually { try count("task") < threads + 10 })
        #expect(try count("fd") == descriptors)
        run.signal(SIGTERM)
        #expect(try await run.result().status == 0)
    }
    #endif

    @Test func missingEngineIsReported() async throws {
        let port = UDPPort()
        let result = try await Program().run("send", "/sync", "1", "--port", "\(port.number)")
        #expect(result.status == 4)
        #expect(result.errors.contains("No engine answers"))
    }

    @Test(arguments: [["sync", "1"], ["/sync", "i:1.5"], ["/sync", "h:x"], ["/sync", "f:x"]])
    func wrongUsage(arguments: [String]) async throws {
        #expect(try await Program().launch(["send"] + arguments).result().status == 64)
    }
}
