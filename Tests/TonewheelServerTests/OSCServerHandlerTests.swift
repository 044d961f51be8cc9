import Foundation
import Synchronization
import TestSupport
import Testing
import Tonewheel
import TonewheelOSC
import TonewheelServer

@Suite struct OSCServerHandlerTests {
    // MARK: - Addresses

    @Test func parameters() async throws {
        try await withServedEngine { played in
            let replies = try await played.replies(
                OSCMessage("/mod/sine/freq", 880), OSCMessage("/mod/sine/amp", .double(0.25)),
                OSCMessage("/gate/sine", 0))
            #expect(replies.isEmpty)
            #expect(try await eventually { !played.engine.status.gate })
            let report = try await played.report()
            #expect(report["frequency"] == 880.0)
            #expect(report["amplitude"] == 0.25)
            #expect(report["gate"] == false)
            #expect(report["state"] == "running")
            #expect(report["backend"] == "null")
            #expect(report["version"] == "test")
            #expect(report["pid"] == .int32(ProcessInfo.processInfo.processIdentifier))
        }
    }

    @Test func startAndStop() async throws {
        try await withServedEngine(isStarted: false) { played in
            // The second request is a no-op, and has the reply `/done`, too.
            for address in ["/engine/start", "/engine/start", "/engine/stop", "/engine/stop"] {
                let replies = try await played.replies(OSCMessage(address: .path(address)))
                #expect(replies == [OSCMessage("/done", .string(address))])
                #expect(played.engine.status.isRunning == (address == "/engine/start"))
            }
        }
    }

    @Test func parametersSurviveAStop() async throws {
        try await withServedEngine { played in
            _ = try await played.replies(OSCMessage("/mod/sine/freq", 880), OSCMessage("/gate/sine", 0))
            #expect(try await eventually { !played.engine.status.gate })
            _ = try await played.replies(OSCMessage("/engine/stop"))
            _ = try await played.replies(OSCMessage("/mod/sine/amp", 0.25))  // applies to the next start
            var report = try await played.report()
            #expect(report["state"] == "stopped")
            #expect(report["frequency"] == 880.0)
            #expect(report["amplitude"] == 0.25)
            _ = try await played.replies(OSCMessage("/engine/start"))
            #expect(try await played.waitForSound())
            report = try await played.report()
            #expect(report["state"] == "running")
            #expect(report["frequency"] == 880.0)
            #expect(report["amplitude"] == 0.25)
            #expect(report["gate"] == false)
        }
    }

    @Test func syncWaitsForTheDevice() async throws {
        try await withServedEngine { played in
            let bundle = OSCBundle(
                OSCMessage("/engine/stop"), OSCMessage("/sync", 1), OSCMessage("/engine/start"), OSCMessage("/sync", 2))
            let replies = try await OSCClient.exchange(
                .bundle(bundle), host: "127.0.0.1", port: played.server.port, timeout: .seconds(20)
            ) { $0 == OSCMessage("/synced", 2) }
            #expect(
                replies == [
                    OSCMessage("/done", "/engine/stop"), OSCMessage("/synced", 1), OSCMessage("/done", "/engine/start"),
                    OSCMessage("/synced", 2),
                ])
            #expect(try await played.replies() == [])
        }
    }

    @Test func failedStartHasAFailReply() async throws {
        try await withServedEngine(isStarted: false, configure: { $0.recordingPath = "/nowhere/at/all.wav" }) {
            played in
            let replies = try await played.replies(OSCMessage("/engine/start"))
            #expect(replies.count == 1)
            #expect(replies.first?.address == "/fail")
            #expect(replies.first?.arguments.first == "/engine/start")
            #expect(!played.engine.status.isRunning)
        }
    }

    @Test func quit() async throws {
        let quits = Mutex(0)
        try await withServedEngine(onQuit: { quits.withLock { $0 += 1 } }) { played in
            let replies = try await played.exchange(.message(OSCMessage("/engine/quit")), until: "/done")
            #expect(replies == [OSCMessage("/done", "/engine/quit")])
            #expect(try await eventually { quits.withLock { $0 } == 1 })
            #expect(!played.engine.status.isRunning)
        }
    }

    // MARK: - Refusals

    @Test func refusedMessagesFailAndChangeNothing() async throws {
        try await withServedEngine { played in
            let bad: [OSCMessage] = [
                OSCMessage("/mod/sine/freq", "fast"), OSCMessage("/mod/sine/freq"), OSCMessage("/mod/sine/freq", 1, 2),
                OSCMessage("/mod/sine/freq", .float32(.nan)), OSCMessage("/mod/sine/freq", .float32(.infinity)),
                OSCMessage("/mod/sine/freq", -1), OSCMessage("/mod/sine/freq", 24_001),
                OSCMessage("/mod/sine/amp", 1.5),
                OSCMessage("/gate/sine", 2), OSCMessage("/mod/*/pitch", 1), OSCMessage("/mod/[/freq", 1),
                OSCMessage("/s_new", 1), OSCMessage(9, 1), OSCMessage("/sync", "x"), OSCMessage("/engine/stop", 1),
                OSCMessage("/mod/sine/*", 440),
            ]
            for message in bad {
                let replies = try await played.replies(message)
                #expect(replies.count == 1)
                #expect(replies.first?.address == "/fail", "\(message)")
                let name = message.address == 9 ? "/s_new" : message.address.description
                #expect(replies.first?.arguments.first == .string(name))
                #expect(replies.first?.arguments.count == 2)
            }
            #expect(played.server.counts.failed == bad.count)
            #expect(played.server.counts.malformed == 0)
            let report = try await played.report()
            #expect(report["failedMessages"] == .int32(Int32(bad.count)))
            #expect(report["frequency"] == 440.0)
            #expect(report["amplitude"] == 0.1)
            #expect(report["gate"] == true)
            #expect(report["state"] == "running")
        }
    }

    @Test func validMessagesBesideInvalidOnesTakeEffect() async throws {
        try await withServedEngine { played in
            let replies = try await played.replies(
                OSCMessage("/mod/sine/freq", 880), OSCMessage("/nowhere"), OSCMessage("/sync", 5),
                OSCMessage("/mod/sine/amp", "loud"))
            #expect(replies.count == 3)
            #expect(replies.filter { $0.address == "/fail" }.map(\.arguments.first) == ["/nowhere", "/mod/sine/amp"])
            #expect(replies.contains(OSCMessage("/synced", 5)))
            #expect(try await eventually { played.engine.status.frequency == 880 })
            #expect(played.engine.status.amplitude == 0.1)
        }
    }

    @Test func malformedPacketsHaveFailReplies() async throws {
        try await withServedEngine { played in
            let packets: [[UInt8]] = [
                [], [0], Array("abc".utf8), Array("/abc".utf8), Array("/a\0\0,i\0\0".utf8), Array("#bundle\0".utf8),
                Array("#bundle\0".utf8) + [UInt8](repeating: 0xFF, count: 12), [UInt8](repeating: 0xFF, count: 65_504),
                Array("/a\0\0,b\0\0".utf8) + [0x7F, 0xFF, 0xFF, 0xFF],
            ]
            let socket = UDPSocket()
            for packet in packets {
                #expect(socket.send(packet, to: played.server.port))
                let bytes = try #require(socket.receive())
                guard case .message(let reply) = try OSCPacket(decoding: bytes) else { continue }
                #expect(reply.address == "/fail")
                #expect(reply.arguments.first == "")
                #expect(reply.arguments.count == 2)
            }
            #expect(played.server.counts.malformed == packets.count)
            #expect(played.server.counts.failed == packets.count)
            #expect(played.server.counts.packets == packets.count)
            #expect(try await played.report()["malformedPackets"] == .int32(Int32(packets.count)))
        }
    }

    @Test func oversizedReplyIsNotFatal() async throws {
        try await withServedEngine { played in
            // The address alone fills a datagram, and the reply contains it together with a reason.
            let message = OSCMessage(address: .path("/" + String(repeating: "a", count: 65_000)))
            let socket = UDPSocket()
            let bytes = try message.encoded()
            #expect(socket.send(bytes, to: played.server.port))
            #expect(try await eventually { played.server.counts.failed == 1 })
            #expect(try await played.replies() == [])
        }
    }

    #if os(Linux)
    /// The packet is sent over a raw socket, since no socket can be bound to port 0. Raw sockets require root.
    @Test(.enabled(if: geteuid() == 0, "raw sockets require root"))
    func packetFromPortZeroIsDiscarded() async throws {
        try await withServedEngine { played in
            let payload = try OSCMessage("/engine/status").encoded()
            let port = UInt16(played.server.port)
            let length = UInt16(8 + payload.count)
            // The UDP header: source port 0, the server's port, the length, no checksum (RFC 768).
            let header: [UInt8] = [
                0, 0, UInt8(port >> 8), UInt8(port & 0xFF), UInt8(length >> 8), UInt8(length & 0xFF), 0, 0,
            ]
            let socket = UDPSocket(isRaw: true)
            #expect(socket.send(header + payload, to: 0))
            #expect(try await eventually { played.server.counts.packets == 1 })
            #expect(try await played.replies() == [])
            #expect(played.server.counts.notAllowed == 1)
        }
    }
    #endif
}
