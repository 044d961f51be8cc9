import Foundation
import Testing
import Tonewheel
import TonewheelOSC
import TonewheelServer

@Suite struct StatusReplyTests {
    /// The status of an engine that has never run.
    private let idle: EngineStatus

    init() throws {
        idle = try AudioEngine().status
    }

    private func report(_ status: EngineStatus, _ counts: ServerCounts) -> [(name: String, value: OSCArgument)] {
        let arguments = StatusReply.message(StatusSources(status, nil, counts, version: "1.2.3")).arguments
        return stride(from: 0, to: arguments.count - 1, by: 2).compactMap { index in
            guard case .string(let name) = arguments[index] else { return nil }
            return (name, arguments[index + 1])
        }
    }

    @Test func namesAlternateWithValues() {
        let message = StatusReply.message(StatusSources(idle, nil, ServerCounts(), version: "1.2.3"))
        #expect(message.address == "/engine/status.reply")
        #expect(message.arguments.count.isMultiple(of: 2))
        let report = report(idle, ServerCounts())
        #expect(report.count == message.arguments.count / 2)
        #expect(Set(report.map(\.name)).count == report.count)
    }

    @Test func idleEngineHasDefaults() {
        let report = Dictionary(uniqueKeysWithValues: report(idle, ServerCounts()).map { ($0.name, $0.value) })
        #expect(report["state"] == "stopped")
        #expect(report["version"] == "1.2.3")
        #expect(report["level"] == .double(-200))  // JSON cannot represent −∞
        #expect(report["gate"] == true)
        #expect(report["recording"] == nil)
        #expect(report["recordingError"] == nil)
    }

    @Test func reportsServerCounts() {
        var counts = ServerCounts()
        counts.packets = 4
        counts.malformed = 3
        counts.failed = 2
        counts.notAllowed = .max
        counts.droppedBySocket = 5
        counts.messages = 6
        counts.failedWithoutReply = 7
        counts.refusedByBundleQueue = 8
        counts.refusedByDeviceQueue = 9
        counts.repliesDropped = 10
        counts.connectionsRefused = 11
        let report = Dictionary(uniqueKeysWithValues: report(idle, counts).map { ($0.name, $0.value) })
        #expect(report["packets"] == 4)
        #expect(report["malformedPackets"] == 3)
        #expect(report["failedMessages"] == 2)
        #expect(report["packetsDroppedBySocket"] == 5)
        #expect(report["messages"] == 6)
        #expect(report["failedMessagesWithoutReply"] == 7)
        #expect(report["messagesRefusedByBundleQueue"] == 8)
        #expect(report["messagesRefusedByDeviceQueue"] == 9)
        #expect(report["repliesDropped"] == 10)
        #expect(report["connectionsRefused"] == 11)
        #expect(report["packetsNotAllowed"] == .int32(.max))  // clamped to 32 bits
    }

    /// With `TONEWHEEL_WRITE_DOCS=1` in the environment, the test writes the document.
    @Test func documentListsAllFields() throws {
        let rows = StatusSchema.fields.map { field in
            "| `\(field.name)` | \(field.kind.rawValue) | \(field.unit) | \(field.meaning) |"
        }
        let text = """
            # Status

            `/engine/status` replies with these names and values in alternation; `tonewheel status` shows them. A value
            that does not exist, such as that of a worker without workers, is omitted. Counters start at the latest
            start of the engine; those of the server start with the server.

            | name | kind | unit | meaning |
            | --- | --- | --- | --- |
            \(rows.joined(separator: "\n"))

            """
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../docs/status.md")
            .standardizedFileURL
        if ProcessInfo.processInfo.environment["TONEWHEEL_WRITE_DOCS"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(written == text, "run the test with TONEWHEEL_WRITE_DOCS=1 to write the document")
        #expect(StatusSchema.field("level")?.unit == "dBFS")
    }
}
