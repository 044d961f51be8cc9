import Foundation
import ProgramSupport
import TestSupport
import Testing

/// A running `tonewheel run`, and its status over OSC.
struct PlayingProgram {
    let run: RunningProgram
    let port: Int

    /// A program that is already playing.
    init(run: RunningProgram, port: Int) {
        self.run = run
        self.port = port
    }

    /// Starts the program on the null backend and waits until it plays. The limiter is off, since samples are compared.
    init(_ program: Program, _ options: String...) async throws {
        run = try program.launch(["run", "--port", "0", "--backend", "null", "--no-limiter"] + options)
        port = try #require(try await run.port(), "it has not started")
    }

    /// Starts the program with the given options and waits until it plays. The start is repeated while its output, such
    /// as a JACK server that has just been started, is not ready.
    init(starting program: Program, _ options: [String]) async throws {
        var started: (run: RunningProgram, port: Int)?
        _ = try await eventually {
            let run = try program.launch(["run", "--port", "0"] + options)
            started = try await run.port().map { (run, $0) }
            return started != nil
        }
        (run, port) = try #require(started, "it has not started")
    }

    /// Ends the program gracefully.
    func end() async throws {
        run.signal(SIGTERM)
        let result = try await run.result()
        #expect(result.status == 0, "\(result.errors)")
    }

    /// Requests the status. Returns nil if there is no reply within a second.
    func status() throws -> Status? {
        try EngineProbe(port: port).status()
    }

    /// Requests the status, and again if a packet is lost.
    func statusWithRetries() async throws -> Status {
        try #require(try await EngineProbe(port: port).statusWithRetries(), "it does not answer")
    }

    /// Returns the status once `count` packets, besides the status requests, have been received or dropped by the
    /// socket.
    func status(afterPackets count: Int) async throws -> Status {
        var status = try await statusWithRetries()
        var requestCount = status.requestCount
        _ = try await eventually {
            if status["packets"] + status["packetsDroppedBySocket"] >= Double(count + requestCount) { return true }
            status = try await statusWithRetries()
            requestCount += status.requestCount
            return false
        }
        status.requestCount = requestCount
        return status
    }
}
