import Testing
import TonewheelDSP
import TonewheelGraph

/// Sample-accurate packets, which change nodes inside a block.
@Suite struct ExactTests {
    private let frames = 64

    /// A synth that counts frames from its control `start` on, on the output 0.
    private static let count = SynthDef(
        name: "count", constants: [0], parameters: [100], parameterNames: [.init(name: "start", index: 0)],
        units: [
            .init(name: "Control", rate: .control, outputs: [.control]),
            .init(name: "Ramp", rate: .audio, inputs: [.output(unit: 0, index: 0)], outputs: [.audio]),
            .init(name: "Put", rate: .audio, inputs: [.constant(0), .output(unit: 1, index: 0)]),
        ])

    /// A synth that writes a control to the output 0, through a unit at control rate.
    private static let slow = SynthDef(
        name: "slow", constants: [0], parameters: [5], parameterNames: [.init(name: "start", index: 0)],
        units: [
            .init(name: "Control", rate: .control, outputs: [.control]),
            .init(
                name: "Sum", rate: .control, inputs: [.output(unit: 0, index: 0), .constant(0)], outputs: [.control]),
            .init(name: "Put", rate: .audio, inputs: [.constant(0), .output(unit: 1, index: 0)]),
        ])

    private func graph(_ change: (inout GraphShape) -> Void = { _ in }) throws -> TestGraph {
        let graph = TestGraph(change)
        for definition in [Self.count, Self.slow, .put, .trace] { try graph.control.add(definition) }
        return graph
    }

    /// The values of a block, frame by frame.
    private func block(_ value: (Int) -> Float) -> [Float] { (0..<frames).map { value($0) } }

    private func fill(_ node: Int32, _ value: Float) -> GraphOperation {
        .fill(node: node, .index(0), count: 1, value)
    }

    @Test(arguments: [1, 17, 32, 63])
    func synthsStartAtTheirFrame(frame: Int) throws {
        let graph = try graph()
        graph.sendExact(Int64(frames + frame), graph.new("count", 1))
        #expect(graph.render()[0] == [Float](repeating: 0, count: frames))
        let expected = block { $0 < frame ? 0 : 100 + Float($0 - frame) }
        #expect(graph.render()[0] == expected)
        #expect(graph.render()[0] == block { 100 + Float($0 + frames - frame) })
        #expect(graph.takeEvents() == ["started 1"])
    }

    @Test(arguments: [1, 17, 32, 63])
    func controlsChangeAtTheirFrame(frame: Int) throws {
        let graph = try graph()
        graph.synth("count", 1)
        graph.synth("put", 2)
        graph.sendExact(Int64(frame), fill(1, 1000))
        #expect(graph.render()[0] == block { ($0 < frame ? 110 : 1010) + Float($0) })
        #expect(graph.render()[0] == block { 1010 + Float($0 + frames) })
    }

    @Test func changesInABlockAreAppliedInOrder() throws {
        let graph = try graph()
        graph.sendExact(40, fill(1, 4))
        graph.sendExact(10, graph.new("put", 1))
        graph.sendExact(20, fill(1, 2))
        graph.sendExact(20, fill(1, 3))
        graph.sendExact(50, .free(1))
        graph.sendExact(60, fill(1, 9))
        let expected = block { frame in
            frame < 10 || frame >= 50 ? 0 : frame < 20 ? 10 : frame < 40 ? 3 : 4
        }
        #expect(graph.render()[0] == expected)
        #expect(graph.takeFailures() == [.nodeNotFound(1)])
        #expect(graph.takeEvents() == ["started 1", "ended 1"])
        #expect(graph.control.counts.synths == 0)
        #expect(graph.render()[0] == [Float](repeating: 0, count: frames))
    }

    @Test func controlRateUnitsChangeInTheNextBlock() throws {
        let graph = try graph()
        graph.synth("slow", 1)
        graph.sendExact(30, fill(1, 7))
        #expect(graph.render()[0] == [Float](repeating: 5, count: frames))
        #expect(graph.render()[0] == [Float](repeating: 7, count: frames))
    }

    @Test func nodesPauseAndResumeAtTheirFrames() throws {
        let graph = try graph()
        graph.synth("count", 1)
        graph.sendExact(10, .run(1, false))
        graph.sendExact(30, .run(1, true))
        graph.sendExact(31, .run(1, true))
        let expected = block { $0 < 10 ? 100 + Float($0) : $0 < 30 ? 0 : 80 + Float($0) }
        #expect(graph.render()[0] == expected)
        #expect(graph.takeEvents() == ["started 1", "paused 1", "resumed 1"])
        graph.sendExact(64 + 5, .run(1, false))
        #expect(graph.render()[0] == block { $0 < 5 ? 144 + Float($0) : 0 })
        #expect(graph.render()[0] == [Float](repeating: 0, count: frames))
        graph.sendExact(192 + 60, .run(1, true))
        #expect(graph.render()[0] == block { $0 < 60 ? 0 : 89 + Float($0) })
    }

    @Test func groupChangesApplyToDescendants() throws {
        let graph = try graph()
        graph.group(1)
        graph.group(2, .toTail, 1)
        graph.synth("put", 10, .toTail, 1)
        graph.synth("put", 11, .toTail, 2)
        graph.synth("put", 12)
        graph.sendExact(8, fill(1, 100))
        graph.sendExact(16, .run(1, false))
        graph.sendExact(24, .run(1, true))
        graph.sendExact(32, .run(2, false))
        graph.sendExact(40, .free(1))
        graph.sendExact(48, graph.new("put", 10))
        let expected = block { frame in
            switch frame {
            case ..<8: 30
            case ..<16: 210
            case ..<24: 10
            case ..<32: 210
            case ..<40: 110
            case ..<48: 10
            default: 20
            }
        }
        #expect(graph.render()[0] == expected)
        #expect(graph.takeFailures() == [])
        #expect(graph.render()[0] == [Float](repeating: 20, count: frames))
        #expect(graph.control.counts.synths == 2)
        #expect(graph.control.counts.groups == 1)
        graph.sendExact(128 + 8, .run(0, false))
        #expect(graph.render()[0] == block { $0 < 8 ? 20 : 0 })
        #expect(graph.render()[0] == [Float](repeating: 0, count: frames))
    }

    /// The group is paused at the start of the block, by a packet that follows after the change.
    @Test func changesInAPausedGroupAreKept() throws {
        let graph = try graph()
        graph.group(5)
        graph.synth("put", 1, .toTail, 5)
        graph.synth("put", 2, .toTail, 5)
        graph.render()
        graph.sendExact(64 + 20, fill(1, 4), fill(5, 3), fill(1, 6))
        graph.send(.run(5, false), atFrame: 64 + 30)
        #expect(graph.render()[0] == [Float](repeating: 0, count: frames))
        #expect(graph.controlValue(node: 1, .index(0)) == 6)
        #expect(graph.controlValue(node: 2, .index(0)) == 3)
        graph.send(.run(5, true))
        #expect(graph.render()[0] == [Float](repeating: 9, count: frames))
    }

    @Test func exactPacketsReportFailures() throws {
        let graph = try graph()
        graph.synth("put", 1)
        graph.sendExact(5, .free(9), .run(9, true), fill(9, 1), .free(0))
        graph.sendExact(6, graph.new("put", 1))
        graph.sendExact(7, graph.new("put", 2, 9))
        graph.render()
        #expect(
            graph.takeFailures() == [
                .nodeNotFound(9), .nodeNotFound(9), .nodeNotFound(9), .rootIsFixed, .duplicateNode(1),
                .groupNotFound(9),
            ])
        #expect(graph.control.counts.synths == 1)
    }

    @Test func controlsAreMappedAtTheirFrame() throws {
        let graph = try graph()
        graph.synth("put", 1)
        graph.send(.fillControlBuses(3, count: 1, 33))
        graph.sendExact(20, .map(node: 1, .index(0), ControlMapping(.controlBus, bus: 3), count: 1))
        graph.sendExact(40, fill(1, 1))
        #expect(graph.render()[0] == block { $0 < 20 ? 10 : $0 < 40 ? 33 : 1 })
        graph.send(.fillControlBuses(3, count: 1, 44))
        #expect(graph.render()[0] == [Float](repeating: 1, count: frames))
    }

    /// A packet that is not exact takes effect at the start of its block, but not before an earlier packet.
    @Test func lastPacketHasPriority() throws {
        let graph = try graph()
        graph.synth("put", 1)
        graph.sendExact(20, fill(1, 2))
        graph.send(fill(1, 3), atFrame: 40)
        #expect(graph.render()[0] == block { $0 < 20 ? 10 : 3 })
        #expect(graph.render()[0] == [Float](repeating: 3, count: frames))
    }

    @Test func changesBeyondCapacityApplyAtTheBlockStartAndAreCounted() throws {
        let graph = try graph { $0.changesPerBlock = 2 }
        for id in 1...3 { graph.synth("put", Int32(id)) }
        graph.sendExact(10, fill(0, 1))
        graph.sendExact(20, fill(1, 2), fill(2, 2))
        graph.sendExact(30, fill(3, 5))
        #expect(graph.render()[0] == block { $0 < 20 ? 7 : 9 })
        #expect(graph.control.counts.inexactPackets == 2)
    }

    /// Nodes that are removed inside the block, or their group, may be freed by other packets.
    @Test func nodesAreRemovedOnce() throws {
        let graph = try graph()
        graph.group(1)
        graph.synth("put", 2, .toTail, 1)
        graph.synth("put", 3, .toTail, 1)
        graph.sendExact(5, .free(2))
        graph.sendExact(6, .free(3))
        graph.sendExact(7, .free(2))
        graph.sendExact(8, graph.new("put", 2))
        graph.send(.free(1), atFrame: 50)
        #expect(graph.render()[0] == block { $0 < 8 ? 0 : 10 })
        #expect(graph.takeFailures() == [.nodeNotFound(2)])
        #expect(graph.control.counts.synths == 1)
        #expect(graph.takeEvents().filter { $0.hasPrefix("ended") }.sorted() == ["ended 1", "ended 2", "ended 3"])
    }

    @Test func endingTheGraphBetweenBlocksFreesEverything() throws {
        let graph = try graph()
        graph.synth("put", 1)
        graph.sendExact(5, .free(1), graph.new("put", 2))
        graph.control.catchUp()
        graph.control.collect { _ in }
    }
}
