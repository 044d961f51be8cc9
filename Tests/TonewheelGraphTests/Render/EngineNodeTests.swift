import Testing
import TonewheelDSP
import TonewheelGraph

/// The engine's own nodes: behind those of clients, and out of their way.
@Suite struct EngineNodeTests {
    private static let digit = ControlKey(name: "digit")

    private func graph(_ change: (inout GraphShape) -> Void = { _ in }) throws -> TestGraph {
        let graph = TestGraph(change)
        for definition in [SynthDefinition.trace, .finish, .put] { try graph.control.add(definition) }
        return graph
    }

    /// A synth of the engine that is to be added, from a definition that is not in the library.
    private func new(
        _ definition: SynthDefinition, _ id: Int32, _ controls: [String: Float], in graph: TestGraph
    ) throws -> GraphOperation {
        let settings = controls.map { Blueprint.ControlSetting(key: ControlKey(name: $0), value: .number($1)) }
        let blueprint = try graph.control.prepare(definition)
        return .add(
            try graph.control.makeSynth(of: blueprint, id: id, settings), .toTail, target: OwnNodes.engineGroup)
    }

    /// Has a synth of the engine note a 9, behind the others.
    private func addNine(to graph: TestGraph) throws {
        graph.send(try new(.trace, OwnNodes.tone, ["digit": 9], in: graph))
    }

    @Test func numbersOfTheEngineAreApart() {
        let numbers = [OwnNodes.engineGroup, OwnNodes.tone, OwnNodes.inputMonitor, OwnNodes.fault]
        #expect(numbers == (0...3).map { OwnNodes.last - $0 })
        let all = (OwnNodes.lastOfPrograms + 1)...OwnNodes.last
        #expect(all.count == 16 && all.allSatisfy { OwnNodes.isEngine($0) && OwnNodes.contains($0) })
        for number in [OwnNodes.lastOfPrograms, OwnNodes.last + 1, .min, -1, 0] { #expect(!OwnNodes.isEngine(number)) }
        #expect(OwnNodes.contains(OwnNodes.lastOfPrograms))
    }

    @Test func theyAreRenderedBehindAllOthers() throws {
        let graph = try graph()
        try addNine(to: graph)
        #expect(graph.order() == 9)
        graph.synth("trace", 1000, .toTail, 0, ["digit": 1])
        graph.group(1)
        graph.synth("trace", 1001, .toTail, 1, ["digit": 2])
        #expect(graph.order() == 129)
    }

    /// In a block inside which something changes too.
    @Test func theyAreRenderedBehindPieces() throws {
        let graph = try graph()
        try addNine(to: graph)
        graph.synth("put", 1000)
        graph.render()
        graph.exactly(64 + 32, .fill(node: 1000, .index(0), count: 1, 20))
        #expect(graph.render()[0] == [Float](repeating: 109, count: 64))
        #expect(graph.order() == 209)
    }

    /// What is said and done to the group 0 is as if there were none of them.
    @Test func theRootGroupIsAsBefore() throws {
        let graph = try graph()
        try addNine(to: graph)
        graph.synth("trace", 1000)
        graph.ask {
            $0.add(.query(0, $0.addRoom(NodeEvent.wordCount)), of: 0)
            $0.add(.getTree(0, withControls: false, $0.addRoom(100)), of: 0)
        }
        graph.render()
        #expect(graph.answers[0].map(\.int) == [0, -1, -1, -1, 1, 1000, 1000])
        #expect(Array(graph.answers[1].map(\.int).prefix(4)) == [0, 1, 1000, -1] && graph.answers[1].count == 6)
        graph.send(.run(0, false))
        #expect(graph.order() == 9)
        graph.send(.run(0, true))
        #expect(graph.order() == 19)
        graph.send(.free(0))
        #expect(graph.order() == 19)
        #expect(graph.takeFailures() == [.rootStays])
        graph.send(.freeSynths(0))
        #expect(graph.order() == 9)
        graph.synth("trace", 1000)
        graph.freeChildren(0)
        #expect(graph.order() == 9)
        graph.synth("trace", 1000)
        #expect(graph.order() == 19)
    }

    @Test func theyAreNeitherCountedNorToldOf() throws {
        let graph = try graph()
        try addNine(to: graph)
        graph.render()
        graph.send(.run(OwnNodes.tone, false))
        graph.render()
        graph.send(.free(OwnNodes.tone))
        graph.render()
        #expect(graph.happenings() == [] && graph.takeFailures() == [])
        let counts = graph.control.counts
        #expect(counts.synths == 0 && counts.groups == 1 && counts.units == 0)
        #expect(!graph.setControl(node: OwnNodes.tone, Self.digit, 1))
    }

    @Test func theyNeedNoRoom() throws {
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
        // All the numbers that there are.
        for id in (OwnNodes.lastOfPrograms + 1)..<OwnNodes.tone {
            graph.send(try new(.trace, id, ["digit": 0], in: graph))
        }
        graph.render()
        #expect(graph.takeFailures() == [])
        #expect(graph.control.counts.synths == 8)
    }

    @Test func theirGroupStays() throws {
        let graph = try graph()
        try addNine(to: graph)
        graph.synth("trace", 1000)
        let group = OwnNodes.engineGroup
        graph.send(.free(group), .move(group, .toTail, target: 0), .move(1000, .before, target: group))
        graph.send(.move(1000, .after, target: group))
        graph.synth("trace", 1001, .before, group)
        graph.synth("trace", 1002, .replace, group)
        graph.exactly(32, .free(group))
        #expect(graph.order() == 19)
        #expect(graph.takeFailures() == [GraphFailure](repeating: .rootStays, count: 7))
        // A number of the engine's stays one, and no other becomes one.
        graph.send(.renumber(OwnNodes.tone, to: 5), .renumber(1000, to: OwnNodes.fault))
        graph.render()
        #expect(graph.takeFailures() == [.nodeNotFound(OwnNodes.tone), .nodeNotFound(1000)])

        graph.freeChildren(group)
        #expect(graph.order() == 1)
        try addNine(to: graph)
        #expect(graph.order() == 19)
        graph.send(.freeSynths(group))
        #expect(graph.order() == 1)
    }

    /// 14 frees the group that a synth is in.
    @Test func aSynthThatIsDoneTakesNothingAlong() throws {
        let graph = try graph()
        try addNine(to: graph)
        graph.synth("trace", 1000)
        graph.send(try new(.finish, OwnNodes.fault, ["digit": 8, "action": 14], in: graph))
        #expect(graph.order() == 198)
        #expect(graph.order() == 1)
        try addNine(to: graph)
        #expect(graph.order() == 19)
    }

    @Test func nothingIsLeftInTheEnd() throws {
        weak var blueprint: Blueprint?
        do {
            let graph = try graph()
            let prepared = try graph.control.prepare(.trace)
            blueprint = prepared
            let synth = try graph.control.makeSynth(of: prepared, id: OwnNodes.tone)
            graph.send(.add(synth, .toTail, target: OwnNodes.engineGroup))
            graph.render()
        }
        #expect(blueprint == nil)
    }

    // MARK: - Definitions of the engine's own

    @Test func noClientFindsADefinitionThatIsPrepared() throws {
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

    @Test func aDefinitionMayUseUnitsThatClientsHaveNot() throws {
        let definition = SynthDefinition(name: "odd", units: [.init(name: "Odd", rate: .audio)])
        let graph = TestGraph()
        #expect(throws: BlueprintError.self) { try graph.control.prepare(definition) }
        _ = try graph.control.prepare(definition, with: [UnitEntry(Odd.self)])
        #expect(throws: BlueprintError.self) { try graph.control.add(definition) }
    }

    /// Neither does the limit of their memory keep out a synth of the engine, nor does it take of it.
    @Test func theirMemoryIsNotThatOfClients() throws {
        let graph = try graph { $0.synthMemory = 100 }
        #expect(throws: SynthBuildError.self) { try graph.control.makeSynth("trace", id: 1000, []) }
        try addNine(to: graph)
        #expect(graph.order() == 9)
        #expect(graph.control.synthMemory.used == 0)
    }

    @Test func whatClientsHearDoesNotDependOnThem() throws {
        func seeds(_ engineCount: Int32) throws -> [Float] {
            let graph = TestGraph()
            try graph.control.add(.seed)
            for number in 0..<engineCount { graph.send(try new(.seed, OwnNodes.tone - number, [:], in: graph)) }
            for id in 1...3 { graph.synth("seed", Int32(id)) }
            graph.render()
            graph.send(.freeSynths(OwnNodes.engineGroup))
            return graph.render()[0]
        }
        #expect(try seeds(0) == seeds(5))
    }

    // MARK: - Controls, on the thread that renders

    @Test func aControlIsSetBetweenBlocks() throws {
        let graph = try graph()
        graph.group(1)
        graph.synth("trace", 1000, .toTail, 1)
        graph.synth("put", 1001, .toHead, 1)
        try addNine(to: graph)
        #expect(!graph.setControl(node: 1000, Self.digit, 3))
        graph.render()
        #expect(graph.setControl(node: 1000, Self.digit, 3))
        #expect(graph.setControl(node: OwnNodes.tone, .index(0), 7))
        #expect(graph.controlValue(node: 1000, Self.digit) == 3)
        #expect(graph.controlValue(node: OwnNodes.tone, Self.digit) == 7)
        #expect(graph.order() == 1037)
        // A group passes it on; what is not there is passed over.
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

    @Test func aControlThatIsSetFollowsNoBusAnyMore() throws {
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

/// Does nothing, under a name that no other has.
private struct Odd: UnitGenerator {
    static var spec: UnitSpec { UnitSpec("Odd", inputs: [], outputs: []) }

    init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    mutating func reset() {}

    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {}
}

extension SynthDefinition {
    /// Adds its seed to the output 0.
    fileprivate static let seed = SynthDefinition(
        name: "seed", constants: [0],
        units: [
            Unit(name: "Inside", rate: .audio, inputs: [], outputs: [.audio, .audio, .audio]),
            Unit(name: "Put", rate: .audio, inputs: [.constant(0), .output(unit: 0, index: 1)]),
        ])
}
