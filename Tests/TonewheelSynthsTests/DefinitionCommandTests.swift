import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelSynths

/// Loading and freeing SynthDefs, and the notifications about it.
@Suite struct DefinitionCommandTests {
    /// A SynthDef with a unit that does not exist.
    private static func bad(_ name: String) -> SynthDef {
        SynthDef(
            name: name, units: [SynthDef.Unit(name: "NoSuchUnit", rate: .audio, outputs: [.audio])])
    }

    private static func sine(_ name: String) -> SynthDef {
        let sine = TestDefinitions.sine
        return SynthDef(
            name: name, constants: sine.constants, parameters: sine.parameters, parameterNames: sine.parameterNames,
            units: sine.units)
    }

    private func store(_ name: String, _ bytes: [UInt8], in folder: TemporaryFolder) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
    }

    @Test func invalidFileDoesNotAffectOthers() throws {
        let folder = try TemporaryFolder()
        let synths = TestSynths(root: folder.url.path)
        try store("a.scsyndef", TestDefinitions.bytes(Self.sine("a")), in: folder)
        try store("b.scsyndef", TestDefinitions.bytes(Self.bad("b")), in: folder)
        try store("c.scsyndef", TestDefinitions.bytes(Self.sine("c")), in: folder)
        for command in [OSCMessage("/d_load", "*.scsyndef"), OSCMessage("/d_loadDir", ".")] {
            let replies = synths.send(command)
            #expect(replies.count == 2)
            #expect(
                replies[0].hasPrefix("/fail") && replies[0].contains("NoSuchUnit") && replies[0].contains("b.scsyndef"))
            #expect(replies[1].hasPrefix("/done"))
            for name in ["a", "c"] { #expect(synths.graph.blueprint(name) != nil) }
            synths.send(OSCMessage("/d_freeAll"))
        }
        // An invalid file alone fails without `/done`.
        #expect(synths.send(OSCMessage("/d_load", "b.scsyndef")).map { $0.hasPrefix("/fail") } == [true])
    }

    @Test func invalidDefinitionDoesNotAffectOthers() {
        let synths = TestSynths()
        let bytes = TestDefinitions.bytes(Self.sine("a"), Self.bad("b"), Self.sine("c"))
        let replies = synths.send(OSCMessage("/d_recv", .blob(bytes)))
        #expect(replies.map { String($0.prefix(5)) } == ["/fail", "/done"])
        #expect(synths.graph.definitionCount == 2)
        #expect(synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(Self.bad("b"))))).count == 1)
    }

    @Test func notifiedClientsReceiveRemovedDefinitions() {
        let synths = TestSynths()
        let definition = OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine)))
        synths.send(OSCMessage("/notify", 1))
        #expect(synths.send(definition) == [#"/done "/d_recv""#])
        // Another SynthDef replaces the first.
        #expect(synths.send(definition) == [#"/d_removed "sine""#, #"/done "/d_recv""#])
        // The removal is reported when the last synth ends.
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0))
        synths.send(OSCMessage("/s_new", "sine", 1001, 0, 0))
        #expect(synths.send(OSCMessage("/d_free", "sine")) == [])
        #expect(synths.send(OSCMessage("/n_free", 1000)) == ["/n_end 1000 0 1001 -1 0"])
        #expect(synths.send(OSCMessage("/n_free", 1001)) == ["/n_end 1001 0 -1 -1 0", #"/d_removed "sine""#])
        // Other clients are not notified, and `/d_freeAll` notifies no client.
        synths.send(definition)
        #expect(synths.send(OSCMessage("/d_free", "sine"), client: 2) == [])
        #expect(synths.takeReplies() == [#"/d_removed "sine""#])
        synths.send(definition)
        #expect(synths.send(OSCMessage("/d_freeAll")) == [])
    }

    @Test func synthsThatCouldNotBeAddedReleaseTheirDefinition() {
        let synths = TestSynths()
        synths.send(OSCMessage("/notify", 1))
        synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine))))
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 4711))
        synths.render()
        _ = synths.takeReplies()
        #expect(synths.send(OSCMessage("/d_free", "sine")) == [#"/d_removed "sine""#])
    }

    /// `/d_free` runs after `/d_recv` has completed.
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
        #expect(synths.takeReplies() == [#"/done "/d_recv""#])
        #expect(synths.graph.definitionCount == 0)
    }

    // MARK: - Memory

    @Test func memoryOfSynthsIsLimited() throws {
        let synths = TestSynths { $0.synthMemory = 1024 << 10 }
        synths.send(OSCMessage("/d_recv", .blob(LocalDefinitions.longDelay)))
        synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine))))
        #expect(synths.send(OSCMessage("/rtMemoryStatus")) == ["/rtMemoryStatus.reply 1048576 1048576"])
        let reply = synths.send(OSCMessage("/s_new", "comb", 1000, 0, 0)).first ?? ""
        #expect(reply.hasPrefix(#"/fail "/s_new" "UGen_RTAlloc: alloc failed, increase server"#))
        #expect(reply.contains("2050 kB needed, 1024 of 1024 kB free (-m)"))
        #expect(synths.graph.synthMemory.used == 0)
        // Smaller synths play, up to the limit, and release their memory.
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0))
        let one = synths.graph.synthMemory.used
        #expect(one > 0 && one < 16 << 10)
        #expect(
            synths.send(OSCMessage("/rtMemoryStatus")) == [
                "/rtMemoryStatus.reply \(1_048_576 - one) \(1_048_576 - one)"
            ])
        let capacity = (1024 << 10) / one
        for id in 1001..<1000 + Int32(capacity) {
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
        // A synth that was built but could not be added releases its memory, too.
        synths.send(OSCMessage("/s_new", "sine", 1, 0, 4711))
        synths.render()
        #expect(synths.graph.synthMemory.used == 0)
    }

    @Test func unlimitedMemoryReportsInt32Maximum() {
        #expect(
            TestSynths().send(OSCMessage("/rtMemoryStatus")) == ["/rtMemoryStatus.reply 2147483647 2147483647"])
    }
}
