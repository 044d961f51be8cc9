import Testing
import TonewheelGraph
import TonewheelOSC
import TonewheelSynths

/// Feedback of a synth over local buses, and units that act on other nodes.
@Suite struct LocalBusTests {
    private func play(_ name: String, _ definition: [UInt8], blocks: Int) -> [[[Float]]] {
        let synths = TestSynths()
        synths.send(OSCMessage("/d_recv", .blob(definition)))
        synths.server.perform([OSCMessage("/s_new", .string(name), 1000, 0, 0)], client: 1)
        return (0..<blocks).map { _ in synths.render() }
    }

    @Test func localInReadsThePreviousBlock() {
        let blocks = play("later", LocalDefinitions.later, blocks: 4)
        let ramp = (0..<192).map { Float($0) }
        #expect(blocks[0][0].allSatisfy { $0 == 0.25 })
        #expect(blocks[0][1].allSatisfy { $0 == 0.5 })
        #expect(blocks[1][0] == Array(ramp[..<64]))
        #expect(blocks[1][1].allSatisfy { $0 == 0.25 })
        #expect(blocks[3][0] == Array(ramp[128...]))
        #expect(blocks[3][1] == Array(ramp[64..<128]))
    }

    @Test func secondLocalOutAdds() {
        let blocks = play("adding", LocalDefinitions.adding, blocks: 3)
        #expect(blocks[0][0].allSatisfy { $0 == 0 })
        for block in blocks[1...] { #expect(block[0].allSatisfy { $0 == 3 }) }
    }

    @Test func controlRateLocalBusesAreSeparate() {
        let blocks = play("counting", LocalDefinitions.counting, blocks: 5)
        // The output interpolates from 13 to 14.
        #expect(blocks[4][0][0] == 13)
        for block in blocks { #expect(block[1].allSatisfy { $0 == 7 }) }
    }

    /// The default is clamped to 10¹⁵. The square of its square is infinite: the synth is muted.
    @Test func feedbackReplacesNonFiniteSamples() {
        let blocks = play("squaring", LocalDefinitions.squaring, blocks: 30)
        #expect(blocks[0][0].allSatisfy { $0 == 1e15 })
        #expect(blocks[1][0].allSatisfy { $0 == 1e15 * 1e15 })
        for block in blocks[2...] { #expect(block[0].allSatisfy { $0 == 0 }) }
    }

    private func synths() -> TestSynths {
        let synths = TestSynths()
        synths.send(OSCMessage("/d_recv", .blob(LocalDefinitions.controlling)))
        synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine))))
        return synths
    }

    @Test func synthFreesAndPausesAnotherNode() {
        let synths = synths()
        synths.send(OSCMessage("/notify", 1))
        synths.send(OSCMessage("/s_new", "sine", 2000, 0, 0))
        synths.send(OSCMessage("/s_new", "controlling", 1000, 0, 0, "id", 2000))
        #expect(synths.graph.counts.synths == 2)
        #expect(synths.send(OSCMessage("/n_set", 1000, "gate", 0)).contains { $0.hasPrefix("/n_off 2000") })
        #expect(synths.send(OSCMessage("/n_set", 1000, "gate", 1)).contains { $0.hasPrefix("/n_on 2000") })
        #expect(synths.send(OSCMessage("/n_set", 1000, "t", 1)).contains { $0.hasPrefix("/n_end 2000") })
        #expect(synths.graph.counts.synths == 1)
    }

    /// The synth itself, the next synth, their group, the root, and missing nodes.
    @Test(arguments: [1000, 999, 1, 0, -5, 12_345] as [Int32])
    func anyNodeMayBeFreed(id: Int32) {
        let synths = synths()
        synths.send(OSCMessage("/g_new", 1, 0, 0))
        synths.send(OSCMessage("/s_new", "sine", 999, 0, 1))
        synths.send(OSCMessage("/s_new", "controlling", 1000, 0, 1, "id", .int32(id), "t", 1, "gate", 0))
        synths.render(blocks: 3)
        let left = id == 1 ? 0 : id == 1000 || id == 999 ? 1 : 2
        #expect(synths.graph.counts.synths == left)
    }
}
