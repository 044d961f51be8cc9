import ProgramSupport
import TestSupport
import Testing
import TonewheelOSC

extension AcceptanceTests {
    @Suite struct OSCOrderTests {
        @Test("IPC-01: a burst of 10,000 messages arrives in order, and none is lost")
        func aBurst() async throws {
            let program = try Program()
            let playing = try await PlayingProgram(program)
            let messages = try (0..<10_000).map { try OSCMessage("/sync", .int32(Int32($0))).encoded() }
            let result = try await Sender(messages, count: 10_000, to: playing.port, in: program.folder).result()
            #expect(result.sent == 10_000)
            #expect(result.synced == 10_000)
            #expect(result.misordered == 0)
            let status = try await playing.status(afterPackets: 10_000)
            #expect(status["packets"] == 10_000 + Double(status.asked))
            #expect(status["packetsDroppedBySocket"] == 0)
            #expect(status["failedMessages"] == 0)
            try await playing.end()
        }

        @Test("IPC-01: the last of 10,000 changes is the one that counts")
        func theLastChange() async throws {
            let program = try Program()
            let playing = try await PlayingProgram(program)
            let changes = try (1...10_000).map { try OSCMessage("/mod/sine/freq", .int32(Int32($0))).encoded() }
            let result = try await Sender(changes, count: 10_000, to: playing.port, in: program.folder).result()
            #expect(result.sent == 10_000)
            #expect(try await playing.status(afterPackets: 10_000)["packetsDroppedBySocket"] == 0)
            #expect(try await eventually { try await playing.certainStatus()["frequency"] == 10_000 })
            try await playing.end()
        }

        @Test("IPC-01: the messages of 4 processes at once each keep their order")
        func fourProcesses() async throws {
            let program = try Program()
            let playing = try await PlayingProgram(program)
            let messages = try (0..<2_500).map { try OSCMessage("/sync", .int32(Int32($0))).encoded() }
            let senders = try (0..<4).map { _ in
                try Sender(messages, count: 2_500, to: playing.port, in: program.folder)
            }
            for sender in senders {
                let result = try await sender.result()
                #expect(result.sent == 2_500)
                #expect(result.synced == 2_500)
                #expect(result.misordered == 0)
            }
            let status = try await playing.status(afterPackets: 10_000)
            #expect(status["packets"] == 10_000 + Double(status.asked))
            #expect(status["packetsDroppedBySocket"] == 0)
            try await playing.end()
        }
    }
}
