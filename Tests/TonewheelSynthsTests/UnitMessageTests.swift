import Foundation
import TestSupport
import Testing
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelRealtime
import TonewheelSynths
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
}
