import Foundation
import TestSupport
import Testing
import Tonewheel
import TonewheelOSC
import TonewheelServer

/// Clients of other projects.
@Suite struct ForeignClientTests {
    private let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Runs a program to its end, and returns its output.
    private func run(_ program: String, _ arguments: String...) async throws -> String {
        try #require(
            FileManager.default.isExecutableFile(atPath: program), "\(program) is missing. Run scripts/setup --tests.")
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        let ended = AsyncStream<Void> { end in process.terminationHandler = { _ in end.finish() } }
        try process.run()
        // Longer than the time-out of the Python script.
        let watch = Task {
            try await Task.sleep(for: .seconds(60))
            kill(process.processIdentifier, SIGKILL)
        }
        for await _ in ended {}
        watch.cancel()
        #expect(process.terminationStatus == 0)
        return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    /// Runs liblo's `oscsend`, from Debian's package liblo-tools.
    private func oscsend(_ port: Int, _ address: String, _ types: String, _ value: String) async throws {
        let folders = ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
        let program = folders.map { "\($0)/oscsend" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        let path = try #require(program, "oscsend is missing. Run scripts/setup --tests.")
        _ = try await run(path, "127.0.0.1", "\(port)", address, types, value)
    }

    @Test func liblo() async throws {
        try await withServedEngine { played in
            let port = played.server.port
            try await oscsend(port, "/mod/sine/freq", "f", "660")
            #expect(try await eventually { played.engine.status.frequency == 660 })
            #expect(try await played.report()["frequency"] == 660.0)

            try await oscsend(port, "/mod/*/freq", "i", "770")
            #expect(try await eventually { played.engine.status.frequency == 770 })

            try await oscsend(port, "/{mod,gate}/sine", "F", "")
            #expect(try await eventually { !played.engine.status.gate })

            try await oscsend(port, "/mod/sine/freq", "s", "880")
            try await oscsend(port, "/mod/sine/amp", "d", "1.5")
            #expect(try await eventually { played.server.counts.failed == 2 })
            #expect(played.server.counts.malformed == 0)
            let report = try await played.report()
            #expect(report["frequency"] == 770.0)
            #expect(report["amplitude"] == 0.1)
        }
    }

    @Test func pythonOSC() async throws {
        try await withServedEngine { played in
            let python = root.appending(path: ".build-python/bin/python").path
            let script = root.appending(path: "Tests/TonewheelServerTests/Clients/python_osc_client.py").path
            let output = try await run(python, script, "\(played.server.port)")
            let report = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
            #expect(report["state"] as? String == "running")
            #expect(report["frequency"] as? Double == 990)
            #expect(report["amplitude"] as? Double == 0.25)
            #expect(report["gate"] as? Bool == false)
            #expect(report["sampleRate"] as? Double == 48_000)
            #expect(report["failedMessages"] as? Int == 1)
            #expect(played.server.counts.malformed == 0)
        }
    }
}
