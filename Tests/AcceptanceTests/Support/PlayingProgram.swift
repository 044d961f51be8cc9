import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelOSC

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
        let socket = UDPSocket(patience: 1)
        _ = socket.send(try OSCMessage("/engine/status").encoded(), to: port)
        guard let bytes = socket.receive(), case .message(let answer) = try OSCPacket(decoding: bytes) else {
            return nil
        }
        return Status(answer)
    }

    /// The same; it is asked again while what it is asked with gets lost.
    func certainStatus() async throws -> Status {
        var status: Status?
        var asked = 0
        _ = try await eventually {
            status = try self.status()
            asked += 1
            return status != nil
        }
        status?.asked = asked
        return try #require(status, "it does not answer")
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

/// The numbers of a `/engine/status.reply`.
struct Status {
    private var numbers: [String: Double] = [:]

    /// How many packets it took to get it.
    var asked = 1

    init(_ message: OSCMessage) {
        for index in stride(from: 0, to: message.arguments.count - 1, by: 2) {
            guard case .string(let name) = message.arguments[index] else { continue }
            switch message.arguments[index + 1] {
            case .int32(let number): numbers[name] = Double(number)
            case .int64(let number): numbers[name] = Double(number)
            case .float32(let number): numbers[name] = Double(number)
            case .double(let number): numbers[name] = number
            default: break
            }
        }
    }

    /// One of them; no number if there is none of that name.
    subscript(name: String) -> Double { numbers[name] ?? .nan }
}
