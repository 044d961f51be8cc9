import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelOSC
import TonewheelSoundFiles

/// `--isolation worker`, and the program that is a worker.
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

    /// The first answer at an address.
    private func answer(_ socket: UDPSocket, at address: String) throws -> OSCMessage? {
        while let bytes = socket.receive() {
            guard case .message(let message) = try OSCPacket(decoding: bytes) else { continue }
            if "\(message.address)" == address { return message }
        }
        return nil
    }

    @Test(arguments: ["crash", "hang"]) func theClientThatDoesHarmIsTold(fault: String) async throws {
        let (run, port) = try await launch("--isolation", "worker", "--allow-chaos")
        let (culprit, other) = (UDPSocket(), UDPSocket(patience: 1))
        other.send(try OSCMessage("/sync", 1).encoded(), to: port)
        #expect(try answer(other, at: "/synced") != nil)
        culprit.send(try OSCMessage("/chaos/fault", .string(fault)).encoded(), to: port)
        let failure = try #require(try answer(culprit, at: "/fail"), "it was not told")
        #expect(failure.arguments.first == .string("/chaos/fault"))
        guard case .string(let reason) = failure.arguments.last else {
            Issue.record("there is no reason in \(failure)")
            return
        }
        #expect(reason.contains("left out") && reason.contains("5 workers within 10 s"))
        #expect(try answer(other, at: "/fail") == nil, "it is nobody else's business")

        // The engine plays on, and takes changes.
        #expect(try await program.run("set", "freq", "880", "--port", "\(port)").status == 0)
        culprit.send(try OSCMessage("/sync", 2).encoded(), to: port)
        #expect(try answer(culprit, at: "/synced") != nil)
        let before = try await status(port)
        // A crash that takes the system three periods to clean up after is taken for a hang.
        #expect(try before["workersCrashed"].number + before["workersHung"].number >= 5)
        if fault == "hang" { #expect(try before["workersHung"].number >= 5) }
        #expect(try before["workersQuarantined"].number == 1)
        #expect(try before["frequency"].number == 880)
        #expect(try await eventually { try await self.status(port)["frame"].number > before["frame"].number })
        #expect(try await eventually { try await self.status(port)["level"].number > -25 })
        run.signal(SIGTERM)
        #expect(try await run.result().status == 0)
    }

    @Test func harmMustBeAllowed() async throws {
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
        (["--prefill-periods", "2"], "leadPeriods"),
        (["--backend", "file", "--record", "take.wav"], "file"), (["--lead-periods", "0"], "1 … 16"),
        (["--lead-periods", "17"], "1 … 16"), (["--spares", "9"], "0 … 8"),
    ])
    func refusesWhatDoesNotGoWithWorkers(options: [String], reason: String) async throws {
        let run = ["run", "--port", "0", "--seconds", "0.1", "--isolation", "worker"]
        let backend = options.contains("--backend") ? [] : ["--backend", "null"]
        let result = try await program.launch(run + backend + options).result()
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("Error: ") && result.errors.contains(reason), "\(result.errors)")
        #expect(result.output.isEmpty)
        #expect(try program.files(".wav").isEmpty)
    }

    #if os(Linux)
    /// The workers of an engine, heard or not.
    private func workers(of process: Int32) -> [Int32] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return tasks.flatMap { task in
            ((try? String(contentsOfFile: "/proc/\(process)/task/\(task)/children", encoding: .utf8)) ?? "")
                .split(separator: " ").compactMap { Int32($0) }
        }
    }

    @Test func theTerminalEndsTheFrontAndThatItsWorkers() async throws {
        // One second ahead of the device, so that a host that takes a processor away for half of that makes no worker late.
        let (run, port) = try await launch(
            "--isolation", "worker", "--period", "4096", "--lead-periods", "12", "--record", "take.wav", "--amp", "0.5")
        #expect(try await eventually { try await self.status(port)["workerSpares"].number == 2 })
        let heard = Int32(try await status(port)["workerPid"].number)
        let processes = workers(of: run.id)
        #expect(processes.count == 3 && processes.contains(heard))
        try #require(getpgid(run.id) == run.id, "a signal to its group would be one to the tests")
        for process in processes {
            #expect(getpgid(process) == process, "what a terminal sends to the front's group is not for it")
            // Not even if somebody sends it there.
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
        #expect(try await eventually { processes.allSatisfy { kill($0, 0) != 0 } }, "they have ended with it")
    }

    @Test(arguments: [[:], ["TONEWHEEL_WORKER": "1"]]) func byHandItIsNoWorker(environment: [String: String])
        async throws
    {
        let plain = try await program.launch(["worker"], environment: environment).result()
        #expect(plain.status == 1)
        #expect(plain.errors.hasPrefix("Error: this is no worker of an engine: "), "\(plain.errors)")
        #expect(plain.output.isEmpty)

        // With descriptors of somebody else's where a worker's would be.
        let script =
            "exec 3<>three 4<>four; '\(program.executable.path)' worker; status=$?; echo 3 >&3; echo 4 >&4; exit $status"
        let run = try RunningProgram(
            URL(filePath: "/bin/sh"), ["-c", script], in: program.folder, environment: environment)
        let result = try await run.result()
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("Error: this is no worker of an engine: "))
        #expect(try String(contentsOfFile: program.folder.path("three"), encoding: .utf8) == "3\n")
        #expect(try String(contentsOfFile: program.folder.path("four"), encoding: .utf8) == "4\n")
    }
    #endif
}
