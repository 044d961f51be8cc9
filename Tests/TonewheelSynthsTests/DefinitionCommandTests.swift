import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelSynths

/// Definitions come and go: what of them is loaded, and who is told when they have gone.
@Suite struct DefinitionCommandTests {
    /// Uses a unit that does not exist.
    private static func bad(_ name: String) -> SynthDefinition {
        SynthDefinition(
            name: name, units: [SynthDefinition.Unit(name: "NoSuchUnit", rate: .audio, outputs: [.audio])])
    }

    private static func sine(_ name: String) -> SynthDefinition {
        let sine = TestDefinitions.sine
        return SynthDefinition(
            name: name, constants: sine.constants, parameters: sine.parameters, parameterNames: sine.parameterNames,
            units: sine.units)
    }

    private func store(_ name: String, _ bytes: [UInt8], in folder: TemporaryFolder) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
    }

    @Test func oneUnplayableFileKeepsNoOtherOut() throws {
        let folder = try TemporaryFolder()
        let synths = TestSynths(root: folder.url.path)
        try store("a.scsyndef", TestDefinitions.bytes(Self.sine("a")), in: folder)
        try store("b.scsyndef", TestDefinitions.bytes(Self.bad("b")), in: folder)
        try store("c.scsyndef", TestDefinitions.bytes(Self.sine("c")), in: folder)
        for command in [OSCMessage("/d_load", "*.scsyndef"), OSCMessage("/d_loadDir", ".")] {
            let answers = synths.send(command)
            #expect(answers.count == 2)
            #expect(
                answers[0].hasPrefix("/fail") && answers[0].contains("NoSuchUnit") && answers[0].contains("b.scsyndef"))
            #expect(answers[1].hasPrefix("/done"))
            for name in ["a", "c"] { #expect(synths.graph.blueprint(name) != nil) }
            synths.send(OSCMessage("/d_freeAll"))
        }
        // Alone it is just refused.
        #expect(synths.send(OSCMessage("/d_load", "b.scsyndef")).map { $0.hasPrefix("/fail") } == [true])
    }

    @Test func oneUnplayableDefinitionKeepsNoOtherOut() {
        let synths = TestSynths()
        let bytes = TestDefinitions.bytes(Self.sine("a"), Self.bad("b"), Self.sine("c"))
        let answers = synths.send(OSCMessage("/d_recv", .blob(bytes)))
        #expect(answers.map { String($0.prefix(5)) } == ["/fail", "/done"])
        #expect(synths.graph.definitionCount == 2)
        #expect(synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(Self.bad("b"))))).count == 1)
    }

    @Test func whoIsNotifiedHearsWhenADefinitionHasGone() {
        let synths = TestSynths()
        let definition = OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine)))
        synths.send(OSCMessage("/notify", 1))
        #expect(synths.send(definition) == [#"/done "/d_recv""#])
        // Another one in its place.
        #expect(synths.send(definition) == [#"/d_removed "sine""#, #"/done "/d_recv""#])
        // As long as a synth plays it is there.
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0))
        synths.send(OSCMessage("/s_new", "sine", 1001, 0, 0))
        #expect(synths.send(OSCMessage("/d_free", "sine")) == [])
        #expect(synths.send(OSCMessage("/n_free", 1000)) == ["/n_end 1000 0 1001 -1 0"])
        #expect(synths.send(OSCMessage("/n_free", 1001)) == ["/n_end 1001 0 -1 -1 0", #"/d_removed "sine""#])
        // Who is not notified hears nothing, and of all at once nobody does.
        synths.send(definition)
        #expect(synths.send(OSCMessage("/d_free", "sine"), client: 2) == [])
        #expect(synths.answers() == [#"/d_removed "sine""#])
        synths.send(definition)
        #expect(synths.send(OSCMessage("/d_freeAll")) == [])
    }

    @Test func synthsThatCouldNotBeAddedCountAsWell() {
        let synths = TestSynths()
        synths.send(OSCMessage("/notify", 1))
        synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine))))
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 4711))
        synths.render()
        _ = synths.answers()
        #expect(synths.send(OSCMessage("/d_free", "sine")) == [#"/d_removed "sine""#])
    }

    /// A definition is not forgotten before it is there.
    @Test func freeingWaitsForLoading() throws {
        let lane = ThreadLane(capacity: 64)
        let synths = TestSynths(lane: lane)
        let isHeld = DispatchSemaphore(value: 0)
        #expect(lane.run { isHeld.wait() })
        synths.server.perform(
            [OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine))), OSCMessage("/d_free", "sine")],
            client: 1)
        isHeld.signal()
        lane.drain()
        #expect(synths.answers() == [#"/done "/d_recv""#])
        #expect(synths.graph.definitionCount == 0)
    }

    // MARK: - Memory

    @Test func synthsTogetherMayHaveALimit() throws {
        let synths = TestSynths { $0.synthMemory = 1024 << 10 }
        synths.send(OSCMessage("/d_recv", .blob(LocalDefinitions.longDelay)))
        synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine))))
        #expect(synths.send(OSCMessage("/rtMemoryStatus")) == ["/rtMemoryStatus.reply 1048576 1048576"])
        let answer = synths.send(OSCMessage("/s_new", "comb", 1000, 0, 0)).first ?? ""
        #expect(answer.hasPrefix(#"/fail "/s_new" "UGen_RTAlloc: alloc failed, increase server"#))
        #expect(answer.contains("2050 kB needed, 1024 of 1024 kB free (-m)"))
        #expect(synths.graph.synthMemory.used == 0)
        // Others play, up to the limit, and give back what they had.
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0))
        let one = synths.graph.synthMemory.used
        #expect(one > 0 && one < 16 << 10)
        #expect(
            synths.send(OSCMessage("/rtMemoryStatus")) == [
                "/rtMemoryStatus.reply \(1_048_576 - one) \(1_048_576 - one)"
            ])
        let room = (1024 << 10) / one
        for id in 1001..<1000 + Int32(room) {
            #expect(synths.send(OSCMessage("/s_new", "sine", .int32(id), 0, 0)) == [])
        }
        let full = synths.send(OSCMessage("/s_new", "sine", 9999, 0, 0)).first ?? ""
        #expect(full.hasPrefix(#"/fail "/s_new" "alloc failed, increase server"#))
        synths.send(OSCMessage("/n_free", 1000))
        synths.render()
        #expect(synths.send(OSCMessage("/s_new", "sine", 9999, 0, 0)) == [])
        synths.send(OSCMessage("/g_freeAll", 0))
        synths.render(blocks: 10)
        #expect(synths.graph.synthMemory.used == 0)
        // A synth that was built and could not be added had memory, too.
        synths.send(OSCMessage("/s_new", "sine", 1, 0, 4711))
        synths.render()
        #expect(synths.graph.synthMemory.used == 0)
    }

    @Test func withoutALimitMuchIsFree() {
        #expect(
            TestSynths().send(OSCMessage("/rtMemoryStatus")) == ["/rtMemoryStatus.reply 2147483647 2147483647"])
    }
}
