import Testing
import TonewheelGraph
import TonewheelOSC
import TonewheelSynths

/// The engine's own nodes are inaccessible to external clients.
@Suite struct EngineNodeCommandTests {
    private static let tone = OSCArgument.int32(ReservedIDs.tone)
    private static let group = OSCArgument.int32(ReservedIDs.engineGroup)

    /// Every command with a node ID, with an ID of the engine in each position.
    private static let messages: [OSCMessage] = [
        OSCMessage("/n_free", tone), OSCMessage("/n_free", 1000, tone), OSCMessage("/n_free", group),
        OSCMessage("/n_run", tone, 0), OSCMessage("/n_run", group, 0),
        OSCMessage("/n_set", tone, "amp", 1), OSCMessage("/n_setn", tone, "amp", 1, 1),
        OSCMessage("/n_fill", tone, 0, 2, 1), OSCMessage("/n_set", group, "amp", 1),
        OSCMessage("/n_map", tone, "amp", 0), OSCMessage("/n_mapn", tone, "amp", 0, 1),
        OSCMessage("/n_mapa", tone, "amp", 0), OSCMessage("/n_mapan", tone, "amp", 0, 1),
        OSCMessage("/n_before", tone, 1000), OSCMessage("/n_before", 1000, tone),
        OSCMessage("/n_after", tone, 1000), OSCMessage("/n_after", 1000, tone),
        OSCMessage("/n_order", 0, group, 1000), OSCMessage("/n_order", 1, 0, tone),
        OSCMessage("/n_query", tone), OSCMessage("/n_trace", tone), OSCMessage("/s_noid", tone),
        OSCMessage("/s_get", tone, "amp"), OSCMessage("/s_getn", tone, "amp", 1),
        OSCMessage("/s_new", "sine", 5, 0, group), OSCMessage("/s_new", "sine", 5, 2, tone),
        OSCMessage("/s_new", "sine", 5, 4, tone), OSCMessage("/u_cmd", tone, 0, "x"),
        OSCMessage("/g_new", 5, 0, group), OSCMessage("/p_new", 5, 3, tone),
        OSCMessage("/g_head", group, 1000), OSCMessage("/g_head", 0, tone),
        OSCMessage("/g_tail", group, 1000), OSCMessage("/g_tail", 0, tone),
        OSCMessage("/g_freeAll", group), OSCMessage("/g_deepFree", group),
        OSCMessage("/g_queryTree", group, 0), OSCMessage("/g_dumpTree", group, 0),
    ]

    /// Creates a server with a client's synth and a synth of the engine.
    private func synths() throws -> TestSynths {
        let synths = TestSynths()
        synths.send(OSCMessage("/notify", 1))
        synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine))))
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0, "amp", 0))
        var packet = CommandPacketBuilder()
        let blueprint = try synths.graph.prepare(TestDefinitions.sine)
        packet.add(
            .add(
                try synths.graph.makeSynth(of: blueprint, id: ReservedIDs.tone), .toTail,
                target: ReservedIDs.engineGroup),
            of: 0)
        #expect(synths.graph.send(packet, client: LocalClient.unattended))
        synths.render()
        return synths
    }

    private func amplitude(_ synths: TestSynths) -> Float? {
        synths.graph.graph.pointee.controlValue(node: ReservedIDs.tone, ControlKey(name: "amp"))
    }

    @Test(arguments: messages) func externalClientsCannotAccessEngineNodes(message: OSCMessage) throws {
        let synths = try synths()
        let number = message.arguments.contains(Self.tone) ? ReservedIDs.tone : ReservedIDs.engineGroup
        let refusal = #"/fail "\#(message.address)" "Node \#(number) not found""#
        for client in [1, LocalClient.first - 1] as [UInt32] {
            #expect(synths.send(message, client: client) == [refusal])
        }
        #expect(synths.printed() == "")
        #expect(amplitude(synths) == 0.5)
        #expect(synths.render()[0].contains { $0 != 0 })
        #expect(synths.graph.counts.synths == 1 && synths.graph.counts.groups == 1)
    }

    @Test(arguments: messages) func programCanAccessEngineNodes(message: OSCMessage) throws {
        // No unit has a command, and IDs of the engine cannot be changed.
        guard message.address != "/u_cmd", message.address != "/s_noid" else { return }
        let synths = try synths()
        let replies = synths.send(message, client: LocalClient.first)
        #expect(!replies.contains { $0.contains("not found") })
    }

    @Test func externalClientsCannotUseReservedIDs() throws {
        let synths = try synths()
        for message in [
            OSCMessage("/s_new", "sine", .int32(ReservedIDs.fault), 0, 0),
            OSCMessage("/g_new", .int32(ReservedIDs.fault)),
        ] {
            #expect(synths.send(message)[0].contains("Negative node IDs are reserved."))
        }
    }

    @Test func treeAndStatusExcludeEngineNodes() throws {
        let synths = try synths()
        #expect(synths.send(OSCMessage("/g_queryTree", 0, 0)) == [#"/g_queryTree.reply 0 0 1 1000 -1 "sine""#])
        #expect(synths.send(OSCMessage("/n_query", 0)) == ["/n_info 0 -1 -1 -1 1 1000 1000"])
        #expect(synths.send(OSCMessage("/status"))[0].hasPrefix("/status.reply 1 3 1 1 1 "))
        synths.send([OSCMessage("/g_deepFree", 0), OSCMessage("/g_freeAll", 0), OSCMessage("/d_freeAll")])
        #expect(amplitude(synths) == 0.5)
        synths.send(OSCMessage("/n_set", 0, "amp", 1))
        #expect(amplitude(synths) == 0.5)
    }

    /// The ID of the group is representable as a signal value.
    @Test func unitsCannotAccessEngineNodes() throws {
        let synths = try synths()
        synths.send(OSCMessage("/d_recv", .blob(LocalDefinitions.controlling)))
        for (id, (trigger, gate)) in [(1, 1), (0, 0)].enumerated() {
            synths.send(
                OSCMessage(
                    "/s_new", "controlling", .int32(Int32(id + 1)), 0, 0, "id", Self.group, "t",
                    .int32(Int32(trigger)), "gate", .int32(Int32(gate))))
        }
        synths.render(blocks: 2)
        #expect(amplitude(synths) == 0.5)
        #expect(synths.outputs()[0].contains { $0 != 0 })
    }

    @Test func generatedIDsDoNotOverlapReservedOnes() {
        let synths = TestSynths()
        #expect((0..<3).map { _ in synths.graph.newNodeID() } == [-9, -10, -11])
    }
}
