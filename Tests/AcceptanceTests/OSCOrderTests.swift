import ProgramSupport
import TestSupport
import Testing
import TonewheelOSC

extension AcceptanceTests {
    @Suite struct OSCOrderTests {
        @Test("IPC-01: a burst of messages arrives in order, and none is lost")
        func aBurst() async throws { try await Self.burst(2_000) }

        /// A socket buffers about 5,000 small packets while the server is not scheduled.
        static func burst(_ count: Int) async throws {
            let program = try Program()
            let playing = try await PlayingProgram(program)
            let messages = try (0..<count).map { try OSCMessage("/sync", .int32(Int32($0))).encoded() }
            let result = try await Sender(messages, count: count, to: playing.port, in: program.folder).result()
            #expect(result.sent == count)
            #expect(result.synced == count)
            #expect(result.misordered == 0)
            let status = try await playing.status(afterPackets: count)
            #expect(status["packets"] == Double(count + status.requestCount))
            #expect(status["packetsDroppedBySocket"] == 0)
            #expect(status["failedMessages"] == 0)
            try await playing.end()
        }

        @Test("IPC-01: the last of many changes takes effect")
        func theLastChange() async throws {
            let program = try Program()
            let playing = try await PlayingProgram(program)
            let changes = try (1...2_000).map { try OSCMessage("/mod/sine/freq", .int32(Int32($0))).encoded() }
            let result = try await Sender(changes, count: 2_000, to: playing.port, in: program.folder).result()
            #expect(result.sent == 2_000)
            #expect(try await playing.status(afterPackets: 2_000)["packetsDroppedBySocket"] == 0)
            #expect(try await eventually { try await playing.statusWithRetries()["frequency"] == 2_000 })
            try await playing.end()
        }

        @Test("IPC-01: the messages of 4 concurrent processes each keep their order")
        func fourProcesses() async throws { try await Self.processes(4, count: 500) }

        static func processes(_ processes: Int, count: Int) async throws {
            let program = try Program()
            let playing = try await PlayingProgram(program)
            let messages = try (0..<count).map { try OSCMessage("/sync", .int32(Int32($0))).encoded() }
            let senders = try (0..<processes).map { _ in
                try Sender(messages, count: count, to: playing.port, in: program.folder)
            }
            for sender in senders {
                let result = try await sender.result()
                #expect(result.sent == count)
                #expect(result.synced == count)
                #expect(result.misordered == 0)
            }
            let status = try await playing.status(afterPackets: processes * count)
            #expect(status["packets"] == Double(processes * count + status.requestCount))
            #expect(status["packetsDroppedBySocket"] == 0)
            try await playing.end()
        }
    }
}
