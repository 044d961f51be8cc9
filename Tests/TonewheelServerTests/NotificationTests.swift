import TestSupport
import Testing
import Tonewheel
import TonewheelGraph
import TonewheelOSC
import TonewheelServer

@Suite struct NotificationTests {
    /// A SynthDef that sends a trigger ten times per second.
    private static let trigger = try? SynthDef("trigger") { _ in
        let impulse = UGen.unit("Impulse", .control, [10, 0])[0]
        UGen.unit("SendTrig", .control, [impulse, 3, 5], outputs: 0)
    }

    /// A client that sends nothing receives each notification.
    @Test func idleClientReceivesNotifications() async throws {
        try await withServedEngine { played in
            let socket = UDPSocket()
            for message in [
                OSCMessage("/notify", 1), OSCMessage("/d_recv", .blob(try #require(Self.trigger).bytes)),
                OSCMessage("/sync", 1),
            ] { socket.send(try message.encoded(), to: played.server.port) }
            var reply = OSCMessage("/none")
            while reply != OSCMessage("/synced", 1) { reply = try nextMessage(socket) }
            socket.send(try OSCMessage("/s_new", "trigger", 1, 0, 0).encoded(), to: played.server.port)
            var triggers = 0
            while triggers < 5 {
                reply = try nextMessage(socket)
                if reply.address == "/tr" { triggers += 1 }
            }
            #expect(reply == OSCMessage("/tr", 1, 3, 5.0))
        }
    }
}
