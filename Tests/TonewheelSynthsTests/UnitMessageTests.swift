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

/// Messages of units signal the control thread in the same block.
@Suite struct UnitMessageTests {
    private func isSignalled(_ signal: EventSignal) -> Bool {
        var request = pollfd(fd: signal.descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, 0) > 0 else { return false }
        signal.clear()
        return true
    }

    /// No other event is signalled meanwhile: no node starts or ends, and there are no queries.
    @Test func eachMessageIsSignalled() throws {
        let signal = try EventSignal()
        defer { signal.close() }
        let graph = GraphControl(GraphShape(), units: UnitRegistry.standard, signal: signal)
        try graph.add(try #require(SynthDefFile(decoding: LocalDefinitions.trigger).definitions.first))
        var packet = CommandPacketBuilder()
        packet.add(.add(try graph.makeSynth("trigger", id: 1, []), .toTail, target: 0), of: 0)
        #expect(graph.send(packet, client: 0))
        var received: [Int] = []
        var signalled: [Int] = []
        for block in 0..<750 {
            graph.graph.pointee.beginBlock()
            graph.graph.pointee.render(nil)
            if isSignalled(signal) { signalled.append(block) }
            graph.collect { graphEvent in
                if case .message(let message) = graphEvent, message.id == 3 { received.append(block) }
            }
        }
        #expect(received == (0..<10).map { 75 * $0 })
        #expect(signalled == received)
    }
}
