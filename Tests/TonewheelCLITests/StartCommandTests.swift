import Foundation
import ProgramSupport
import Testing

@Suite struct StartCommandTests {
    private let program: Program

    init() throws {
        program = try Program()
    }

    @Test func secondStartChangesNothing() async throws {
        try await withBackgroundEngine(program) { engine in
            let again = try await program.run("start", "--port", "\(engine.port)", "--backend", "null", "--freq", "880")
            #expect(again.status == 0)
            #expect(again.output.contains("already running on 127.0.0.1:\(engine.port) (process \(engine.id))"))
            let stop = try await program.run("stop", "--port", "\(engine.port)")
            #expect(stop.status == 0)
            #expect(!engine.isRunning)
            // Recording requires --record.
            #expect(try program.files(".wav").isEmpty)
        }
    }

    @Test func acceptsTheOptionsOfRun() async throws {
        let port = UDPPort.free()
        let start = try await program.launch([
            "start", "--freq", "220", "--backend", "null", "--port", "\(port)", "--record", "take.flac", "--channels",
            "1",
        ]).result()
        let engine = try #require(BackgroundEngine(port: port, output: start.output), "\(start)")
        defer {
            if engine.isRunning { kill(engine.id, SIGKILL) }
        }
        let status = try await program.run("status", "--port", "\(port)")
        #expect(status.output.contains(/frequency +220\.0 Hz\n/))
        #expect(status.output.contains(/channels +1\n/))
        #expect(status.output.contains(/recording +take\.flac\n/))
        #expect(try await program.run("stop", "--port", "\(port)").status == 0)
        #expect(try program.files(".flac") == ["take.flac"])
    }

    @Test func startsAndStopsRepeatedly() async throws {
        let port = UDPPort.free()
        for _ in 0..<20 {
            let start = try await program.run("start", "--port", "\(port)", "--backend", "null")
            #expect(start.status == 0)
            let engine = try #require(BackgroundEngine(port: port, output: start.output), "\(start)")
            defer {
                if engine.isRunning { kill(engine.id, SIGKILL) }
            }
            let stop = try await program.run("stop", "--port", "\(port)")
            #expect(stop.status == 0)
            #expect(stop.output == "Stopped the engine on 127.0.0.1:\(port).\n")
            #expect(!engine.isRunning)
        }
    }

    @Test func busyPortIsReported() async throws {
        let port = UDPPort()
        let result = try await program.run("start", "--port", "\(port.number)", "--backend", "null")
        #expect(result.status == 3)
        #expect(result.errors.contains("Port \(port.number) on 127.0.0.1 is in use."))
    }

    @Test func reportsWhyTheEngineEndedImmediately() async throws {
        let port = UDPPort.free()
        let result = try await program.run("start", "--port", "\(port)", "--bind", "0.0.0.0", "--backend", "null")
        #expect(result.status == 1)
        #expect(result.errors.contains("--allow"))
        let wrong = try await program.run("start", "--port", "\(port)", "--backend", "null", "--freq", "-5")
        #expect(wrong.status == 1)
        #expect(wrong.errors.contains("half the sample rate"))
    }

    @Test func requiresAPort() async throws {
        #expect(try await program.run("start", "--port", "0").status == 64)
    }
}
