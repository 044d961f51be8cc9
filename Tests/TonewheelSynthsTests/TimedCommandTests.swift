import Testing
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelRealtime
import TonewheelSynths

/// What has been prepared for its time, and what changes meanwhile.
@Suite struct TimedCommandTests {
    /// Puts a number on the first output.
    private func definition(_ value: Float) -> OSCMessage {
        let constant = SynthDefinition(
            name: "number", constants: [0, value],
            units: [
                SynthDefinition.Unit(name: "DC", rate: .audio, inputs: [.constant(1)], outputs: [.audio]),
                SynthDefinition.Unit(name: "Out", rate: .audio, inputs: [.constant(0), .output(unit: 0, index: 0)]),
            ])
        return OSCMessage("/d_recv", .blob(TestDefinitions.bytes(constant)))
    }

    private let play = OSCMessage("/s_new", "number", 1000, 0, 0)

    @Test func aDefinitionThatChangesInTimeIsTheOneThatPlays() {
        let synths = TestSynths()
        synths.send(definition(1))
        synths.send([play], atFrame: 640)
        synths.send([OSCMessage("/s_new", "sine", 5)], atFrame: 640)
        #expect(synths.answers().isEmpty)
        synths.send(definition(2))
        synths.send(definition(3))
        #expect(synths.render(blocks: 4)[0][0] == 0)
        #expect(synths.render(blocks: 3)[0][0] == 3)
        #expect(synths.graph.counts.synths == 1)
        // From now on nothing happens to it any more.
        synths.send(definition(4))
        #expect(synths.render(blocks: 2)[0][0] == 3)
        #expect(synths.graph.counts.scheduledPackets == 0)
    }

    @Test func aDefinitionThatComesInTimePlays() {
        let synths = TestSynths()
        #expect(synths.send([play, OSCMessage("/nonsense")], atFrame: 640).count == 1)
        #expect(synths.send(definition(2)) == [#"/done "/d_recv""#])
        #expect(synths.render(blocks: 12)[0][0] == 2)
        #expect(synths.answers().isEmpty)
    }

    @Test func aDefinitionThatGoesInTimeIsMissed() {
        let synths = TestSynths()
        synths.send(definition(1))
        synths.send([play, OSCMessage("/c_set", 3, 0.5)], atFrame: 640)
        #expect(synths.send(OSCMessage("/d_free", "number")).isEmpty)
        synths.render(blocks: 7)
        #expect(synths.answers().isEmpty)
        synths.render(blocks: 5)
        #expect(synths.answers() == [#"/fail "/s_new" "SynthDef not found: number""#])
        #expect(synths.graph.counts.synths == 0)
        #expect(synths.send(OSCMessage("/c_get", 3)) == ["/c_set 3 0.5"])
    }

    /// Of what is missing nobody hears before its time, nor of more than that.
    @Test func whatIsMissingIsToldOfWhenItIsDue() {
        let synths = TestSynths()
        #expect(synths.send([play, OSCMessage("/c_set", 3, 0.5), OSCMessage("/s_new", 5)], atFrame: 640).isEmpty)
        synths.render(blocks: 8)
        #expect(synths.answers().isEmpty)
        synths.render(blocks: 3)
        let answers = synths.answers()
        #expect(answers.count == 2)
        #expect(answers.first == #"/fail "/s_new" "SynthDef not found: number""#)
        #expect(answers.last?.contains("must be a string") == true)
        #expect(synths.send(OSCMessage("/c_get", 3)) == ["/c_set 3 0.5"])

        synths.send([play], atFrame: 1280)
        synths.send(OSCMessage("/clearSched"))
        synths.render(blocks: 12)
        #expect(synths.answers().isEmpty)
    }

    @Test func whatIsForgottenDoesNotComeBack() {
        let synths = TestSynths()
        synths.send(definition(1))
        synths.send([play], atFrame: 640)
        synths.send(OSCMessage("/clearSched"))
        synths.send(definition(2))
        synths.render(blocks: 12)
        #expect(synths.graph.counts.synths == 0)
    }

    @Test func whatTheProgramHasSentIsItsOwn() {
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

    /// Half of the room for packets: what has no time still takes effect in the next block.
    @Test func bundlesForLaterLeaveRoom() {
        let synths = TestSynths { $0.packetCapacity = 8 }
        let set = OSCMessage("/c_set", 3, 0.5)
        for _ in 0..<4 { synths.server.perform([set], client: 1, atFrame: 6400) }
        synths.server.perform([set], client: 1, atFrame: 6400)
        let reason = "4 packets wait for their time already: send this one nearer to its own"
        #expect(synths.send(OSCMessage("/c_set", 4, 0.25)) == [#"/fail "/c_set" "\#(reason)""#])
        #expect(synths.send(OSCMessage("/c_get", 3, 4)) == ["/c_set 3 0.0 4 0.25"])
        #expect(throws: CommandError(reason)) {
            try synths.server.obey([set], client: LocalClient.unattended, atFrame: 6400)
        }
        synths.render(blocks: 110)
        #expect(synths.send(OSCMessage("/c_get", 3)) == ["/c_set 3 0.5"])
    }
}
