import Testing
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelRealtime
import TonewheelServer

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

    /// Bundles wait on the control side first, and in the graph for the last tenth of a second.
    @Test func bundlesFarAheadAreForgottenToo() async throws {
        // A machine that is busy for longer than the lead is no fault of the server's: again, with more.
        for lead in [2_000_000_000, 20_000_000_000] as [Int64] {
            if try await forgetsBundles(dueIn: lead) { return }
        }
        Issue.record("the machine was too busy to say")
    }

    /// Whether there was time enough to forget them before they were due.
    private func forgetsBundles(dueIn lead: Int64) async throws -> Bool {
        var isInTime = false
        try await withPlayedEngine(configure: { $0.graph = GraphShape() }) { played in
            try #require(try await played.waitForSound())
            let definition = definition(0.1)
            _ = try await played.answers(definition)
            let due = WallClock.now() + lead
            func bundle(_ time: Int64, _ message: OSCMessage) -> OSCPacket {
                .bundle(OSCBundle(timeTag: OSCTimeTag(nanosecondsSince1970: time), message))
            }
            var bundles = (0..<2).flatMap { index in
                [OSCMessage("/s_new", "number", .int32(1000 + index)), definition]
                    .map { bundle(due + Int64(index) * 1_000_000, $0) }
            }
            bundles.append(.message(OSCMessage("/sync", 1)))
            _ = try await played.exchange(.bundle(OSCBundle(elements: bundles)), until: "/synced")
            _ = try await played.answers(OSCMessage("/clearSched"))
            isInTime = WallClock.now() < due - 200_000_000
            guard isInTime else { return }
            let last = bundle(due + 100_000_000, OSCMessage("/s_new", "number", 2000))
            _ = try await played.exchange(
                .bundle(OSCBundle(elements: [last, .message(OSCMessage("/sync", 1))])), until: "/synced")
            func tree() async throws -> [OSCArgument] {
                try await played.exchange(.message(OSCMessage("/g_queryTree", 0)), until: "/g_queryTree.reply")
                    .last?.arguments ?? []
            }
            while try await !tree().contains(.int32(2000)) {
                try #require(WallClock.now() < due + 60_000_000_000)
                try await Task.sleep(for: .milliseconds(20))
            }
            let nodes = try await tree()
            #expect(!nodes.contains(.int32(1000)) && !nodes.contains(.int32(1001)))
        }
        return isInTime
    }
}
