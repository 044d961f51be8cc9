import Foundation
import ProgramSupport
import TestSupport
import Testing
import Tonewheel
import TonewheelGraph
import TonewheelOSC
import TonewheelServer
import TonewheelSynths

/// OSC over TCP: each packet is preceded by its size, and replies use the same connection.
@Suite struct OSCServerStreamTests {
    private func withServer(
        maximumLogins: Int = 32, _ configure: (inout OSCServer.Configuration) -> Void = { _ in },
        _ body: (OSCServer) async throws -> Void
    ) async throws {
        var configuration = AudioEngine.Configuration()
        configuration.output = .null
        configuration.locksMemory = false
        configuration.limitsOutput = false
        configuration.server.maximumLogins = maximumLogins
        let engine = try AudioEngine(configuration)
        try engine.start()
        var server = localConfiguration()
        server.streamPort = 0
        configure(&server)
        let running = try await OSCServer(server, engine: engine) {}
        do {
            try await body(running)
        } catch {
            await running.close()
            try engine.stop()
            throw error
        }
        await running.close()
        try engine.stop()
    }

    @Test func packetsMayArriveInAnyFragments() async throws {
        try await withServer { server in
            let client = try TCPClient(port: server.streamPort)
            #expect(try client.request(OSCMessage("/sync", 1)) == OSCMessage("/synced", 1))
            let (two, three) = (try OSCMessage("/sync", 2).encoded(), try OSCMessage("/sync", 3).encoded())
            client.send(TCPClient.framed(two) + TCPClient.framed(three))
            #expect(try client.receive() == .message(OSCMessage("/synced", 2)))
            #expect(try client.receive() == .message(OSCMessage("/synced", 3)))
            for byte in TCPClient.framed(two) {
                client.send([byte])
                try await Task.sleep(for: .milliseconds(2))
            }
            #expect(try client.receive() == .message(OSCMessage("/synced", 2)))
            let bundle = OSCBundle(elements: [.message(OSCMessage("/sync", 4)), .message(OSCMessage("/sync", 5))])
            client.send(TCPClient.framed(try bundle.encoded()))
            #expect(try client.receive() == .message(OSCMessage("/synced", 4)))
            #expect(try client.receive() == .message(OSCMessage("/synced", 5)))
            // Invalid OSC is refused, and the connection stays open, since the beginning of the next packet is known.
            client.send(TCPClient.framed([1, 2, 3, 4]) + TCPClient.framed([]))
            for _ in 0..<2 {
                let reply = try #require(try client.message())
                #expect(reply.address == "/fail")
            }
            #expect(try client.request(OSCMessage("/sync", 6)) == OSCMessage("/synced", 6))
        }
    }

    @Test func notificationsUseTheConnection() async throws {
        try await withServer { server in
            let (one, other) = (try TCPClient(port: server.streamPort), try TCPClient(port: server.streamPort))
            #expect(try one.request(OSCMessage("/notify", 1)) == OSCMessage("/done", "/notify", 0, 32))
            #expect(try other.request(OSCMessage("/notify", 1)) == OSCMessage("/done", "/notify", 1, 32))
            try other.send(OSCMessage("/g_new", 7, 0, 0))
            for client in [one, other] {
                #expect(try client.receive() == .message(OSCMessage("/n_go", 7, 0, -1, -1, 1, -1, -1)))
            }
        }
    }

    @Test(arguments: [0xFFFF_FFFF, 0x8000_0000, 3, 0x0010_0004, 0x7FFF_FFFC] as [UInt32])
    func invalidSizeClosesTheConnection(size: UInt32) async throws {
        try await withServer { server in
            let (good, bad) = (try TCPClient(port: server.streamPort), try TCPClient(port: server.streamPort))
            bad.send(withUnsafeBytes(of: size.bigEndian) { Array($0) } + [1, 2, 3, 4])
            let reply = try #require(try bad.message())
            #expect(reply.address == "/fail")
            #expect(try bad.waitForClose())
            #expect(server.counts.malformed == 1)
            #expect(try good.request(OSCMessage("/sync", 1)) == OSCMessage("/synced", 1))
        }
    }

    @Test func passwordMustBeTheFirstPacket() async throws {
        try await withServer {
            $0.password = "secret"
        } _: { server in
            let plain = try TCPClient(port: server.streamPort)
            plain.send(TCPClient.framed(Array("secret\0\0".utf8)))
            #expect(try plain.request(OSCMessage("/sync", 1)) == OSCMessage("/synced", 1))
            for wrong in ["wrong\0\0\0", "secre\0\0\0", "secrets\0", "\0\0\0\0", ""] {
                let client = try TCPClient(port: server.streamPort)
                client.send(TCPClient.framed(Array(wrong.utf8)))
                try client.send(OSCMessage("/c_set", 0, 1))
                let reply = try #require(try client.message())
                #expect(reply.address == "/fail")
                #expect(try client.waitForClose())
            }
            let unauthenticated = try TCPClient(port: server.streamPort)
            #expect(try unauthenticated.request(OSCMessage("/sync", 1))?.address == "/fail")
            // None of the messages has been executed.
            #expect(try plain.request(OSCMessage("/c_get", 0)) == OSCMessage("/c_set", 0, 0.0))
        }
    }

    @Test func numberOfConnectionsIsLimited() async throws {
        try await withServer {
            $0.maximumConnections = 2
        } _: { server in
            let first = try TCPClient(port: server.streamPort)
            #expect(try first.request(OSCMessage("/sync", 1)) != nil)
            let second = try TCPClient(port: server.streamPort)
            #expect(try second.request(OSCMessage("/sync", 1)) != nil)
            let third = try TCPClient(port: server.streamPort)
            #expect(try third.waitForClose())
            #expect(server.counts.connectionsRefused == 1)
            second.resetConnection()
            let isAccepted = try await eventually {
                try TCPClient(port: server.streamPort).request(OSCMessage("/sync", 2)) == OSCMessage("/synced", 2)
            }
            #expect(isAccepted)
            #expect(try first.request(OSCMessage("/sync", 1)) != nil)
        }
    }

    @Test func closedConnectionIsLoggedOut() async throws {
        try await withServer(maximumLogins: 1) { server in
            let lost = try TCPClient(port: server.streamPort)
            #expect(try lost.request(OSCMessage("/notify", 1)) == OSCMessage("/done", "/notify", 0, 1))
            // The connection closes in the middle of a packet.
            lost.send([0, 0, 0, 64, 1, 2, 3])
            lost.resetConnection()
            let client = try TCPClient(port: server.streamPort)
            let isLoggedIn = try await eventually {
                try client.request(OSCMessage("/notify", 1)) == OSCMessage("/done", "/notify", 0, 1)
            }
            #expect(isLoggedIn)
        }
    }

    /// Unread replies are buffered up to a limit; more are dropped and counted, and other clients are not delayed.
    @Test func repliesToAnUnreadConnectionAreDropped() async throws {
        try await withServer { server in
            let (slow, quick) = (try TCPClient(port: server.streamPort), try TCPClient(port: server.streamPort))
            // 24 MB of replies.
            for _ in 0..<500 { try slow.send(OSCMessage("/c_getn", 0, 12_000)) }
            #expect(try await eventually { server.counts.repliesDropped > 0 })
            #expect(try quick.request(OSCMessage("/sync", 1)) == OSCMessage("/synced", 1))
            #expect(try await eventually { server.counts.messages >= 501 })
            // Once the client reads, it receives replies again.
            try slow.send(OSCMessage("/sync", 2))
            var received = 0
            let reading = try TCPClient(port: server.streamPort)
            #expect(try reading.request(OSCMessage("/sync", 3)) != nil)
            while received < 500, let packet = try slow.receive() {
                received += 1
                if packet == .message(OSCMessage("/synced", 2)) { break }
                try slow.send(OSCMessage("/sync", 2))
            }
            #expect(received < 500)
        }
    }

    @Test func streamPortWorksWithoutDatagramPort() async throws {
        try await withServer {
            $0.port = nil
        } _: { server in
            #expect(server.listener == nil)
            #expect(server.port == 0)
            let client = try TCPClient(port: server.streamPort)
            #expect(try client.request(OSCMessage("/sync", 1)) == OSCMessage("/synced", 1))
        }
    }

    @Test func busyStreamPortIsReported() async throws {
        try await withServer { server in
            var configuration = localConfiguration()
            configuration.streamPort = server.streamPort
            let engine = try AudioEngine()
            await #expect(throws: ServerError.portBusy(host: "127.0.0.1", port: server.streamPort)) {
                try await OSCServer(configuration, engine: engine) {}
            }
        }
    }
}
