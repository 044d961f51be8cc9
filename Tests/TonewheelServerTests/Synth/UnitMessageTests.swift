import Foundation
import TestSupport
import Testing
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelRealtime
import TonewheelServer
import TonewheelUGens

/// What units say wakes the control side in the block in which they say it.
@Suite struct UnitMessageTests {
    private func isSignalled(_ signal: EventSignal) -> Bool {
        var request = pollfd(fd: signal.descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, 0) > 0 else { return false }
        signal.clear()
        return true
    }

    /// Nothing else happens meanwhile: no node comes or goes, and nobody asks.
    @Test func eachMessageIsSignalled() throws {
        let signal = try EventSignal()
        defer { signal.close() }
        let graph = GraphControl(GraphShape(), units: UnitRegistry.standard, news: signal)
        try graph.add(try #require(SynthDefinitionFile(decoding: LocalDefinitions.trigger).definitions.first))
        var packet = CommandPacketBuilder()
        packet.add(.add(try graph.makeSynth("trigger", id: 1, []), .toTail, target: 0), of: 0)
        #expect(graph.send(packet, client: 0))
        var heard: [Int] = []
        var signalled: [Int] = []
        for block in 0..<750 {
            graph.graph.pointee.beginBlock()
            graph.graph.pointee.render(nil)
            if isSignalled(signal) { signalled.append(block) }
            graph.collect { news in
                if case .message(let message) = news, message.id == 3 { heard.append(block) }
            }
        }
        #expect(heard == (0..<10).map { 75 * $0 })
        #expect(signalled == heard)
    }

    /// A client that sends nothing hears of each.
    @Test func aSilentClientHears() async throws {
        try await withPlayedEngine(configure: { $0.graph = GraphShape() }) { played in
            let socket = UDPSocket()
            for message in [
                OSCMessage("/notify", 1), OSCMessage("/d_recv", .blob(LocalDefinitions.trigger)),
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
