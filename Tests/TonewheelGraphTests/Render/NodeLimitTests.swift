import TestSupport
import Testing
import TonewheelDSP
import TonewheelGraph

/// Exceeded capacities, which must fail without losing a node or freeing it twice.
@Suite struct NodeLimitTests {
    @Test func nodeCapacityIsEnforced() throws {
        let graph = TestGraph { $0.nodeCapacity = 8 }
        try graph.control.add(.trace)
        for id in 1...16 { graph.synth("trace", Int32(id)) }
        graph.render()
        #expect(graph.control.counts.synths == 8)
        #expect(graph.takeFailures() == [GraphFailure](repeating: .tooManyNodes, count: 8))
        graph.send(.free(1))
        graph.synth("trace", 99)
        graph.render()
        #expect(graph.takeFailures() == [])
    }

    @Test func duplicateIDsAreRejected() throws {
        let graph = TestGraph()
        try graph.control.add(.trace)
        graph.synth("trace", 1000)
        graph.synth("trace", 1000)
        graph.group(1000)
        graph.group(1)
        graph.group(1)
        graph.synth("trace", 1)
        graph.render()
        #expect(
            graph.takeFailures() == [.duplicateNode(1000), .duplicateNode(1000), .duplicateNode(1)])
        #expect(graph.control.counts.synths == 1)
        #expect(graph.control.counts.groups == 2)
    }

    @Test func packetCapacityIsEnforced() throws {
        let graph = TestGraph { $0.packetCapacity = 4 }
        try graph.control.add(.trace)
        let sent = (1...8).map { graph.send(.run(Int32($0), false)) }
        #expect(sent == [true, true, true, true, false, false, false, false])
        graph.render()
        #expect(graph.takeFailures().count == 4)
    }

    @Test func lostRepliesAreCounted() throws {
        let graph = TestGraph { $0.replyCapacity = 4 }
        try graph.control.add(.trace)
        for id in 1...16 { graph.synth("trace", Int32(id)) }
        graph.render()
        #expect(graph.takeEvents().count == 4)
        #expect(graph.control.counts.lostReplies == 12)
        #expect(graph.control.counts.synths == 16)
    }

    /// Random commands, some of them invalid: the counts match the nodes of the tree.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func randomCommandsKeepTheTreeConsistent(seed: UInt64) throws {
        let graph = TestGraph()
        try graph.control.add(.trace)
        try graph.control.add(.finish)
        var random = RepeatableRandom(seed: seed)
        func id() -> Int32 { Int32.random(in: 0...40, using: &random) }
        for _ in 0..<3000 {
            let action = AddAction.allCases.randomElement(using: &random)!
            switch Int.random(in: 0..<9, using: &random) {
            case 0, 1: graph.synth("trace", max(1, id()), action, id())
            case 2: graph.group(max(1, id()), action, id())
            case 3: graph.send(.free(id()))
            case 4:
                graph.send(
                    .move(id(), [.toHead, .toTail, .before, .after].randomElement(using: &random)!, target: id()))
            case 5: graph.send(.freeSynths(id()))
            case 6: graph.send(.run(id(), Bool.random(using: &random)))
            case 7:
                let done = Float(Int.random(in: 0...16, using: &random))
                graph.synth("finish", max(1, id()), action, id(), ["action": done])
            default: graph.render()
            }
        }
        graph.render()
        // The tree contains as many nodes as are counted, each once.
        graph.query { $0.add(.getTree(0, withControls: false, $0.reserveWords(4096)), of: 0) }
        graph.render()
        let words = try #require(graph.replies.last)
        var (synths, groups, position) = (0, 0, 0)
        var seen: Set<Int32> = []
        while position < words.count {
            #expect(seen.insert(words[position].int).inserted)
            if words[position + 1].int == -1 {
                synths += 1
                position += 4
            } else {
                groups += 1
                position += 2
            }
        }
        #expect(graph.control.counts.synths == synths)
        #expect(graph.control.counts.groups == groups)
        graph.freeChildren(0)
        graph.render()
        #expect(graph.control.counts.synths == 0)
        #expect(graph.control.counts.groups == 1)
    }
}
