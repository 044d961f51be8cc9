import Foundation
import TestSupport
import Testing
import TonewheelGraph
import TonewheelOSC
import TonewheelSoundFiles
import TonewheelSynths

/// A synth whose output is not finite is muted, and does not affect others by any way between synths.
@Suite struct MuteTests {
    private func synths(root: String = "/") -> TestSynths {
        let synths = TestSynths(root: root)
        for bytes in MuteDefinitions.all { synths.send(OSCMessage("/d_recv", .blob(bytes))) }
        synths.send(OSCMessage("/b_alloc", 1, 1000))
        synths.send(OSCMessage("/notify", 1))
        _ = synths.takeReplies()
        return synths
    }

    private func isFinite(_ outputs: [[Float]]) -> Bool { outputs.allSatisfy { $0.allSatisfy(\.isFinite) } }

    /// Renders the poison beside others, until it divides by 0 in the block 10.
    ///
    /// - Parameter message: The message that changes the poison in the block 10.
    /// - Returns: The bits of both outputs from the block 11 on.
    private func outputs(
        _ poison: String, _ arguments: [OSCArgument] = [], _ others: [String], _ message: OSCMessage
    ) -> [[UInt32]] {
        let synths = synths()
        for (index, name) in others.enumerated() {
            synths.send(OSCMessage("/s_new", .string(name), .int32(1000 + Int32(index)), 1, 0))
        }
        synths.send(
            OSCMessage(address: "/s_new", arguments: [.string(poison), 2000, 1, 0] + arguments))
        synths.render(blocks: 10)
        synths.send(message)
        let isMuted = synths.graph.counts.mutedNodes
        #expect(isMuted == (message.address == "/n_set" ? 1 : 0))
        return (0..<50).map { _ in synths.render().flatMap { $0.map(\.bitPattern) } }
    }

    /// The samples of the others are those of a run in which the poison is paused instead.
    @Test(arguments: [
        ("poison", ["loop", "reader"], 20), ("poison", ["loop", "reader"], 0), ("poisonControl", ["controlReader"], 0),
        ("poisonLocal", ["loop", "reader"], 0),
    ])
    func othersPlayAsIfTheSynthHadBeenPaused(poison: String, others: [String], bus: Int32) {
        let muted = outputs(
            poison, ["bus", .int32(bus)], others, OSCMessage("/n_set", 2000, "a", 0, "b", 0))
        let paused = outputs(poison, ["bus", .int32(bus)], others, OSCMessage("/n_run", 2000, 0))
        #expect(muted == paused)
        #expect(muted.contains { $0.contains { $0 != 0 } })
    }

    @Test func clientsLearnWhichUnitAndHowToResume() {
        let synths = synths()
        synths.send(OSCMessage("/s_new", "poison", 1000, 0, 0))
        let replies = synths.send(OSCMessage("/n_set", 1000, "b", 0))
        #expect(
            replies == [
                "/n_off 1000 0 -1 -1 0",
                "/fail \"/s_new\" "
                    + "\"Node 1000 (definition \\\"poison\\\", unit 1 BinaryOpUGen) was muted, because its output is "
                    + "NaN or infinite. To reset its units and resume it, send /n_run 1000 1.\"",
            ])
        #expect(synths.render(blocks: 3)[0].allSatisfy { $0 == 0 })
        #expect(synths.takeReplies().isEmpty)
        let refusals = synths.send(OSCMessage("/n_trace", 1000))
        #expect(refusals.contains { $0.hasPrefix("/fail") && $0.contains("is paused") })

        // It is muted again, as long as the cause persists.
        #expect(synths.send(OSCMessage("/n_run", 1000, 1)).map { $0.prefix(6) } == ["/n_on ", "/n_off", "/fail "])
        #expect(synths.send([OSCMessage("/n_set", 1000, "b", 2), OSCMessage("/n_run", 1000, 1)]).count == 1)
        #expect(synths.render()[0].allSatisfy { $0 == 0.5 })
        #expect(synths.graph.counts.mutedNodes == 2)
    }

    /// A synth with an envelope, noise and a delay line starts again as it started first.
    @Test func resumedSynthStartsAgain() {
        let synths = synths()
        synths.send(OSCMessage("/s_new", "fading", 1000, 0, 0))
        let first = [synths.outputs()] + (0..<40).map { _ in synths.render() }
        synths.send(OSCMessage("/n_set", 1000, "b", 0))
        // The divisor reaches 0 at the end of the block.
        synths.render(blocks: 8)
        #expect(synths.graph.counts.mutedNodes == 1)
        synths.send([OSCMessage("/n_set", 1000, "b", 1), OSCMessage("/n_run", 1000, 1)])
        let again = [synths.outputs()] + (0..<40).map { _ in synths.render() }
        #expect(first == again)
        #expect(first.last?[0].contains { $0 != 0 } == true)
    }

    /// Only the feedback is not finite.
    @Test func feedbackMutesItsSynth() {
        let synths = synths()
        synths.send(OSCMessage("/s_new", "poisonLocal", 1000, 0, 0))
        #expect(synths.render(blocks: 5)[0].allSatisfy { $0 == 0.25 })
        #expect(synths.send(OSCMessage("/n_set", 1000, "b", 0)).contains { $0.contains("BinaryOpUGen) was muted") })
        #expect(synths.render()[0].allSatisfy { $0 == 0 })
        synths.send([OSCMessage("/n_set", 1000, "b", 2), OSCMessage("/n_run", 1000, 1)])
        #expect(synths.render(blocks: 5)[0].allSatisfy { $0 == 0.25 })
        #expect(synths.graph.counts.mutedNodes == 1)
    }

    @Test(arguments: ["poisonWriter", "poisonRecorder"]) func buffersStayFinite(poison: String) {
        let synths = synths()
        synths.send(OSCMessage("/b_fill", 1, 0, 1000, 0.5))
        synths.send(OSCMessage("/s_new", "player", 1001, 0, 0))
        synths.send(OSCMessage("/s_new", .string(poison), 1000, 0, 0))
        synths.render(blocks: 5)
        #expect(synths.send(OSCMessage("/n_set", 1000, "a", 0, "b", 0)).contains { $0.contains("Node 1000") })
        for _ in 0..<20 { #expect(isFinite([synths.render()[1]])) }
        let samples = synths.send(OSCMessage("/b_getn", 1, 0, 1000))
        #expect(samples.count == 1 && !samples[0].contains("nan") && !samples[0].contains("inf"))
        #expect(synths.graph.counts.mutedNodes == 1)
    }

    @Test func filesStayFinite() throws {
        let folder = try TemporaryFolder()
        let synths = synths(root: folder.url.path)
        synths.send(OSCMessage("/b_alloc", 3, 1024, 1))
        synths.send(OSCMessage("/b_write", 3, "a.wav", "wav", "float", 0, 0, 1))
        synths.send(OSCMessage("/s_new", "poisonDisk", 1000, 0, 0))
        synths.render(blocks: 4)
        synths.send(OSCMessage("/n_set", 1000, "b", 0))
        synths.render(blocks: 4)
        synths.send(OSCMessage("/b_close", 3))
        #expect(synths.graph.counts.mutedNodes == 1)
        let file = try SoundFile(reading: folder.path("a.wav"))
        #expect(file.frameCount == 6 * 64)
        #expect(file.channel(0) == [Float](repeating: 0.25, count: 5 * 64) + [Float](repeating: 0, count: 64))
    }

    /// Offline, the result names the synth.
    @Test func rendererReportsMutedSynths() throws {
        let folder = try TemporaryFolder()
        var bytes: [UInt8] = []
        let messages =
            MuteDefinitions.all.map { OSCMessage("/d_recv", .blob($0)) } + [
                OSCMessage("/s_new", "poison", 1000, 1, 0, "b", 0), OSCMessage("/s_new", "poison", 1001, 1, 0, "b", 0),
            ]
        for (seconds, messages) in [(0, messages), (1, [OSCMessage("/n_run", 1001, 1)])] {
            let bundle = try OSCBundle(
                timeTag: OSCTimeTag(rawValue: UInt64(seconds) << 32), elements: messages.map(OSCPacket.message)
            ).encoded()
            withUnsafeBytes(of: UInt32(bundle.count).bigEndian) { bytes += Array($0) }
            bytes += bundle
        }
        let settings = ScoreRenderer.Settings(output: folder.path("a.wav"), options: SynthServerOptions(version: "0"))
        let result = try ScoreRenderer(try Score(decoding: bytes), settings).render { _ in }
        #expect(result.mutedNodes == 2)
        #expect(result.latestMute.hasPrefix("Node 1001 (definition \"poison\", unit 1 BinaryOpUGen) was muted"))
        #expect(result.muteSummary == "2 synths were muted. The latest: \(result.latestMute)")
    }
}
