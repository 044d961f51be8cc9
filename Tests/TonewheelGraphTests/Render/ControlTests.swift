import Testing
import TonewheelDSP
import TonewheelGraph

/// Controls, buses, buffers and scheduled packets.
@Suite struct ControlTests {
    private func graph() throws -> TestGraph {
        let graph = TestGraph()
        try graph.control.add(.put)
        return graph
    }

    private func firstFrames(_ graph: TestGraph) -> [Float] { graph.render().map { $0[0] } }

    @Test func controlsStartWithTheDefinitionValues() throws {
        let graph = try graph()
        graph.synth("put", 1)
        #expect(firstFrames(graph) == [10, 20])
        graph.synth("put.loud", 2)
        #expect(firstFrames(graph) == [110, 220])
        for name in ["put.quiet", "nothing"] {
            #expect(throws: SynthBuildError.noDefinition(name)) { try graph.control.makeSynth(name, id: 3, []) }
        }
    }

    @Test func controlsAreSetByNameIndexAndRange() throws {
        let graph = try graph()
        graph.synth("put", 1)
        graph.query {
            $0.add(
                .set(node: 1, ControlKey(name: "values"), $0.add([CommandWord(1 as Float), CommandWord(2 as Float)])),
                of: 0)
        }
        #expect(firstFrames(graph) == [1, 2])
        graph.query { $0.add(.set(node: 1, .index(1), $0.add([CommandWord(3 as Float)])), of: 0) }
        #expect(firstFrames(graph) == [1, 3])
        graph.send(.fill(node: 1, .index(0), count: .max, 7))
        #expect(firstFrames(graph) == [7, 7])
        // Controls that do not exist are ignored.
        for key in [ControlKey.index(2), .index(-1), ControlKey(name: "nothing")] {
            graph.send(.fill(node: 1, key, count: .max, 9))
            graph.send(.fill(node: 1, key, count: -1, 9))
        }
        #expect(firstFrames(graph) == [7, 7])
        #expect(graph.takeFailures() == [])
    }

    @Test func groupsSetControlsOfAllSynths() throws {
        let graph = try graph()
        graph.group(1)
        graph.group(2, .toTail, 1)
        graph.synth("put", 10, .toTail, 1)
        graph.synth("put", 11, .toTail, 2)
        graph.synth("put", 12)
        graph.send(.fill(node: 1, .index(0), count: 1, 1))
        #expect(firstFrames(graph) == [12, 60])
    }

    @Test func mappedControlsReadBuses() throws {
        let graph = try graph()
        graph.synth("put", 1)
        graph.query { $0.add(.setControlBuses(3, $0.add([CommandWord(5 as Float), CommandWord(6 as Float)])), of: 0) }
        graph.send(.map(node: 1, .index(0), ControlMapping(.controlBus, bus: 3), count: 2))
        #expect(firstFrames(graph) == [5, 6])
        graph.send(.fillControlBuses(3, count: 1, 8))
        #expect(firstFrames(graph) == [8, 6])
        // Setting a control unmaps it, and so does mapping it to a bus that does not exist.
        graph.send(.fill(node: 1, .index(0), count: 1, 1))
        graph.send(.map(node: 1, .index(1), ControlMapping(.controlBus, bus: -1), count: 1))
        graph.send(.fillControlBuses(0, count: 16, 99))
        #expect(firstFrames(graph) == [1, 6])
    }

    @Test func busQueriesAreRangeChecked() throws {
        let graph = try graph()
        graph.query { $0.add(.setControlBuses(14, $0.add([CommandWord(1 as Float), CommandWord(2 as Float)])), of: 0) }
        graph.query { $0.add(.getControlBuses(14, $0.reserveWords(2)), of: 0) }
        graph.query { $0.add(.getControlBuses(15, $0.reserveWords(2)), of: 0) }
        graph.render()
        #expect(graph.replies.map { $0.map(\.float) } == [[1, 2]])
        #expect(graph.takeFailures() == [.noSuchBus(15)])
        // Filling ends at the last bus.
        graph.send(.fillControlBuses(-1, count: 3, 5), .fillControlBuses(14, count: .max, 6))
        graph.send(.fillControlBuses(.max, count: .max, 7), .fillControlBuses(.min, count: .max, 7))
        graph.query { $0.add(.getControlBuses(0, $0.reserveWords(16)), of: 0) }
        graph.render()
        #expect(graph.replies.last?.map(\.float) == [5, 5] + [Float](repeating: 0, count: 12) + [6, 6])
        #expect(graph.takeFailures() == [])
    }

    @Test func buffersAreReplacedAndQueried() throws {
        let graph = try graph()
        let memory = try #require(BufferMemory.make(frameCount: 3, channelCount: 2, sampleRate: 44_100))
        graph.send(.swapBuffer(1, memory))
        graph.query {
            $0.add(.setSamples(1, start: 4, $0.add([CommandWord(1 as Float), CommandWord(2 as Float)])), of: 0)
        }
        graph.query { $0.add(.getSamples(1, start: 3, $0.reserveWords(3)), of: 0) }
        graph.query { $0.add(.getBuffer(1, $0.reserveWords(3)), of: 0) }
        graph.send(.setSample(1, 6, 1), .setSample(1, -1, 1), .fillSamples(2, start: 0, count: 1, 1))
        graph.send(.fillSamples(9, start: 0, count: 1, 1))
        graph.render()
        #expect(graph.replies[0].map(\.float) == [0, 1, 2])
        #expect(graph.replies[1].prefix(2).map(\.int) == [3, 2])
        #expect(graph.replies[1][2].float == 44_100)
        #expect(graph.takeFailures() == [.noSuchSample(6), .noSuchSample(-1), .noSuchSample(0), .noSuchBuffer(9)])
        // Filling ends at the end of the buffer.
        graph.send(.fillSamples(1, start: 4, count: .max, 8), .fillSamples(1, start: -1, count: 2, 9))
        graph.send(.fillSamples(1, start: .min, count: .max, 7), .fillSamples(1, start: .max, count: .max, 7))
        graph.query { $0.add(.getSamples(1, start: 0, $0.reserveWords(6)), of: 0) }
        graph.render()
        #expect(graph.replies.last?.map(\.float) == [9, 0, 0, 0, 8, 8])
        #expect(BufferMemory.make(frameCount: .max, channelCount: 2, sampleRate: 1) == nil)
        #expect(BufferMemory.make(frameCount: 1 << 30, channelCount: 1, sampleRate: 1) == nil)
    }

    // MARK: - Time

    @Test func packetsTakeEffectInTheBlockOfTheirFrame() throws {
        let graph = try graph()
        graph.synth("put", 1, atFrame: 64 * 3 + 5)
        graph.synth("put", 2, atFrame: 64 * 3)
        #expect(firstFrames(graph) == [0, 0])
        #expect(graph.control.counts.scheduledPackets == 2)
        graph.render(blocks: 2)
        #expect(graph.control.counts.synths == 0)
        #expect(firstFrames(graph) == [20, 40])
        // In the order of their frames.
        #expect(graph.takeEvents() == ["started 2", "started 1"])
        graph.synth("put", 3, atFrame: 1)
        #expect(firstFrames(graph) == [30, 60])
        #expect(graph.control.counts.latePackets == 1)
    }

    @Test func scheduledPacketsCanBeCleared() throws {
        let graph = try graph()
        graph.synth("put", 1, atFrame: 1000)
        graph.render()
        graph.send(.clearScheduled)
        graph.render(blocks: 20)
        #expect(graph.control.counts.synths == 0)
        #expect(graph.control.counts.scheduledPackets == 0)
    }

    @Test func synthsHaveOffsetSeedAndMemory() throws {
        let graph = TestGraph()
        try graph.control.add(
            SynthDef(
                name: "inside", constants: [0, 1], parameters: [5],
                parameterNames: [SynthDef.ParameterName(name: "length", index: 0)],
                units: [
                    SynthDef.Unit(name: "Control", rate: .control, outputs: [.control]),
                    SynthDef.Unit(
                        name: "Inside", rate: .audio, inputs: [.output(unit: 0, index: 0)],
                        outputs: [.audio, .audio, .audio]),
                    SynthDef.Unit(
                        name: "Put", rate: .audio, inputs: [.constant(0), .output(unit: 1, index: 0)]),
                    SynthDef.Unit(
                        name: "Put", rate: .audio, inputs: [.constant(1), .output(unit: 1, index: 2)]),
                ]))
        graph.synth("inside", 1, .toTail, 0, ["length": 33], atFrame: 64 + 17)
        graph.render()
        #expect(firstFrames(graph) == [17, 33])
    }

    /// Initial values propagate through the units that follow, at each rate, and are kept although wires are reused.
    @Test(arguments: [Rate.audio, .control])
    func initialValuesPropagateThroughUnits(rate: Rate) throws {
        let graph = TestGraph()
        let from: SynthDef.Input = .constant(1)
        try graph.control.add(
            SynthDef(
                name: "initial", constants: [0, 100, 1], parameters: [7],
                parameterNames: [SynthDef.ParameterName(name: "x", index: 0)],
                units: [
                    SynthDef.Unit(name: "Ahead", rate: rate, outputs: [rate]),
                    SynthDef.Unit(
                        name: "Sum", rate: rate, inputs: [.output(unit: 0, index: 0), from], outputs: [rate]),
                    SynthDef.Unit(name: "Ramp", rate: .audio, inputs: [from], outputs: [.audio]),
                    SynthDef.Unit(
                        name: "Initial", rate: .audio, inputs: [.output(unit: 1, index: 0)], outputs: [.audio]),
                    SynthDef.Unit(name: "Control", rate: .control, outputs: [.control]),
                    SynthDef.Unit(
                        name: "Initial", rate: .audio, inputs: [.output(unit: 4, index: 0)], outputs: [.audio]),
                    SynthDef.Unit(
                        name: "Put", rate: .audio, inputs: [.constant(0), .output(unit: 3, index: 0)]),
                    SynthDef.Unit(
                        name: "Put", rate: .audio, inputs: [.constant(2), .output(unit: 5, index: 0)]),
                ]))
        graph.synth("initial", 1, .toTail, 0, ["x": 9])
        for _ in 0..<2 {
            graph.render()
            #expect(firstFrames(graph) == [100, 9])
        }
    }
}
