import TestSupport
import Testing
import TonewheelOSC
import TonewheelServer

@Suite struct OSCClientTests {
    @Test func collectsRepliesUpToTheLast() async throws {
        try await withServedEngine(isStarted: false) { played in
            let bundle = OSCBundle(OSCMessage("/sync", 1), OSCMessage("/sync", 2), OSCMessage("/sync", 3))
            let replies = try await OSCClient.exchange(
                .bundle(bundle), host: "127.0.0.1", port: played.server.port, timeout: .seconds(20)
            ) { $0 == OSCMessage("/synced", 2) }
            #expect(replies.prefix(2) == [OSCMessage("/synced", 1), OSCMessage("/synced", 2)])
        }
    }

    @Test func timeOutReturnsRepliesSoFar() async throws {
        try await withServedEngine(isStarted: false) { played in
            var replies: [OSCMessage] = []
            // A busy machine may need more time.
            for milliseconds in [200, 1_000, 5_000] where replies.isEmpty {
                replies = try await OSCClient.exchange(
                    .message(OSCMessage("/sync", 1)), host: "127.0.0.1", port: played.server.port,
                    timeout: .milliseconds(milliseconds)
                ) { _ in false }
            }
            #expect(replies == [OSCMessage("/synced", 1)])
        }
    }

    @Test func noReplyReturnsAnEmptyList() async throws {
        let silent = UDPSocket()
        try #require(silent.bind())
        let replies = try await OSCClient.exchange(
            .message(OSCMessage("/sync", 1)), host: "127.0.0.1", port: silent.port, timeout: .milliseconds(50)
        ) { _ in true }
        #expect(replies.isEmpty)
    }

    @Test func unsendablePacketIsAnError() async throws {
        let tooLarge = OSCPacket.message(OSCMessage("/blob", .blob([UInt8](repeating: 0, count: 70_000))))
        for (packet, host) in [
            (tooLarge, "127.0.0.1"), (.message(OSCMessage("no slash")), "127.0.0.1"),
            (.message(OSCMessage("/sync", 1)), "no.such.host.invalid"),
        ] {
            await #expect {
                try await OSCClient.exchange(packet, host: host, port: 57110, timeout: .seconds(20)) { _ in true }
            } throws: { error in
                guard case ServerError.network(let reason) = error else { return false }
                return reason.contains("Cannot send to \(host) port 57110")
            }
        }
    }
}
