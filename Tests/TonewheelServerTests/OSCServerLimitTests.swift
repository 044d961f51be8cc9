import Dispatch
import NIOCore
import TestSupport
import Testing
import Tonewheel
import TonewheelOSC
import TonewheelRealtime
import TonewheelServer

/// The limits for the load by one client.
@Suite struct OSCServerLimitTests {
    @Test func failRepliesPerPacketAreLimitedAndAllCount() async throws {
        try await withServedEngine { played in
            let bad = [OSCMessage](repeating: OSCMessage("/x"), count: 1000).map(OSCPacket.message)
            let bundle = OSCBundle(elements: bad + [.message(OSCMessage("/sync", 1))])
            let replies = try await played.exchange(.bundle(bundle), until: "/synced")
            #expect(replies.count == 18, "16 refusals, one reply for the rest, and /synced")
            #expect(replies[16].arguments.last == "and 984 more messages of the same packet")
            #expect(played.server.counts.failed == 1000)
            #expect(played.server.counts.messages == 1001)
        }
    }

    @Test func overlongPatternIsRefused() async throws {
        try await withServedEngine { played in
            let pattern = "/" + String(repeating: "{a,b}", count: 5000)
            let replies = try await played.replies(OSCMessage(address: .path(pattern)))
            #expect(replies.count == 1)
            #expect(replies.first?.arguments.last?.description.contains("longer than 1024") == true)
            // The reply truncates the address.
            #expect((replies.first?.arguments.first?.description.count ?? 0) < 80)
        }
    }

    @Test func deviceQueueIsBounded() async throws {
        try await withServedEngine { played in
            let cycle = [OSCMessage("/engine/stop"), OSCMessage("/engine/start")].map(OSCPacket.message)
            let flood = OSCBundle(elements: [[OSCPacket]](repeating: cycle, count: 100).flatMap { $0 })
            _ = try await played.exchange(.bundle(flood), until: "/fail")
            #expect(try await eventually { played.server.counts.failed == 200 - 64 })
            #expect(played.server.counts.refusedByDeviceQueue == 200 - 64)
            // Requests that do not wait for the device have replies meanwhile.
            #expect(try await played.report()["version"] == "test")
        }
    }

    @Test func failRepliesToAFloodAreLimitedAndAllCount() async throws {
        try await withServedEngine(isStarted: false) { played in
            let bad = try OSCMessage("/nowhere").encoded()
            let socket = UDPSocket()
            // More than the budget in total, but at no time more than the socket's buffer holds.
            for round in 1...20 {
                for _ in 0..<1_000 { #expect(socket.send(bad, to: played.server.port)) }
                #expect(try await eventually { played.server.counts.failed == 1_000 * round })
            }
            #expect(played.server.counts.failedWithoutReply > 0)
            #expect(played.server.counts.failedWithoutReply <= 20_000 - 4_096)
            #expect(played.server.counts.droppedBySocket == 0)
            // Valid messages of the client still take effect.
            socket.send(try OSCMessage("/mod/sine/freq", 880).encoded(), to: played.server.port)
            #expect(try await eventually { played.engine.status.frequency == 880 })
        }
    }

    #if os(Linux)
    @Test func socketDropsAreCountedAcrossSockets() async throws {
        try await withServedEngine(isStarted: false) { played in
            let message = try OSCMessage("/gate/sine", 1).encoded()
            let socket = UDPSocket()
            var sent = 0
            var dropped = 0
            for _ in 0..<2 {
                let channel = try #require(played.server.listener?.channel)
                // The event loop does not read until all messages have been sent.
                let (sending, isSent) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
                channel.eventLoop.execute {
                    sending.signal()
                    isSent.wait()
                }
                await withCheckedContinuation { started in
                    DispatchQueue.global().async {
                        sending.wait()
                        started.resume()
                    }
                }
                for _ in 0..<30_000 where socket.send(message, to: played.server.port) { sent += 1 }
                isSent.signal()
                #expect(
                    try await eventually {
                        let counts = played.server.counts
                        return counts.packets + counts.droppedBySocket == sent
                    })
                #expect(played.server.counts.droppedBySocket > dropped)
                dropped = played.server.counts.droppedBySocket
                #expect(try await played.report()["packetsDroppedBySocket"] == .int32(Int32(dropped)))
                sent += 1
                // The next socket starts to count at 0.
                try await channel.close()
                #expect(
                    try await eventually { played.server.listener?.channel.map { $0 !== channel } ?? false })
            }
        }
    }
    #endif

    @Test func repliesOfServersHaveNoReply() async throws {
        try await withServedEngine { played in
            let replies = try await played.replies(
                OSCMessage("/fail", "/x", "no such address"), OSCMessage("/done", "/engine/start"),
                OSCMessage("/synced", 1), OSCMessage("/engine/status.reply"))
            #expect(replies.isEmpty)
            #expect(played.server.counts.failed == 0)
        }
    }

    @Test func bundlesWithTheSameTimeKeepTheirOrder() async throws {
        try await withServedEngine { played in
            try #require(try await played.waitForSound())
            let time = OSCTimeTag(nanosecondsSince1970: WallClock.now() + 300_000_000)
            for frequency in 1...40 {
                let bundle = OSCBundle(timeTag: time, OSCMessage("/mod/sine/freq", .int32(Int32(frequency))))
                _ = try await played.exchange(
                    .bundle(OSCBundle(elements: [.bundle(bundle), .message(OSCMessage("/sync", 1))])), until: "/synced")
            }
            #expect(try await eventually { played.engine.status.frequency < 41 })
            #expect(try await eventually { played.engine.status.frequency == 40 })
        }
    }
}
