import TestSupport
import Testing
import Tonewheel
import TonewheelGraph
import TonewheelOSC
import TonewheelServer

@Suite struct NotificationTests {
    /// Sends a trigger ten times a second.
    private static let trigger = try? SynthDef("trigger") { _ in
        let impulse = UGen.unit("Impulse", .control, [10, 0])[0]
        UGen.unit("SendTrig", .control, [impulse, 3, 5], outputs: 0)
    }

    /// A client that sends nothing hears of each.
    @Test func aSilentClientHears() async throws {
        try await withPlayedEngine { played in
            let socket = UDPSocket()
            for message in [
                OSCMessage("/notify", 1), OSCMessage("/d_recv", .blob(try #require(Self.trigger).bytes)),
                OSCMessage("/sync", 1),
            ] { socket.send(try message.encoded(), to: played.server.port) }
            var answer = OSCMessage("/none")
            while answer != OSCMessage("/synced", 1) { answer = try nextMessage(socket) }
            socket.send(try OSCMessage("/s_new", "trigger", 1, 0, 0).encoded(), to: played.server.port)
            var triggers = 0
            while triggers < 5 {
                answer = try nextMessage(socket)
                if answer.address == "/tr" { triggers += 1 }
            }
            #expect(answer == OSCMessage("/tr", 1, 3, 5.0))
        }
    }
}
