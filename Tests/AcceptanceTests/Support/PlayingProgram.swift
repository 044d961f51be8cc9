import Foundation
import ProgramSupport
import TestSupport
import Testing

/// A `tonewheel run` that plays to a clock, and what it says of itself over OSC.
struct PlayingProgram {
    let run: RunningProgram
    let port: Int

    /// One that plays already.
    init(run: RunningProgram, port: Int) {
        self.run = run
        self.port = port
    }

    /// Starts it, and waits until it plays. Its samples are compared: no limiter.
    init(_ program: Program, _ options: String...) async throws {
        run = try program.launch(["run", "--port", "0", "--backend", "null", "--no-limiter"] + options)
        port = try #require(try await run.port(), "it has not started")
    }

    /// Starts it with options of the caller's for where the sound goes, and waits until it plays. It is started anew as long as
    /// what it plays to, such as a server that has just been started, does not answer.
    init(starting program: Program, _ options: [String]) async throws {
        var started: (run: RunningProgram, port: Int)?
        _ = try await eventually {
            let run = try program.launch(["run", "--port", "0"] + options)
            started = try await run.port().map { (run, $0) }
            return started != nil
        }
        (run, port) = try #require(started, "it has not started")
    }

    /// Ends it gracefully.
    func end() async throws {
        run.signal(SIGTERM)
        let result = try await run.result()
        #expect(result.status == 0, "\(result.errors)")
    }

    /// What it says of itself, as numbers; nil if it has not answered within a second.
    func status() throws -> Status? {
        try EngineProbe(port: port).status()
    }

    /// The same; it is asked again while what it is asked with gets lost.
    func certainStatus() async throws -> Status {
        try #require(try await EngineProbe(port: port).certainStatus(), "it does not answer")
    }

    /// The status once it has received, or its socket has dropped, so many packets besides those that asked for it.
    func status(afterPackets count: Int) async throws -> Status {
        var status = try await certainStatus()
        var asked = status.asked
        _ = try await eventually {
            if status["packets"] + status["packetsDroppedBySocket"] >= Double(count + asked) { return true }
            status = try await certainStatus()
            asked += status.asked
            return false
        }
        status.asked = asked
        return status
    }
}
