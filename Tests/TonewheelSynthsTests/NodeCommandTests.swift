import Foundation
import Testing
import TonewheelGraph
import TonewheelOSC
import TonewheelSynths

/// Commands on nodes and SynthDefs, with the replies of scsynth 3.13.
@Suite struct NodeCommandTests {
    private func synths() -> TestSynths {
        let synths = TestSynths()
        synths.send(OSCMessage("/notify", 1))
        synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine, TestDefinitions.write))))
        return synths
    }

    @Test func loginsHaveIDs() {
        let synths = TestSynths()
        #expect(synths.send(OSCMessage("/notify", 1)) == [#"/done "/notify" 0 3"#])
        #expect(synths.send(OSCMessage("/notify", 1, 2), client: 2) == [#"/done "/notify" 2 3"#])
        #expect(synths.send(OSCMessage("/notify", 1, 77), client: 3) == [#"/done "/notify" 1 3"#])
        #expect(synths.send(OSCMessage("/notify", 1), client: 4)[0].contains("too many users"))
        #expect(
            synths.send(OSCMessage("/notify", 1), client: 2) == [#"/fail "/notify" "notify: already registered\n" 2"#])
        #expect(synths.send(OSCMessage("/notify", 0), client: 2) == [#"/done "/notify""#])
        #expect(synths.send(OSCMessage("/notify", 0), client: 2) == [#"/fail "/notify" "not registered\n""#])
    }

    @Test func synthsStartAndEnd() {
        let synths = synths()
        #expect(synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0)) == ["/n_go 1000 0 -1 -1 0"])
        #expect(synths.send(OSCMessage("/s_new", "sine", 1001, 1, 0, "freq", 300)) == ["/n_go 1001 0 1000 -1 0"])
        #expect(synths.send(OSCMessage("/s_new", "sine", 1002, 2, 1001)) == ["/n_go 1002 0 1000 1001 0"])
        #expect(synths.send(OSCMessage(address: 11, arguments: [1002])) == ["/n_end 1002 0 1000 1001 0"])
        #expect(synths.send(OSCMessage("/n_free", 1000, 1001)).count == 2)
        #expect(synths.graph.counts.synths == 0)
    }

    /// sclang sends numbers instead of names.
    @Test func commandsHaveNumbers() {
        let synths = synths()
        #expect(synths.send(OSCMessage(address: 9, arguments: ["sine", 1000, 0, 0])) == ["/n_go 1000 0 -1 -1 0"])
        #expect(synths.send(OSCMessage(address: 21, arguments: [2000, 0, 0])) == ["/n_go 2000 0 -1 1000 1 -1 -1"])
        #expect(synths.send(OSCMessage(address: 2))[0].hasPrefix("/status.reply 1 3 1 2 2 "))
        #expect(synths.send(OSCMessage(address: 200)) == [#"/fail "200" "no such command""#])
    }

    /// sclang sends an empty list as a single 0.
    @Test func controlWithoutValueIsIgnored() {
        let synths = synths()
        #expect(synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0, 0)) == ["/n_go 1000 0 -1 -1 0"])
        #expect(synths.send(OSCMessage("/n_set", 1000, "freq", 100, "amp")) == [])
        #expect(synths.send(OSCMessage("/s_get", 1000, 0, 1)) == ["/n_set 1000 0 100.0 1 0.5"])
    }

    @Test func nodeWithGeneratedIDIsNotReported() {
        let synths = synths()
        #expect(synths.send(OSCMessage("/s_new", "sine", -1, 0, 0)) == [])
        #expect(synths.graph.counts.synths == 1)
        #expect(synths.send(OSCMessage("/s_new", "sine", -5, 0, 0))[0].contains("Negative node IDs are reserved."))
    }

    @Test func refusalsHaveReasons() {
        let synths = synths()
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0))
        func refusal(_ message: OSCMessage) -> String { synths.send(message).joined(separator: " ") }
        #expect(refusal(OSCMessage("/s_new", "nope", 1, 0, 0)) == #"/fail "/s_new" "SynthDef not found: nope""#)
        #expect(refusal(OSCMessage("/s_new", "sine", 1000, 0, 0)).contains("duplicate node ID"))
        #expect(refusal(OSCMessage("/s_new", "sine", 1, 0, 99)) == #"/fail "/s_new" "Group 99 not found""#)
        #expect(refusal(OSCMessage("/s_new", "sine", 1, 2, 99)) == #"/fail "/s_new" "Node 99 not found""#)
        #expect(refusal(OSCMessage("/s_new", "sine", 1, 9, 0)).contains("the add action 9"))
        #expect(refusal(OSCMessage("/s_new", 5, 1, 0, 0)).contains("must be a string"))
        #expect(refusal(OSCMessage("/n_set", 99, "freq", 1)) == #"/fail "/n_set" "Node 99 not found""#)
        #expect(refusal(OSCMessage("/g_freeAll", 1000)).contains("is a synth, not a group"))
        #expect(refusal(OSCMessage("/n_free")).contains("the node is missing"))
        #expect(refusal(OSCMessage("/nonsense", 1)) == #"/fail "/nonsense" "no such command""#)
        #expect(refusal(OSCMessage("/n_trace", 99)) == #"/fail "/n_trace" "Node 99 not found""#)
        #expect(refusal(OSCMessage("/n_cmd", 1000)) == #"/fail "/n_cmd" "not implemented""#)
        #expect(refusal(OSCMessage("/cmd", "nope")).contains("commands come from plugins"))
        #expect(refusal(OSCMessage("/u_cmd", 1000, 0, "nope")).contains("no unit here has a command"))
        #expect(synths.graph.counts.synths == 1)
    }

    @Test func messageTakesEffectCompletelyOrNotAtAll() {
        let synths = synths()
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0))
        #expect(synths.send([OSCMessage("/n_free", 1000, "x"), OSCMessage("/c_set", 0, 5, 1, "y")]).count == 2)
        #expect(synths.graph.counts.synths == 1)
        #expect(synths.send(OSCMessage("/c_get", 0)) == ["/c_set 0 0.0"])
    }

    @Test func controlsAreSetInAllForms() {
        let synths = synths()
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0, 0, 100.0, "amp", 1, "pair", [1.5, 2.5], "nothing", 3))
        #expect(
            synths.send(OSCMessage("/s_getn", 1000, 0, 5)) == ["/n_setn 1000 0 5 100.0 1.0 0.0 1.5 2.5"])
        synths.send(OSCMessage("/n_set", 1000, "pair", [3, 4], "freq", 200, 1, 0.25))
        #expect(
            synths.send(OSCMessage("/s_get", 1000, "freq", 1, "pair", 4))
                == [#"/n_set 1000 "freq" 200.0 1 0.25 "pair" 3.0 4 4.0"#])
        synths.send(OSCMessage("/n_setn", 1000, "pair", 2, 5.0, 6.0, "freq", 1, 10.0))
        synths.send(OSCMessage("/n_fill", 1000, "amp", 1, 0.5))
        #expect(synths.send(OSCMessage("/s_getn", 1000, 0, 5)) == ["/n_setn 1000 0 5 10.0 0.5 0.0 5.0 6.0"])
    }

    @Test func textMapsControlsToBuses() {
        let synths = synths()
        synths.send(OSCMessage("/c_set", 3, 111, 4, 222))
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0, "freq", "c3"))
        #expect(synths.send(OSCMessage("/s_get", 1000, 0)) == ["/n_set 1000 0 111.0"])
        synths.send(OSCMessage("/n_map", 1000, "freq", 4))
        synths.render()
        #expect(synths.send(OSCMessage("/s_get", 1000, 0)) == ["/n_set 1000 0 222.0"])
        synths.send(OSCMessage("/n_mapn", 1000, "pair", 3, 2))
        synths.send(OSCMessage("/n_mapan", 1000, "amp", 0, 1))
        synths.render()
        #expect(synths.send(OSCMessage("/s_getn", 1000, 3, 2)) == ["/n_setn 1000 3 2 111.0 222.0"])
        #expect(synths.send(OSCMessage("/n_set", 1000, "freq", "x3"))[0].contains("a number or a bus such as"))
    }

    @Test func missingControlsReadAsZero() {
        let synths = synths()
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0))
        #expect(synths.send(OSCMessage("/s_getn", 1000, "pair", 4)) == [#"/n_setn 1000 "pair" 4 7.0 8.0 0.0 0.0"#])
        // A name covers the values of its control, a number all following controls.
        #expect(
            synths.send(OSCMessage("/s_getn", 1000, "freq", 2, 0, 2)) == [
                #"/n_setn 1000 "freq" 2 440.0 0.0 0 2 440.0 0.5"#
            ])
        #expect(synths.send(OSCMessage("/s_getn", 1000, 99, 2, 0, 1)) == ["/n_setn 1000 99 2 0.0 0.0 0 1 440.0"])
        #expect(synths.send(OSCMessage("/s_get", 1000, "nope", -1)) == [#"/n_set 1000 "nope" 0.0 -1 0.0"#])
    }

    @Test func tracePrintsUnitsOfASynth() {
        let synths = synths()
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0, "freq", 750, "amp", 0.25))
        func trace() -> String {
            #expect(synths.send(OSCMessage("/n_trace", 1000)) == [])
            return synths.printed()
        }
        // The period of the wave is one block, so that its phase is 0 at the end.
        let text = """

            TRACE 1000  sine    #units: 4
              unit 0 Control
                in\u{20}
                out 750 0.25 0 7 8
              unit 1 SinOsc
                in  750 0
                out 0
              unit 2 BinaryOpUGen
                in  0 0.25
                out 0
              unit 3 Out
                in  0 0
                out

            """
        #expect(trace() == text)
        #expect(trace() == text)
        #expect(synths.printed() == "")
        // The first block of a synth can be traced, and duplicate requests print once.
        synths.send([
            OSCMessage("/n_free", 1000), OSCMessage("/s_new", "sine", 1000, 0, 0, "freq", 750, "amp", 0.25),
            OSCMessage("/n_trace", 1000, 1000),
        ])
        #expect(synths.printed() == text)
    }

    @Test func tracingDoesNotChangeTheSound() {
        let (plain, traced) = (synths(), synths())
        for synths in [plain, traced] { synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0, "freq", 333)) }
        for _ in 0..<10 {
            traced.send(OSCMessage("/n_trace", 1000))
            plain.send(OSCMessage("/c_get", 0))
            #expect(traced.outputs() == plain.outputs())
        }
    }

    @Test func traceFailsWithoutItsSynth() {
        let synths = synths()
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0))
        synths.send(OSCMessage("/n_run", 1000, 0))
        #expect(
            synths.send(OSCMessage("/n_trace", 1000)) == [
                #"/fail "/n_trace" "Node 1000 is paused. Let it run first (/n_run).""#
            ])
        synths.send(OSCMessage("/n_run", 1000, 1))
        #expect(synths.printed() == "")
        // The synth is freed before it is rendered, and another synth takes its ID.
        #expect(
            synths.send([
                OSCMessage("/n_trace", 1000), OSCMessage("/n_free", 1000), OSCMessage("/s_new", "sine", 1000, 0, 0),
            ]).contains { $0.hasPrefix("/fail") })
        synths.render(blocks: 3)
        #expect(synths.printed() == "")
        // Results that refer to a SynthDef are read before it is freed.
        synths.send([OSCMessage("/d_freeAll"), OSCMessage("/n_trace", 1000), OSCMessage("/g_queryTree", 0, 1)])
        #expect(synths.printed().contains("TRACE 1000  sine"))
        let replies = synths.send([OSCMessage("/g_queryTree", 0, 0), OSCMessage("/n_free", 1000)])
        #expect(replies.contains(#"/g_queryTree.reply 0 0 1 1000 -1 "sine""#))
    }

    @Test func tracePrintsChildrenOfAGroup() {
        let synths = synths()
        synths.send(OSCMessage("/g_new", 1, 0, 0, 2, 1, 1, 3, 1, 2, 4, 1, 1))
        synths.send(OSCMessage("/s_new", "sine", 1000, 1, 1))
        synths.send(OSCMessage("/n_trace", 1))
        #expect(synths.printed() == "TRACE Group 1\n   2 group\n   4 group\n   1000 sine\n")
        synths.send(OSCMessage("/n_trace", 4))
        #expect(synths.printed() == "TRACE Group 4\n")
    }

    @Test func resultsOfAPacketAreLimited() {
        let synths = synths()
        let many = OSCMessage(address: "/n_trace", arguments: Array(repeating: .int32(0), count: 10_000))
        #expect(synths.send(many)[0].contains("Request less at a time."))
        let trees = OSCMessage(address: "/g_queryTree", arguments: Array(repeating: .int32(0), count: 10_000))
        #expect(synths.send(trees)[0].contains("Request less at a time."))
        let samples = (0..<3000).flatMap { _ in [OSCArgument.int32(0), .int32(12_000)] }
        #expect(synths.send(OSCMessage(address: "/c_getn", arguments: samples))[0].contains("Request less at a time."))
    }

    @Test func treesAreQueriedAndPrinted() {
        let synths = synths()
        synths.send(OSCMessage("/g_new", 1, 0, 0, 2, 1, 1))
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 2, "freq", "c5", "amp", 0.1))
        #expect(
            synths.send(OSCMessage("/g_queryTree", 0, 0)) == [#"/g_queryTree.reply 0 0 1 1 1 2 1 1000 -1 "sine""#])
        #expect(
            synths.send(OSCMessage("/g_queryTree", 2, 1)) == [
                #"/g_queryTree.reply 1 2 1 1000 -1 "sine" 5 "freq" "c5" "amp" 0.1 "out" 0.0 "pair" 7.0 4 8.0"#
            ])
        synths.send(OSCMessage("/g_dumpTree", 0, 1))
        #expect(
            synths.printed() == """
                NODE TREE Group 0
                   1 group
                      2 group
                         1000 sine
                           freq: c5 amp: 0.10000000149012 out: 0 pair: 7 8
                END NODE TREE Group 0

                """)
        #expect(synths.send(OSCMessage("/n_query", 1)) == ["/n_info 1 0 -1 -1 1 2 2"])
        #expect(synths.send(OSCMessage("/n_query", 1), client: 9) == ["/n_info 1 0 -1 -1 1 2 2"])
    }

    /// Clients that reconnect create their group again.
    @Test func creatingAnExistingGroupIsANoOp() {
        let synths = synths()
        synths.send(OSCMessage("/g_new", 1, 0, 0))
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 1))
        #expect(synths.send(OSCMessage("/g_new", 1, 0, 0)) == ["/n_go 1 0 -1 -1 1 1000 1000"])
        #expect(synths.graph.counts.groups == 2)
    }

    @Test func nodesMoveAndPause() {
        let synths = synths()
        for id in 1000...1002 { synths.send(OSCMessage("/s_new", "sine", .int32(Int32(id)), 1, 0)) }
        #expect(synths.send(OSCMessage("/n_before", 1002, 1000)) == ["/n_move 1002 0 -1 1000 0"])
        #expect(synths.send(OSCMessage("/n_after", 1002, 1001)) == ["/n_move 1002 0 1001 -1 0"])
        synths.send(OSCMessage("/g_new", 1, 0, 0))
        #expect(
            synths.send(OSCMessage("/n_order", 0, 1, 1001, 1000)) == [
                "/n_move 1001 1 -1 -1 0", "/n_move 1000 1 1001 -1 0",
            ])
        #expect(synths.send(OSCMessage("/g_tail", 1, 1002)) == ["/n_move 1002 1 1000 -1 0"])
        #expect(synths.send(OSCMessage("/n_run", 1002, 0, 1000, 0)).count == 2)
        #expect(synths.send(OSCMessage("/n_run", 1002, 0)) == [])
        #expect(synths.send(OSCMessage("/n_run", 1002, 1)) == ["/n_on 1002 1 1000 -1 0"])
        #expect(synths.send(OSCMessage("/s_noid", 1002)) == [])
        #expect(synths.send(OSCMessage("/n_query", 1002))[0].contains("Node 1002 not found"))
        #expect(synths.graph.counts.synths == 3)
    }

    @Test func definitionsAreLoadedAndFreed() {
        let synths = TestSynths()
        let after = try! OSCMessage("/s_new", "sine", 1000, 0, 0).encoded()
        synths.send(OSCMessage("/notify", 1))
        #expect(
            synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine)), .blob(after)))
                == [#"/done "/d_recv""#, "/n_go 1000 0 -1 -1 0"])
        #expect(synths.send(OSCMessage("/d_free", "sine")) == [])
        #expect(synths.graph.definitionCount == 0)
        synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine, TestDefinitions.write))))
        #expect(synths.send(OSCMessage("/d_freeAll")) == [])
        #expect(synths.graph.definitionCount == 0)
        #expect(synths.send(OSCMessage("/s_new", "sine", 1001, 0, 0))[0].contains("SynthDef not found"))
        #expect(synths.send(OSCMessage("/d_recv", .blob([1, 2, 3])))[0].hasPrefix(#"/fail "/d_recv""#))
        #expect(synths.send(OSCMessage("/d_recv", 1))[0].contains("must be a blob"))
    }

    @Test func unknownUnitIsNamedInTheRefusal() {
        let synths = TestSynths()
        var odd = TestDefinitions.sine
        odd.units[1].name = "FooOsc"
        let replies = synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(odd))))
        #expect(replies.count == 1)
        #expect(replies[0].hasPrefix(#"/fail "/d_recv" "#))
        #expect(replies[0].contains("needs the unit FooOsc, which is not implemented"))
    }

    @Test func versionAndStatusAreReported() {
        let synths = synths()
        #expect(
            synths.send(OSCMessage("/version")) == [#"/version.reply "tonewheel" 1 2 ".3" "tonewheel" "1.2.3""#])
        #expect(synths.send(OSCMessage("/status"))[0].hasPrefix("/status.reply 1 0 0 1 2 0.5 1.0 48000.0"))
        #expect(synths.send(OSCMessage("/sync", 42)) == ["/synced 42"])
        #expect(synths.send(OSCMessage("/sync")) == ["/synced 0"])
    }

    /// Clients expect the notifications of their nodes before `/synced`.
    @Test func syncedFollowsPacketsInFlight() {
        let synths = synths()
        let messages = [OSCMessage("/s_new", "sine", 1000, 0, 0), OSCMessage("/n_free", 1000)]
        for message in messages { synths.server.perform([message], client: 1) }
        synths.server.perform([OSCMessage("/sync", 7)], client: 1)
        #expect(synths.takeReplies() == [])
        synths.render()
        #expect(synths.takeReplies() == ["/n_go 1000 0 -1 -1 0", "/n_end 1000 0 -1 -1 0", "/synced 7"])
    }

    /// Clients send `/clearSched` and further commands without a pause.
    @Test func clearSchedKeepsLaterPackets() {
        let synths = synths()
        synths.server.perform([OSCMessage("/c_set", 0, 1)], client: 1, atFrame: 500)
        synths.server.perform([OSCMessage("/clearSched")], client: 1)
        for id: Int32 in 1...3 { synths.server.perform([OSCMessage("/g_new", .int32(id), 1, 0)], client: 1) }
        for value: Int32 in 1...3 {
            synths.server.perform([OSCMessage("/c_set", 1, .int32(value))], client: 1, atFrame: 500)
        }
        synths.server.perform([OSCMessage("/sync", 7)], client: 1)
        synths.render()
        #expect(
            synths.takeReplies() == [
                "/n_go 1 0 -1 -1 1 -1 -1", "/n_go 2 0 1 -1 1 -1 -1", "/n_go 3 0 2 -1 1 -1 -1", "/synced 7",
            ])
        synths.render(blocks: 10)
        #expect(synths.send(OSCMessage("/c_get", 0, 1)) == ["/c_set 0 0.0 1 3.0"])
    }

    @Test func errorsCanBeSilenced() {
        let synths = synths()
        #expect(synths.send(OSCMessage("/error", 0)) == [])
        #expect(synths.send(OSCMessage("/n_free", 99)) == [])
        synths.send(OSCMessage("/error", 1))
        #expect(synths.send(OSCMessage("/n_free", 99)).count == 1)
    }

    @Test func dumpOSCPrintsMessages() {
        let synths = synths()
        synths.send(OSCMessage("/dumpOSC", 1))
        synths.send(OSCMessage("/c_set", 0, 0.5))
        #expect(synths.printed().contains("/c_set"))
        synths.send(OSCMessage("/dumpOSC", 2))
        _ = synths.printed()
        synths.send(OSCMessage("/c_set", 0, 0.5))
        #expect(synths.printed().contains("2f 63 5f 73 65 74"))
        synths.send(OSCMessage("/dumpOSC", 0))
        _ = synths.printed()
        synths.send(OSCMessage("/c_set", 0, 0.5))
        #expect(synths.printed() == "")
    }

    /// The messages that crash or hang scsynth 3.13.
    @Test func messagesThatCrashScsynthAreRefused() {
        let synths = synths()
        synths.send(OSCMessage("/b_alloc", 0, 16))
        let crashingMessages = [
            OSCMessage("/b_setn", 0, -1, 2_147_483_647, 1.0),
            OSCMessage("/b_getn", 0, -1, 2_147_483_647, 1.0), OSCMessage("/b_zero", -1, "zz", -1, -1),
        ]
        for message in crashingMessages { #expect(synths.send(message)[0].hasPrefix("/fail"), "\(message)") }
        // Ranges are clipped to the existing samples or controls.
        #expect(synths.send(OSCMessage("/b_fill", 0, -1, 2_147_483_647, 1.0)) == [])
        #expect(synths.send(OSCMessage("/b_get", 0, 0, 15)) == ["/b_set 0 0 1.0 15 1.0"])
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0))
        #expect(synths.send(OSCMessage("/n_fill", 0, -1, 2_147_483_647, 1.0)) == [])
        #expect(synths.send(OSCMessage("/n_fill", 1000, 1, 2_147_483_647, 1.0)) == [])
        #expect(synths.send(OSCMessage("/s_getn", 1000, 0, 5)) == ["/n_setn 1000 0 5 440.0 1.0 1.0 1.0 1.0"])
    }

    @Test func sineSynthPlays() {
        let synths = synths()
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0, "freq", 750, "amp", 1))
        // One cycle per block.
        let output = synths.render()[0]
        #expect(abs(output[16] - 1) < 1e-5)
        #expect(abs(output[48] + 1) < 1e-5)
        #expect(synths.render()[1].allSatisfy { $0 == 0 })
    }

    /// Sonic Pi waits for this reply at boot, and fails without it.
    @Test func serverInfoUnitsReplyToSonicPi() throws {
        let synths = synths()
        let definition = try Data(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appending(path: "../TonewheelGraphTests/Definitions/sonic-pi-server-info.scsyndef"))
        #expect(synths.send(OSCMessage("/d_recv", .blob([UInt8](definition)))) == [#"/done "/d_recv""#])
        synths.send(OSCMessage("/s_new", "sonic-pi-server-info", 1000, 0, 0))
        synths.render(blocks: 800)
        let replies = synths.takeReplies().filter { $0.hasPrefix("/sonic-pi/server-info ") }
        let words = try #require(replies.first).split(separator: " ")
        #expect(words.count == 1 + 2 + 12)
        #expect(words[1] == "1000")
        #expect(words.contains("48000.0"))
    }
}
