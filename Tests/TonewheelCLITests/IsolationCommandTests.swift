import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelOSC
import TonewheelSoundFiles

/// Tests of `--isolation worker`, and of the program as a worker.
@Suite struct IsolationCommandTests {
    private let program: Program

    init() throws {
        program = try Program()
    }

    private func launch(_ options: String...) async throws -> (run: RunningProgram, port: Int) {
        let run = try program.launch(["run", "--port", "0", "--backend", "null"] + options)
        return (run, try #require(try await run.port()))
    }

    private func status(_ port: Int) async throws -> JSON {
        try JSON(try await program.run("status", "--json", "--port", "\(port)").output)
    }

    /// Receives the first reply at an address.
    private func reply(_ socket: UDPSocket, at address: String) throws -> OSCMessage? {
        while let bytes = socket.receive() {
            guard case .message(let message) = try OSCPacket(decoding: bytes) else { continue }
            if "\(message.address)" == address { return message }
        }
        return nil
    }

    @Test(arguments: ["crash", "hang"]) func clientThatCausesFaultsIsNotified(fault: String) async throws {
        let (run, port) = try await launch("--isolation", "worker", "--allow-chaos")
        let (sender, other) = (UDPSocket(), UDPSocket(timeoutSeconds: 1))
        other.send(try OSCMessage("/sync", 1).encoded(), to: port)
        #expect(try reply(other, at: "/synced") != nil)
        sender.send(try OSCMessage("/chaos/fault", .string(fault)).encoded(), to: port)
        let failure = try #require(try reply(sender, at: "/fail"), "the client was not notified")
        #expect(failure.arguments.first == .string("/chaos/fault"))
        guard case .string(let reason) = failure.arguments.last else {
            Issue.record("there is no reason in \(failure)")
            return
        }
        #expect(reason.contains("quarantined") && reason.contains("5 workers within 10 s"))
        #expect(try reply(other, at: "/fail") == nil, "another client was notified")

        // The engine continues to play and accepts changes.
        #expect(try await program.run("set", "freq", "880", "--port", "\(port)").status == 0)
        sender.send(try OSCMessage("/sync", 2).encoded(), to: port)
        #expect(try reply(sender, at: "/synced") != nil)
        let before = try await status(port)
        // A crash counts as a hang if the process takes more than three periods to exit.
        #expect(try before["workersCrashed"].number + before["workersHung"].number >= 5)
        if fault == "hang" { #expect(try before["workersHung"].number >= 5) }
        #expect(try before["definitionsQuarantined"].number == 1)
        #expect(try before["frequency"].number == 880)
        #expect(try await eventually { try await self.status(port)["frame"].number > before["frame"].number })
        #expect(try await eventually { try await self.status(port)["level"].number > -25 })
        run.signal(SIGTERM)
        #expect(try await run.result().status == 0)
    }

    @Test func faultsRequireAllowChaosAndWorkers() async throws {
        for (options, reason) in [
            (["--isolation", "worker"], "--allow-chaos"), (["--allow-chaos"], "--isolation worker"),
        ] {
            let run = try program.launch(["run", "--port", "0", "--backend", "null"] + options)
            let port = try #require(try await run.port())
            let result = try await program.run("send", "/chaos/fault", "crash", "--port", "\(port)")
            #expect(result.status == 1)
            #expect(result.output.hasPrefix("/fail /chaos/fault "))
            #expect(result.output.contains(reason), "\(result.output)")
            #expect(try await status(port)["state"].string == "running")
            run.signal(SIGTERM)
            #expect(try await run.result().status == 0)
        }
    }

    @Test(arguments: [
        (["--prefill-periods", "2"], "lead"),
        (["--backend", "file", "--record", "take.wav"], "file"), (["--lead-periods", "0"], "1 … 16"),
        (["--lead-periods", "17"], "1 … 16"), (["--spares", "9"], "0 … 8"),
    ])
    func refusesOptionsThatConflictWithWorkers(options: [String], reason: String) async throws {
        let run = ["run", "--port", "0", "--seconds", "0.1", "--isolation", "worker"]
        let backend = options.contains("--backend") ? [] : ["--backend", "null"]
        let result = try await program.launch(run + backend + options).result()
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("Error: ") && result.errors.contains(reason), "\(result.errors)")
        #expect(result.output.isEmpty)
        #expect(try program.files(".wav").isEmpty)
    }

    #if os(Linux)
    /// Returns all worker processes of an engine, active and spare.
    private func workers(of process: Int32) -> [Int32] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return tasks.flatMap { task in
            ((try? String(contentsOfFile: "/proc/\(process)/task/\(task)/children", encoding: .utf8)) ?? "")
                .split(separator: " ").compactMap { Int32($0) }
        }
    }

    @Test func terminalSignalEndsTheFrontWhichEndsItsWorkers() async throws {
        // One second ahead of the device, so that no worker is late if the host takes a processor away for half of
        // that.
        let (run, port) = try await launch(
            "--isolation", "worker", "--period", "4096", "--lead-periods", "12", "--record", "take.wav", "--amp", "0.5")
        #expect(try await eventually { try await self.status(port)["workerSpares"].number == 2 })
        let active = Int32(try await status(port)["workerPid"].number)
        let processes = workers(of: run.id)
        #expect(processes.count == 3 && processes.contains(active))
        try #require(getpgid(run.id) == run.id, "a signal to its group would reach the tests")
        for process in processes {
            #expect(getpgid(process) == process, "a worker is in a group of its own, which a terminal does not signal")
            // Workers ignore these signals.
            for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { kill(process, signal) }
        }
        try await Task.sleep(for: .milliseconds(200))
        #expect(processes.allSatisfy { kill($0, 0) == 0 })
        #expect(try await status(port)["workersKilled"].number == 0)
        #expect(try await status(port)["workersCrashed"].number == 0)

        kill(-run.id, SIGINT)
        let result = try await run.result()
        #expect(result.reason == .exit && result.status == 0)
        let take = try SoundFile(reading: program.folder.path("take.wav"))
        #expect(take.samples.suffix(2) == [0, 0])
        #expect(take.samples.allSatisfy { abs($0) <= 0.6 })
        #expect(
            try await eventually { processes.allSatisfy { kill($0, 0) != 0 } }, "the workers have ended with the front")
    }

    @Test(arguments: [[:], ["TONEWHEEL_WORKER": "1"]])
    func workerCommandFailsWithoutAnEngine(environment: [String: String]) async throws {
        let plain = try await program.launch(["worker"], environment: environment).result()
        #expect(plain.status == 1)
        #expect(plain.errors.hasPrefix("Error: This process is not a worker of an engine: "), "\(plain.errors)")
        #expect(plain.output.isEmpty)

        // With unrelated descriptors in place of a worker's.
        let script =
            "exec 3<>three 4<>four; '\(program.executable.path)' worker; status=$?;"
            + " echo 3 >&3; echo 4 >&4; exit $status"
        let run = try RunningProgram(
            URL(filePath: "/bin/sh"), ["-c", script], in: program.folder, environment: environment)
        let result = try await run.result()
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("Error: This process is not a worker of an engine: "))
        #expect(try String(contentsOfFile: program.folder.path("three"), encoding: .utf8) == "3\n")
        #expect(try String(contentsOfFile: program.folder.path("four"), encoding: .utf8) == "4\n")
    }
    #endif
}
