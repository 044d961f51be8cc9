import Testing
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelRealtime
import TonewheelSynths

/// Timed bundles that have been prepared, and changes before their time.
@Suite struct TimedCommandTests {
    /// Returns a message that loads a SynthDef with a constant on the first output.
    private func definition(_ value: Float) -> OSCMessage {
        let constant = SynthDef(
            name: "number", constants: [0, value],
            units: [
                SynthDef.Unit(name: "DC", rate: .audio, inputs: [.constant(1)], outputs: [.audio]),
                SynthDef.Unit(name: "Out", rate: .audio, inputs: [.constant(0), .output(unit: 0, index: 0)]),
            ])
        return OSCMessage("/d_recv", .blob(TestDefinitions.bytes(constant)))
    }

    private let play = OSCMessage("/s_new", "number", 1000, 0, 0)

    @Test func definitionChangedBeforeTheTimeIsUsed() {
        let synths = TestSynths()
        synths.send(definition(1))
        synths.send([play], atFrame: 640)
        synths.send([OSCMessage("/s_new", "sine", 5)], atFrame: 640)
        #expect(synths.takeReplies().isEmpty)
        synths.send(definition(2))
        synths.send(definition(3))
        #expect(synths.render(blocks: 4)[0][0] == 0)
        #expect(synths.render(blocks: 3)[0][0] == 3)
        #expect(synths.graph.counts.synths == 1)
        // A change after the time has no effect.
        synths.send(definition(4))
        #expect(synths.render(blocks: 2)[0][0] == 3)
        #expect(synths.graph.counts.scheduledPackets == 0)
    }

    @Test func definitionLoadedBeforeTheTimeIsUsed() {
        let synths = TestSynths()
        #expect(synths.send([play, OSCMessage("/nonsense")], atFrame: 640).count == 1)
        #expect(synths.send(definition(2)) == [#"/done "/d_recv""#])
        #expect(synths.render(blocks: 12)[0][0] == 2)
        #expect(synths.takeReplies().isEmpty)
    }

    @Test func definitionFreedBeforeTheTimeIsMissing() {
        let synths = TestSynths()
        synths.send(definition(1))
        synths.send([play, OSCMessage("/c_set", 3, 0.5)], atFrame: 640)
        #expect(synths.send(OSCMessage("/d_free", "number")).isEmpty)
        synths.render(blocks: 7)
        #expect(synths.takeReplies().isEmpty)
        synths.render(blocks: 5)
        #expect(synths.takeReplies() == [#"/fail "/s_new" "SynthDef not found: number""#])
        #expect(synths.graph.counts.synths == 0)
        #expect(synths.send(OSCMessage("/c_get", 3)) == ["/c_set 3 0.5"])
    }

    /// A missing SynthDef is reported only when the bundle is due, and only once.
    @Test func missingDefinitionIsReportedWhenDue() {
        let synths = TestSynths()
        #expect(synths.send([play, OSCMessage("/c_set", 3, 0.5), OSCMessage("/s_new", 5)], atFrame: 640).isEmpty)
        synths.render(blocks: 8)
        #expect(synths.takeReplies().isEmpty)
        synths.render(blocks: 3)
        let replies = synths.takeReplies()
        #expect(replies.count == 2)
        #expect(replies.first == #"/fail "/s_new" "SynthDef not found: number""#)
        #expect(replies.last?.contains("must be a string") == true)
        #expect(synths.send(OSCMessage("/c_get", 3)) == ["/c_set 3 0.5"])

        synths.send([play], atFrame: 1280)
        synths.send(OSCMessage("/clearSched"))
        synths.render(blocks: 12)
        #expect(synths.takeReplies().isEmpty)
    }

    @Test func discardedBundleIsNotPreparedAgain() {
        let synths = TestSynths()
        synths.send(definition(1))
        synths.send([play], atFrame: 640)
        synths.send(OSCMessage("/clearSched"))
        synths.send(definition(2))
        synths.render(blocks: 12)
        #expect(synths.graph.counts.synths == 0)
    }

    @Test func clearSchedKeepsPacketsOfTheProgram() {
        let synths = TestSynths()
        synths.send(definition(1))
        synths.send([play], client: LocalClient.unattended, atFrame: 640)
        synths.send(OSCMessage("/clearSched"))
        synths.render(blocks: 12)
        #expect(synths.graph.counts.synths == 1)
        synths.send([play], client: LocalClient.unattended, atFrame: 6400)
        synths.send(OSCMessage("/clearSched"), client: LocalClient.unattended)
        synths.render(blocks: 120)
        #expect(synths.graph.counts.synths == 1)
    }

    /// Timed packets may take half of the capacity, so that packets without a time still take effect in the next block.
    @Test func timedBundlesLeaveCapacityForImmediateOnes() {
        let synths = TestSynths { $0.packetCapacity = 8 }
        let set = OSCMessage("/c_set", 3, 0.5)
        for _ in 0..<4 { synths.server.perform([set], client: 1, atFrame: 6400) }
        synths.server.perform([set], client: 1, atFrame: 6400)
        let reason = "4 packets are already waiting for their time. Send this one closer to its time."
        #expect(synths.send(OSCMessage("/c_set", 4, 0.25)) == [#"/fail "/c_set" "\#(reason)""#])
        #expect(synths.send(OSCMessage("/c_get", 3, 4)) == ["/c_set 3 0.0 4 0.25"])
        #expect(throws: CommandError(reason)) {
            try synths.server.execute([set], client: LocalClient.unattended, atFrame: 6400)
        }
        synths.render(blocks: 110)
        #expect(synths.send(OSCMessage("/c_get", 3)) == ["/c_set 3 0.5"])
    }
}
