import Testing
import TonewheelDSP
import TonewheelGraph

/// The engine's own nodes, which are rendered after those of clients and do not affect them.
@Suite struct EngineNodeTests {
    private static let digit = ControlKey(name: "digit")

    private func graph(_ change: (inout GraphShape) -> Void = { _ in }) throws -> TestGraph {
        let graph = TestGraph(change)
        for definition in [SynthDef.trace, .finish, .put] { try graph.control.add(definition) }
        return graph
    }

    /// An operation that adds a synth of the engine, from a definition that is not in the library.
    private func new(
        _ definition: SynthDef, _ id: Int32, _ controls: [String: Float], in graph: TestGraph
    ) throws -> GraphOperation {
        let settings = controls.map { Blueprint.ControlSetting(key: ControlKey(name: $0), value: .number($1)) }
        let blueprint = try graph.control.prepare(definition)
        return .add(
            try graph.control.makeSynth(of: blueprint, id: id, settings), .toTail, target: ReservedIDs.engineGroup)
    }

    /// Adds a synth of the engine that records the digit 9, after the others.
    private func addNine(to graph: TestGraph) throws {
        graph.send(try new(.trace, ReservedIDs.tone, ["digit": 9], in: graph))
    }

    @Test func engineIDsAreReserved() {
        let numbers = [ReservedIDs.engineGroup, ReservedIDs.tone, ReservedIDs.inputMonitor, ReservedIDs.fault]
        #expect(numbers == (0...3).map { ReservedIDs.highest - $0 })
        let all = (ReservedIDs.highestProgramID + 1)...ReservedIDs.highest
        #expect(all.count == 16 && all.allSatisfy { ReservedIDs.isEngine($0) && ReservedIDs.contains($0) })
        for number in [ReservedIDs.highestProgramID, ReservedIDs.highest + 1, .min, -1, 0] {
            #expect(!ReservedIDs.isEngine(number))
        }
        #expect(ReservedIDs.contains(ReservedIDs.highestProgramID))
    }

    @Test func engineNodesAreRenderedLast() throws {
        let graph = try graph()
        try addNine(to: graph)
        #expect(graph.order() == 9)
        graph.synth("trace", 1000, .toTail, 0, ["digit": 1])
        graph.group(1)
        graph.synth("trace", 1001, .toTail, 1, ["digit": 2])
        #expect(graph.order() == 129)
    }

    /// Also in a block with changes inside.
    @Test func engineNodesAreRenderedAfterPieces() throws {
        let graph = try graph()
        try addNine(to: graph)
        graph.synth("put", 1000)
        graph.render()
        graph.sendExact(64 + 32, .fill(node: 1000, .index(0), count: 1, 20))
        #expect(graph.render()[0] == [Float](repeating: 109, count: 64))
        #expect(graph.order() == 209)
    }

    /// Operations on the group 0 do not affect the engine's nodes.
    @Test func rootGroupIsUnaffected() throws {
        let graph = try graph()
        try addNine(to: graph)
        graph.synth("trace", 1000)
        graph.query {
            $0.add(.query(0, $0.reserveWords(NodeEvent.wordCount)), of: 0)
            $0.add(.getTree(0, withControls: false, $0.reserveWords(100)), of: 0)
        }
        graph.render()
        #expect(graph.replies[0].map(\.int) == [0, -1, -1, -1, 1, 1000, 1000])
        #expect(Array(graph.replies[1].map(\.int).prefix(4)) == [0, 1, 1000, -1] && graph.replies[1].count == 6)
        graph.send(.run(0, false))
        #expect(graph.order() == 9)
        graph.send(.run(0, true))
        #expect(graph.order() == 19)
        graph.send(.free(0))
        #expect(graph.order() == 19)
        #expect(graph.takeFailures() == [.rootIsFixed])
        graph.send(.freeSynths(0))
        #expect(graph.order() == 9)
        graph.synth("trace", 1000)
        graph.freeChildren(0)
        #expect(graph.order() == 9)
        graph.synth("trace", 1000)
        #expect(graph.order() == 19)
    }

    @Test func engineNodesAreNeitherCountedNorReported() throws {
        let graph = try graph()
        try addNine(to: graph)
        graph.render()
        graph.send(.run(ReservedIDs.tone, false))
        graph.render()
        graph.send(.free(ReservedIDs.tone))
        graph.render()
        #expect(graph.takeEvents() == [] && graph.takeFailures() == [])
        let counts = graph.control.counts
        #expect(counts.synths == 0 && counts.groups == 1 && counts.units == 0)
        #expect(!graph.setControl(node: ReservedIDs.tone, Self.digit, 1))
    }

    @Test func engineNodesUseNoClientCapacity() throws {
        let graph = try graph { $0.nodeCapacity = 8 }
        for id in 1...8 { graph.synth("trace", Int32(id), .toTail, 0, ["digit": 0]) }
        try addNine(to: graph)
        graph.render()
        graph.synth("trace", 9)
        #expect(graph.order() == 9)
        #expect(graph.takeFailures() == [.tooManyNodes])
        graph.send(.free(1))
        graph.synth("trace", 9, .toTail, 0, ["digit": 1])
        #expect(graph.order() == 19)
        // All remaining IDs.
        for id in (ReservedIDs.highestProgramID + 1)..<ReservedIDs.tone {
            graph.send(try new(.trace, id, ["digit": 0], in: graph))
        }
        graph.render()
        #expect(graph.takeFailures() == [])
        #expect(graph.control.counts.synths == 8)
    }

    @Test func engineGroupIsFixed() throws {
        let graph = try graph()
        try addNine(to: graph)
        graph.synth("trace", 1000)
        let group = ReservedIDs.engineGroup
        graph.send(.free(group), .move(group, .toTail, target: 0), .move(1000, .before, target: group))
        graph.send(.move(1000, .after, target: group))
        graph.synth("trace", 1001, .before, group)
        graph.synth("trace", 1002, .replace, group)
        graph.sendExact(32, .free(group))
        #expect(graph.order() == 19)
        #expect(graph.takeFailures() == [GraphFailure](repeating: .rootIsFixed, count: 7))
        // An engine ID cannot become another ID, and vice versa.
        graph.send(.renumber(ReservedIDs.tone, to: 5), .renumber(1000, to: ReservedIDs.fault))
        graph.render()
        #expect(graph.takeFailures() == [.nodeNotFound(ReservedIDs.tone), .nodeNotFound(1000)])

        graph.freeChildren(group)
        #expect(graph.order() == 1)
        try addNine(to: graph)
        #expect(graph.order() == 19)
        graph.send(.freeSynths(group))
        #expect(graph.order() == 1)
    }

    /// The done action 14 frees the enclosing group.
    @Test func doneActionOnTheEngineGroupKeepsTheGroup() throws {
        let graph = try graph()
        try addNine(to: graph)
        graph.synth("trace", 1000)
        graph.send(try new(.finish, ReservedIDs.fault, ["digit": 8, "action": 14], in: graph))
        #expect(graph.order() == 198)
        #expect(graph.order() == 1)
        try addNine(to: graph)
        #expect(graph.order() == 19)
    }

    @Test func engineSynthsAreFreedWithTheGraph() throws {
        weak var blueprint: Blueprint?
        do {
            let graph = try graph()
            let prepared = try graph.control.prepare(.trace)
            blueprint = prepared
            let synth = try graph.control.makeSynth(of: prepared, id: ReservedIDs.tone)
            graph.send(.add(synth, .toTail, target: ReservedIDs.engineGroup))
            graph.render()
        }
        #expect(blueprint == nil)
    }

    // MARK: - The engine's own definitions

    @Test func preparedDefinitionsAreHiddenFromClients() throws {
        let graph = TestGraph()
        let blueprint = try graph.control.prepare(.trace)
        #expect(graph.control.definitionCount == 0 && graph.control.blueprint("trace") == nil)
        #expect(throws: SynthBuildError.noDefinition("trace")) { try graph.control.makeSynth("trace", id: 1, []) }
        #expect(!graph.control.removeDefinition("trace"))
        graph.control.removeAllDefinitions()
        graph.send(.add(try graph.control.makeSynth(of: blueprint, id: 1000), .toTail, target: 0))
        #expect(graph.order() == 1)
        graph.send(.free(1000))
        graph.render()
        #expect(graph.control.takeRemovedDefinitions() == [])
    }

    @Test func preparedDefinitionsMayUsePrivateUnits() throws {
        let definition = SynthDef(name: "odd", units: [.init(name: "Odd", rate: .audio)])
        let graph = TestGraph()
        #expect(throws: BlueprintError.self) { try graph.control.prepare(definition) }
        _ = try graph.control.prepare(definition, with: [UnitEntry(Odd.self)])
        #expect(throws: BlueprintError.self) { try graph.control.add(definition) }
    }

    /// The clients' memory limit does not apply to the engine's synths, which are not counted.
    @Test func engineSynthsDoNotUseClientMemory() throws {
        let graph = try graph { $0.synthMemory = 100 }
        #expect(throws: SynthBuildError.self) { try graph.control.makeSynth("trace", id: 1000, []) }
        try addNine(to: graph)
        #expect(graph.order() == 9)
        #expect(graph.control.synthMemory.used == 0)
    }

    @Test func clientSeedsDoNotDependOnEngineSynths() throws {
        func seeds(_ engineCount: Int32) throws -> [Float] {
            let graph = TestGraph()
            try graph.control.add(.seed)
            for number in 0..<engineCount { graph.send(try new(.seed, ReservedIDs.tone - number, [:], in: graph)) }
            for id in 1...3 { graph.synth("seed", Int32(id)) }
            graph.render()
            graph.send(.freeSynths(ReservedIDs.engineGroup))
            return graph.render()[0]
        }
        #expect(try seeds(0) == seeds(5))
    }

    // MARK: - Controls on the render thread

    @Test func controlsAreSetBetweenBlocks() throws {
        let graph = try graph()
        graph.group(1)
        graph.synth("trace", 1000, .toTail, 1)
        graph.synth("put", 1001, .toHead, 1)
        try addNine(to: graph)
        #expect(!graph.setControl(node: 1000, Self.digit, 3))
        graph.render()
        #expect(graph.setControl(node: 1000, Self.digit, 3))
        #expect(graph.setControl(node: ReservedIDs.tone, .index(0), 7))
        #expect(graph.controlValue(node: 1000, Self.digit) == 3)
        #expect(graph.controlValue(node: ReservedIDs.tone, Self.digit) == 7)
        #expect(graph.order() == 1037)
        // A group sets the controls of its synths; controls that do not exist are ignored.
        #expect(graph.setControl(node: 1, ControlKey(name: "values"), 20))
        #expect(graph.setControl(node: 1000, .index(-1), 20))
        #expect(graph.controlValue(node: 1001, .index(0)) == 20)
        #expect(graph.controlValue(node: 1001, .index(1)) == 20)
        #expect(graph.order() == 2037)
        for key in [ControlKey(name: "nothing"), .index(1), .index(-1)] {
            #expect(graph.controlValue(node: 1000, key) == nil)
        }
        #expect(graph.controlValue(node: 1, .index(0)) == nil)
        #expect(graph.controlValue(node: 99, .index(0)) == nil)
        graph.send(.free(1000))
        graph.render()
        #expect(!graph.setControl(node: 1000, Self.digit, 3))
    }

    @Test func settingAControlUnmapsIt() throws {
        let graph = try graph()
        graph.send(.fillControlBuses(3, count: 1, 5))
        graph.synth("trace", 1000)
        graph.send(.map(node: 1000, Self.digit, ControlMapping(.controlBus, bus: 3), count: 1))
        #expect(graph.order() == 5)
        #expect(graph.controlValue(node: 1000, Self.digit) == 5)
        #expect(graph.setControl(node: 1000, Self.digit, 2))
        #expect(graph.order() == 2)
    }
}

/// A no-op under a unique name.
private struct Odd: UnitGenerator {
    static var spec: UnitSpec { UnitSpec("Odd", inputs: [], outputs: []) }

    init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    mutating func reset() {}

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {}
}

extension SynthDef {
    /// A synth that adds its seed to the output 0.
    fileprivate static let seed = SynthDef(
        name: "seed", constants: [0],
        units: [
            Unit(name: "Inside", rate: .audio, inputs: [], outputs: [.audio, .audio, .audio]),
            Unit(name: "Put", rate: .audio, inputs: [.constant(0), .output(unit: 0, index: 1)]),
        ])
}
