import Foundation
import ProgramSupport
import TestSupport
import Testing

extension AcceptanceTests {
    @Suite struct StatusTests {
        @Test("The status counts dropped packets and messages by cause")
        func dropCausesAreCounted() async throws {
            let program = try Program()
            let playing = try await PlayingProgram(program, "--no-record")
            let status = try await program.run("status", "--json", "--port", "\(playing.port)")
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])
            for name in [
                "packets", "packetsDroppedBySocket", "packetsNotAllowed", "malformedPackets", "messages",
                "failedMessages", "failedMessagesWithoutReply", "messagesRefusedByBundleQueue",
                "messagesRefusedByDeviceQueue", "refusedChanges", "repliesDropped",
            ] {
                #expect(report[name] is Int, "\(name)")
            }
            try await playing.end()
        }
    }
}
