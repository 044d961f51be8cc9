import Testing
import TonewheelDSP
import TonewheelGraph

/// Synths whose output is not finite are muted. They start again when a packet resumes them.
@Suite struct MuteTests {
    private typealias Unit = SynthDef.Unit

    private static let value = ControlKey(name: "value")

    /// Counts frames from its control `value` on, adds a constant, and plays the sum.
    private static let counter = SynthDef(
        name: "counter", constants: [0, 1000], parameters: [0, 0, 1],
        parameterNames: ["value", "blocks", "action"].enumerated().map { SynthDef.ParameterName(name: $1, index: $0) },
        units: [
            Unit(name: "Control", rate: .control, outputs: [.control, .control, .control]),
            Unit(name: "Ramp", rate: .audio, inputs: [.constant(0)], outputs: [.audio]),
            Unit(
                name: "Sum", rate: .audio, inputs: [.output(unit: 1, index: 0), .output(unit: 0, index: 0)],
                outputs: [.audio]),
            Unit(name: "Sum", rate: .audio, inputs: [.output(unit: 2, index: 0), .constant(1)], outputs: [.audio]),
            Unit(name: "Put", rate: .audio, inputs: [.constant(0), .output(unit: 3, index: 0)]),
            Unit(name: "Finish", rate: .control, inputs: [.output(unit: 0, index: 1), .output(unit: 0, index: 2)]),
        ])

    private func graph() throws -> TestGraph {
        let graph = TestGraph()
        for definition in [Self.counter, .put, .finish] { try graph.control.add(definition) }
        return graph
    }

    private func ramp(from first: Float, count: Int = 64) -> [Float] { (0..<count).map { first + Float($0) } }

    private func count(_ graph: TestGraph) -> Int { graph.control.counts.mutedNodes }

    @Test func synthIsMutedAndStartsAgain() throws {
        let graph = try graph()
        graph.synth("counter", 1)
        graph.render()
        _ = graph.takeEvents()
        _ = graph.setControl(node: 1, Self.value, .nan)
        #expect(graph.render()[0] == [Float](repeating: 0, count: 64))
        #expect(graph.takeEvents() == ["paused 1"])
        #expect(
            graph.mutes.map(\.description) == [
                "Node 1 (definition \"counter\", unit 2 Sum) was muted, because its output is NaN or infinite. "
                    + "To reset its units and resume it, send /n_run 1 1."
            ])
        #expect(graph.control.latestMute == graph.mutes[0].description)
        #expect(count(graph) == 1)
        // It stays paused, also after it has been paused again.
        let lost = graph.control.counts.nonFiniteSamples
        _ = graph.setControl(node: 1, Self.value, 5)
        graph.send(.run(1, false))
        #expect(graph.render(blocks: 3)[0] == [Float](repeating: 0, count: 64))
        #expect(graph.control.muted == [1: .nonFinite(unit: 1)])
        // The units start from their initial state, with the present controls.
        graph.send(.run(1, true))
        #expect(graph.render()[0] == ramp(from: 1005))
        #expect(graph.render()[0] == ramp(from: 1069))
        #expect(graph.takeEvents() == ["resumed 1"])
        #expect(graph.control.muted.isEmpty)
        #expect(graph.control.counts.nonFiniteSamples == lost)
        // It is muted again.
        _ = graph.setControl(node: 1, Self.value, .infinity)
        graph.render()
        #expect(graph.takeEvents() == ["paused 1"])
        #expect(count(graph) == 2)
    }

    /// A resumed synth renders the samples of a new one.
    @Test func resumedSynthIsLikeANewOne() throws {
        let graph = try graph()
        graph.synth("counter", 1, .toTail, 0, ["value": 7])
        graph.render(blocks: 5)
        graph.send(.mute(1, .fault(unit: 0)))
        graph.render(blocks: 2)
        graph.send(.run(1, true))
        let resumed = (0..<4).map { _ in graph.render()[0] }
        let other = try self.graph()
        other.synth("counter", 1, .toTail, 0, ["value": 7])
        #expect((0..<4).map { _ in other.render()[0] } == resumed)
    }

    @Test func othersPlayOn() throws {
        let graph = try graph()
        graph.synth("put", 2)
        graph.synth("counter", 1, .toTail, 0, ["value": .nan])
        graph.synth("put", 3)
        let expected: [[Float]] = [20, 40].map { [Float](repeating: $0, count: 64) }
        for _ in 0..<3 { #expect(graph.render() == expected) }
        #expect(graph.mutes.map(\.id) == [1])
    }

    /// A change at frame 20 is not finite: the frames before it are played, and those after it are not rendered.
    @Test func synthIsMutedInsideABlock() throws {
        let graph = try graph()
        graph.synth("counter", 1)
        graph.render()
        graph.sendExact(64 + 20, .fill(node: 1, Self.value, count: 1, .nan))
        graph.sendExact(64 + 40, .fill(node: 1, Self.value, count: 1, 2))
        #expect(graph.render()[0] == ramp(from: 1064, count: 20) + [Float](repeating: 0, count: 44))
        #expect(graph.mutes.map(\.cause) == [.nonFinite(unit: 1)])
        #expect(graph.control.counts.nonFiniteSamples == 20)
        #expect(graph.controlValue(node: 1, Self.value) == 2)
        #expect(graph.render()[0] == [Float](repeating: 0, count: 64))
        // It starts again at a frame.
        graph.sendExact(3 * 64 + 30, .run(1, true))
        #expect(graph.render()[0] == [Float](repeating: 0, count: 30) + ramp(from: 1002, count: 34))
        #expect(graph.render()[0] == ramp(from: 1036))
    }

    /// Another synth changes inside the block.
    @Test func synthIsMutedInABlockInPieces() throws {
        let graph = try graph()
        graph.synth("counter", 1, .toTail, 0, ["value": .nan])
        graph.synth("put", 2)
        graph.sendExact(10, .fill(node: 2, ControlKey(name: "values"), count: 1, 11))
        #expect(graph.render()[0] == [Float](repeating: 10, count: 10) + [Float](repeating: 11, count: 54))
        #expect(graph.mutes.map(\.id) == [1])
        #expect(graph.mutes.first?.unit?.index == 2)
    }

    /// Done actions in the block of the mute are applied: 1 pauses the synth, 2 frees it.
    @Test(arguments: [1, 2] as [Float]) func doneActionsAreApplied(action: Float) throws {
        let graph = try graph()
        graph.synth("counter", 1, .toTail, 0, ["value": .nan, "blocks": 1, "action": action])
        graph.render()
        #expect(graph.takeEvents() == ["started 1", action == 1 ? "paused 1" : "ended 1"])
        #expect(graph.mutes.count == (action == 1 ? 1 : 0))
    }

    /// The done action 15 resumes the next node, unless it is muted.
    @Test func unitsDoNotResumeMutedSynths() throws {
        let graph = try graph()
        graph.synth("finish", 2, .toTail, 0, ["blocks": 3, "action": 15])
        graph.synth("counter", 1, .toTail, 0, ["value": .nan])
        graph.render(blocks: 5)
        #expect(graph.takeEvents() == ["started 2", "started 1", "paused 1", "ended 2"])
        #expect(graph.control.muted.count == 1)
    }

    @Test func sumThatOverflowsABusMutesItsWriter() throws {
        let graph = try graph()
        let most = Float.greatestFiniteMagnitude
        for id in 1...3 { graph.synth("counter", Int32(id), .toTail, 0, ["value": most]) }
        #expect(graph.render()[0] == [Float](repeating: most, count: 64))
        #expect(graph.mutes.map(\.id) == [2, 3])
        #expect(graph.mutes.allSatisfy { $0.unit == nil })
        #expect(graph.mutes.first?.description.hasPrefix("Node 2 (definition \"counter\") was muted") == true)
    }

    @Test func packetsMuteSynths() throws {
        let graph = try graph()
        graph.group(100)
        graph.synth("put", 1)
        graph.send(.mute(1, .fault(unit: 1)), .mute(1, .fault(unit: 0)), .mute(2, .fault(unit: 0)))
        graph.send(.mute(100, .fault(unit: 0)))
        #expect(graph.render()[0] == [Float](repeating: 0, count: 64))
        #expect(graph.takeFailures() == [.nodeNotFound(2), .notASynth(100)])
        #expect(
            graph.mutes.map(\.description) == [
                "Node 1 (definition \"put\", unit 2 Put) was muted, because rendering it ended a worker process. "
                    + "To reset its units and resume it, send /n_run 1 1."
            ])
        graph.send(.run(1, true))
        #expect(graph.render()[0] == [Float](repeating: 10, count: 64))
    }

    /// A synth that changes inside the block in which a packet mutes it is not rendered, but changed.
    @Test func packetsMuteSynthsThatChange() throws {
        let graph = try graph()
        graph.synth("put", 1)
        graph.render()
        graph.sendExact(64 + 10, .fill(node: 1, .index(0), count: 1, 5))
        graph.send(.mute(1, .fault(unit: -1)), atFrame: 64 + 20)
        #expect(graph.render()[0] == [Float](repeating: 0, count: 64))
        graph.send(.run(1, true))
        #expect(graph.render()[0] == [Float](repeating: 5, count: 64))
    }

    /// Nodes whose IDs the server has chosen are reported too, and so are the engine's.
    @Test func everyMutedNodeIsReported() throws {
        let graph = try graph()
        graph.synth("put", -9)
        let tone = try graph.control.makeSynth(of: graph.control.prepare(.put), id: ReservedIDs.tone)
        graph.send(.add(tone, .toTail, target: ReservedIDs.engineGroup))
        graph.send(.mute(-9, .fault(unit: -1)), .mute(ReservedIDs.tone, .fault(unit: -1)))
        graph.render()
        #expect(graph.takeEvents().isEmpty)
        #expect(graph.mutes.map(\.id) == [-9, ReservedIDs.tone])
        #expect(graph.mutes.last?.description.hasSuffix("plays again when the engine restarts.") == true)
    }

    @Test func valuesOfPacketsAreFinite() throws {
        let graph = try graph()
        let buffer = try #require(BufferMemory.make(frameCount: 8, channelCount: 1, sampleRate: 48_000))
        graph.send(.swapBuffer(1, buffer))
        graph.query { packet in
            let words = packet.add([CommandWord(Float.nan), CommandWord(-Float.infinity), CommandWord(3 as Float)])
            packet.add(.setControlBuses(1, words), of: 0)
            packet.add(.fillControlBuses(4, count: 2, .nan), of: 0)
            packet.add(.setSamples(1, start: 0, words), of: 0)
            packet.add(.setSample(1, 3, .nan), of: 0)
            packet.add(.fillSamples(1, start: 4, count: 2, .infinity), of: 0)
            packet.add(.getControlBuses(0, packet.reserveWords(6)), of: 0)
            packet.add(.getSamples(1, start: 0, packet.reserveWords(8)), of: 0)
        }
        graph.render()
        let values = graph.replies.map { $0.map(\.float) }
        #expect(values == [[0, 0, 0, 3, 0, 0], [0, 0, 3, 0, 0, 0, 0, 0]])
        #expect(graph.control.counts.nonFiniteSamples == 8)
    }
}
