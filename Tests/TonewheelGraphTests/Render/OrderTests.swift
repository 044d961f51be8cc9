import Testing
import TonewheelDSP
import TonewheelGraph

/// The set and the order of the nodes that are rendered.
@Suite struct OrderTests {
    private func graph() throws -> TestGraph {
        let graph = TestGraph()
        try graph.control.add(.trace)
        try graph.control.add(.finish)
        return graph
    }

    private func add(_ graph: TestGraph, _ digits: [Int]) {
        for digit in digits { graph.synth("trace", Int32(1000 + digit), .toTail, 0, ["digit": Float(digit)]) }
    }

    @Test func addActionsDetermineTheOrder() throws {
        let graph = try graph()
        graph.synth("trace", 1001, .toTail, 0, ["digit": 1])
        graph.synth("trace", 1002, .toHead, 0, ["digit": 2])
        graph.synth("trace", 1003, .before, 1001, ["digit": 3])
        graph.synth("trace", 1004, .after, 1002, ["digit": 4])
        #expect(graph.order() == 2431)
        graph.synth("trace", 1005, .replace, 1003, ["digit": 5])
        #expect(graph.order() == 2451)
        #expect(graph.takeEvents().suffix(2) == ["ended 1003", "started 1005"])
    }

    @Test func groupsAreRenderedInOrder() throws {
        let graph = try graph()
        add(graph, [1])
        graph.group(1)
        graph.group(2, .toTail, 1)
        add(graph, [2])
        graph.synth("trace", 1003, .toTail, 2, ["digit": 3])
        graph.synth("trace", 1004, .toHead, 1, ["digit": 4])
        #expect(graph.order() == 1432)
    }

    @Test func nodesMove() throws {
        let graph = try graph()
        add(graph, [1, 2, 3])
        graph.group(1, .toHead)
        graph.render()
        graph.send(.move(1003, .before, target: 1001))
        #expect(graph.order() == 312)
        graph.send(.move(1002, .toHead, target: 1))
        #expect(graph.order() == 231)
        graph.send(.move(1, .after, target: 1001))
        #expect(graph.order() == 312)
        graph.send(.move(1, .toHead, target: 1))
        graph.send(.move(0, .toHead, target: 1))
        graph.send(.move(1003, .toTail, target: 1002))
        #expect(graph.order() == 312)
        #expect(graph.takeFailures() == [.intoItself(1), .rootIsFixed, .notAGroup(1002)])
    }

    @Test func pausedNodesAreNotRendered() throws {
        let graph = try graph()
        add(graph, [1, 2])
        graph.group(1)
        graph.synth("trace", 1003, .toTail, 1, ["digit": 3])
        graph.send(.run(1001, false), .run(1, false))
        #expect(graph.order() == 2)
        #expect(graph.takeEvents().suffix(2) == ["paused 1001", "paused 1"])
        graph.send(.run(1001, true), .run(1, true), .run(1002, true))
        #expect(graph.order() == 123)
        // Nodes that already ran have no events.
        #expect(graph.takeEvents() == ["resumed 1001", "resumed 1"])
    }

    @Test func freeingAGroupFreesItsDescendants() throws {
        let graph = try graph()
        graph.group(1)
        graph.group(2, .toTail, 1)
        for (id, group) in [(1001, 1), (1002, 2), (1003, 0)] {
            graph.synth("trace", Int32(id), .toTail, Int32(group), ["digit": Float(id - 1000)])
        }
        #expect(graph.order() == 213)
        _ = graph.takeEvents()
        graph.send(.free(1))
        #expect(graph.order() == 3)
        #expect(Set(graph.takeEvents()) == ["ended 1", "ended 2", "ended 1001", "ended 1002"])
        #expect(graph.control.counts.synths == 1)
        #expect(graph.control.counts.groups == 1)
        graph.send(.free(1))
        graph.send(.free(0))
        graph.render()
        #expect(graph.takeFailures() == [.nodeNotFound(1), .rootIsFixed])
    }

    @Test func groupsAreEmptiedFlatOrDeeply() throws {
        let graph = try graph()
        func fill() {
            graph.group(1)
            graph.group(2, .toTail, 1)
            graph.synth("trace", 1001, .toHead, 1, ["digit": 1])
            graph.synth("trace", 1002, .toHead, 2, ["digit": 2])
        }
        fill()
        #expect(graph.order() == 12)
        graph.send(.freeSynths(1))
        #expect(graph.order() == 0)
        #expect(graph.control.counts.groups == 3)
        graph.send(.free(1))
        fill()
        #expect(graph.order() == 12)
        graph.freeChildren(1)
        graph.render()
        #expect(graph.control.counts.groups == 2)
        #expect(graph.control.counts.synths == 0)
    }

    /// Reference: SuperCollider help, "Done".
    @Test(arguments: [
        (0, 12345, 12345), (1, 12345, 1245), (2, 12345, 1245), (3, 12345, 145), (4, 12345, 125), (7, 12345, 45),
        (8, 12345, 12), (9, 12345, 145), (10, 12345, 125), (13, 12345, 0), (14, 12345, 0), (15, 12345, 1245),
    ])
    func doneActionsMatchTheirTable(action: Int, first: Int, second: Int) throws {
        let graph = try graph()
        graph.group(1)
        for digit in [1, 2, 4, 5] {
            graph.synth("trace", Int32(1000 + digit), .toTail, 1, ["digit": Float(digit)])
        }
        graph.synth(
            "finish", 1003, .after, 1002, ["digit": 3, "blocks": 1, "action": Float(action)])
        // A node that is removed while its siblings are being rendered is not rendered any more.
        let expectedNow = [4: 1235, 6: 1235, 8: 123, 10: 1235, 12: 1235, 13: 123, 14: 123][action] ?? first
        #expect(graph.order() == expectedNow)
        #expect(graph.order() == second)
    }

    @Test(arguments: [(5, 1245, 45), (6, 123, 12), (11, 1, 0), (12, 1, 0)])
    func doneActionsEmptyNeighbouringGroups(action: Int, _: Int, _: Int) throws {
        let graph = try graph()
        let isBefore = action == 5 || action == 11
        graph.group(1)
        graph.group(2, .toTail, 1)
        graph.synth("trace", 1001, .toHead, 1, ["digit": 1])
        graph.synth("trace", 1002, .toHead, 2, ["digit": 2])
        graph.synth("finish", 1003, isBefore ? .after : .before, 1, ["digit": 3, "action": Float(action)])
        graph.render(blocks: 2)
        #expect(graph.control.counts.synths == 0)
        // The actions 11 and 12 keep the subgroups.
        #expect(graph.control.counts.groups == (action > 10 ? 3 : 2))
    }

    @Test func doneActionFreesTheEnclosingGroup() throws {
        let graph = try graph()
        graph.group(1)
        graph.synth("trace", 1001, .toTail, 1, ["digit": 1])
        graph.synth("finish", 1002, .toTail, 1, ["digit": 2, "action": 14])
        graph.synth("trace", 1003, .toTail, 1, ["digit": 3])
        graph.synth("trace", 1004, .toTail, 0, ["digit": 4])
        #expect(graph.order() == 124)
        #expect(graph.order() == 4)
        #expect(graph.control.counts.groups == 1)
    }
}
