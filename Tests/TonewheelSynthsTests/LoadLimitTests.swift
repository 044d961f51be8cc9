import Testing
import TonewheelGraph
import TonewheelOSC
import TonewheelRealtime
import TonewheelSynths

/// The refusal of synths while the load exceeds the limit.
@Suite struct LoadLimitTests {
    private let gate = LoadGate(limit: 0.9)
    private let synths: TestSynths
    private let play = OSCMessage("/s_new", "sine", 1000)
    private let failure =
        #"/fail "/s_new" "the load of 97 % exceeds the limit of 90 %: "#
        + #"free synths and try again, or raise the limit (--load-limit)""#

    init() throws {
        synths = TestSynths(loadGate: gate)
        try synths.graph.add(TestDefinitions.sine)
    }

    @Test func synthsAreAcceptedUpToTheLimit() {
        gate.assume(0.9)
        #expect(synths.send(play).isEmpty)
        #expect(synths.graph.counts.synths == 1)
        gate.assume(0.97)
        #expect(synths.send(OSCMessage("/s_new", "sine", 1001)) == [failure])
        #expect(synths.graph.counts.synths == 1)
        #expect(synths.server.failureCount == 1)
        gate.assume(0.89)
        #expect(synths.send(OSCMessage("/s_new", "sine", 1001)).isEmpty)
        #expect(synths.graph.counts.synths == 2)
        #expect(gate.refusedSynths == 1)
    }

    @Test func onlySynthsAreRefused() {
        synths.send(play)
        gate.assume(0.97)
        let replies = synths.send([
            OSCMessage("/g_new", 5, 0, 0), OSCMessage("/n_set", 1000, "freq", 220), OSCMessage("/c_set", 3, 0.5),
            OSCMessage("/s_new", "sine", 1001), OSCMessage("/c_get", 3),
        ])
        #expect(replies == [failure, "/c_set 3 0.5"])
        #expect(synths.graph.counts.groups == 2)
        #expect(synths.send(OSCMessage("/s_get", 1000, "freq")) == [#"/n_set 1000 "freq" 220.0"#])
        #expect(synths.send(OSCMessage("/n_free", 1000)).isEmpty)
        #expect(synths.graph.counts.synths == 0)
    }

    @Test func programIsRefusedWithTheFigure() {
        gate.assume(1.5)
        let error = #expect(throws: CommandError.self) {
            try synths.server.execute([play], client: LocalClient.unattended)
        }
        #expect(error?.reason.contains("the load of 150 % exceeds the limit of 90 %") == true)
    }

    @Test func completionMessagesAreRefused() {
        gate.assume(0.97)
        let bytes = (try? play.encoded()) ?? []
        let replies = synths.send(
            OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.write)), .blob(bytes)))
        #expect(replies.contains(failure))
        #expect(synths.graph.counts.synths == 0)
    }

    // MARK: - Timed bundles

    /// The rest of the bundle takes effect, and the failure is reported when it is due.
    @Test func timedSynthIsRefusedWhenItsBundleIsPrepared() {
        gate.assume(0.97)
        #expect(synths.send([play, OSCMessage("/c_set", 3, 0.5)], atFrame: 640).isEmpty)
        gate.assume(0)
        #expect(gate.refusedSynths == 1)
        synths.render(blocks: 12)
        #expect(synths.takeReplies() == [failure])
        #expect(synths.graph.counts.synths == 0)
        #expect(synths.send(OSCMessage("/c_get", 3)) == ["/c_set 3 0.5"])
    }

    @Test func loadAtTheTimeOfABundleHasNoInfluence() {
        #expect(synths.send([play], atFrame: 640).isEmpty)
        gate.assume(0.97)
        synths.render(blocks: 12)
        #expect(synths.takeReplies().isEmpty)
        #expect(synths.graph.counts.synths == 1)
    }

    /// A SynthDef that is sent again does not revoke the decision.
    @Test func acceptedBundleIsPreparedAgainAtAnyLoad() {
        #expect(synths.send([play], atFrame: 640).isEmpty)
        gate.assume(0.97)
        #expect(
            synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine))))
                == [#"/done "/d_recv""#])
        synths.render(blocks: 12)
        #expect(synths.takeReplies().isEmpty)
        #expect(synths.graph.counts.synths == 1)
        #expect(gate.refusedSynths == 0)
    }

    /// A synth without a SynthDef has not been accepted yet.
    @Test func synthOfALaterDefinitionIsDecidedWhenItIsBuilt() throws {
        #expect(synths.send([OSCMessage("/s_new", "write", 1000)], atFrame: 640).isEmpty)
        gate.assume(0.97)
        synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.write))))
        synths.render(blocks: 12)
        #expect(synths.takeReplies() == [failure])
        #expect(gate.refusedSynths == 1)
    }
}
