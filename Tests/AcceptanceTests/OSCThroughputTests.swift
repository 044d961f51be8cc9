import Foundation
import ProgramSupport
import TestSupport
import Testing
import Tonewheel
import TonewheelOSC

extension AcceptanceTests {
    @Suite struct OSCThroughputTests {
        private let frequency = OSCMessage("/mod/sine/freq", 440.0)
        private let amplitude = OSCMessage("/mod/sine/amp", .double(0.1))

        /// Returns a message of at most 32 bytes, and bundles of 256 bytes and 4 KiB with 1 and 10 messages: 12 in all.
        private func mixedSizes() throws -> [[UInt8]] {
            let ten = (0..<10).map { $0.isMultiple(of: 2) ? frequency : amplitude }
            let packets = [
                try amplitude.encoded(), try paddedBundle([frequency], size: 256), try paddedBundle(ten, size: 4096),
            ]
            #expect(packets.map(\.count) == [28, 256, 4096])
            return packets
        }

        @Test("IPC-02: each lost packet of 100,000 messages/s, of 32 B to 4 KB and beside 4 busy processes, is counted")
        func everyPacketIsCounted() async throws { _ = try await countsEveryPacket(of: 6_300) }

        /// - Parameter count: The number of packets of each of four clients.
        /// - Returns: The rate reached, and the number of packets that the socket dropped.
        func countsEveryPacket(of count: Int) async throws -> String {
            let program = try Program()
            let playing = try await PlayingProgram(program, "--no-record")
            let busy = try BusyProcesses(4)
            // Four clients, each with a quarter of the 100,000 messages, in 6,250 packets per second.
            let senders = try (0..<4).map { _ in
                try Sender(
                    try mixedSizes(), count: count, rate: 6_250, to: playing.port, in: program.folder)
            }
            var sent = 0
            var seconds = 0.0
            for sender in senders {
                let result = try await sender.result()
                #expect(result.sent == count)
                sent += result.sent
                seconds = max(seconds, result.seconds)
            }
            withExtendedLifetime(busy) {}
            let status = try await playing.status(afterPackets: sent)
            #expect(status["packets"] + status["packetsDroppedBySocket"] == Double(sent + status.requestCount))
            #expect(status["failedMessages"] == 0)
            #expect(status["malformedPackets"] == 0)
            if status["packetsDroppedBySocket"] == 0 {
                // The packets have 4 messages on average.
                #expect(status["messages"] == Double(4 * sent + status.requestCount))
            }
            try await playing.end()
            return "\(Int(Double(4 * sent) / seconds)) messages/s in \(Int(Double(sent) / seconds)) packets/s,"
                + " \(Int(status["packetsDroppedBySocket"])) of \(sent) dropped"
        }

        @Test(
            "IPC-02: of 100,000 changes of a control from another process none is dropped, and the last is heard"
        )
        func controlChangesAreNotDropped() async throws {
            let program = try Program()
            let playing = try await PlayingProgram(program, "--no-record")
            let probe = EngineProbe(port: playing.port)
            let definition = try SynthDef("number") { def in Out.kr(100, def.control("value", 0)) }
            try probe.send("/d_recv", .blob(definition.bytes), .blob(OSCMessage("/s_new", "number", 1000).encoded()))
            #expect(try probe.sync(1))
            let turns = (0..<10).map { OSCMessage("/mod/1000/value", .float32(Float($0))) }
            let sender = try Sender(
                [OSCPacket.bundle(OSCBundle(elements: turns.map(OSCPacket.message))).encoded()], count: 10_032,
                window: 48, to: playing.port, in: program.folder)
            let result = try await sender.result()
            #expect(result.synced == result.syncs)
            try probe.send("/mod/1000/value", .float32(0.75))
            #expect(try probe.sync(2))
            #expect(
                try await eventually {
                    let socket = UDPSocket(timeoutSeconds: 1)
                    socket.send(try OSCMessage("/c_get", 100).encoded(), to: playing.port)
                    guard let bytes = socket.receive() else { return false }
                    return try OSCPacket(decoding: bytes) == .message(OSCMessage("/c_set", 100, .float32(0.75)))
                })
            let status = try #require(try await probe.statusWithRetries())
            #expect(status["failedMessages"] == 0)
            #expect(status["missedTurns"] == 0)
            try await playing.end()
        }

        @Test("IPC-02: 4 clients that wait for /sync lose nothing and are served equally, beside 4 busy processes")
        func paced() async throws { _ = try await losesNothingWhenPaced(rounds: 100) }

        /// - Parameter rounds: The number of rounds of 48 packets and a `/sync` for each of four clients.
        /// - Returns: The rate reached.
        func losesNothingWhenPaced(rounds: Int) async throws -> String {
            let program = try Program()
            let playing = try await PlayingProgram(program, "--no-record")
            let busy = try BusyProcesses(4)
            let senders = try (0..<4).map { _ in
                try Sender(try mixedSizes(), count: 48 * rounds, window: 48, to: playing.port, in: program.folder)
            }
            var sent = 0
            var seconds = 0.0
            for sender in senders {
                let result = try await sender.result()
                #expect(result.sent == 49 * rounds)
                #expect(result.syncs == rounds)
                #expect(result.synced == rounds)
                #expect(result.misordered == 0)
                sent += result.sent
                seconds = max(seconds, result.seconds)
            }
            withExtendedLifetime(busy) {}
            let status = try await playing.status(afterPackets: sent)
            #expect(status["packetsDroppedBySocket"] == 0)
            #expect(status["packets"] == Double(sent + status.requestCount))
            #expect(status["messages"] == Double(4 * 4 * 48 * rounds + 4 * rounds + status.requestCount))
            #expect(status["failedMessages"] == 0)
            try await playing.end()
            return "\(Int(Double(4 * 4 * 49 * rounds) / seconds)) messages/s, none lost"
        }

        @Test("IPC-02: bundles of 10 messages are atomic")
        func bundlesAreAtomic() async throws {
            let program = try Program()
            let playing = try await PlayingProgram(program, "--no-record", "--freq", "1000", "--amp", "0.125")
            // Each bundle sets intermediate values and ends with a pair of values. Only such pairs may be observed.
            let bundles = try (1...4).map { number in
                let last = [
                    OSCMessage("/mod/sine/freq", .int32(Int32(1_000 * number))),
                    OSCMessage("/mod/sine/amp", .float32(0.125 * Float(number))),
                ]
                let before = [OSCMessage("/mod/sine/freq", 50), OSCMessage("/mod/sine/amp", 1.0)]
                let messages = [[OSCMessage]](repeating: before, count: 4).flatMap { $0 } + last
                return try OSCBundle(elements: messages.map(OSCPacket.message)).encoded()
            }
            let sender = try Sender(bundles, count: 10_000, rate: 10_000, to: playing.port, in: program.folder)
            var seen: Set<Double> = []
            while sender.isRunning {
                guard let status = try playing.status() else { continue }
                seen.insert(status["frequency"])
                #expect(status["amplitude"] == status["frequency"] * 0.000125)
            }
            let result = try await sender.result()
            #expect(result.sent == 10_000)
            #expect(seen.isSubset(of: [1_000, 2_000, 3_000, 4_000]))
            #expect(seen.count > 1)
            try await playing.end()
        }
    }
}
