import Testing
import TonewheelDSP
import TonewheelGraph

/// Long operations, which are split over several blocks without audible effect.
@Suite struct SliceTests {
    @Test(arguments: [0, 1] as [Int32])
    func largeGroupIsSilentImmediatelyAndEndsInSlices(group: Int32) throws {
        let graph = TestGraph {
            $0.endsPerBlock = 10
            $0.nodeCapacity = 103
        }
        try graph.control.add(.put)
        graph.group(1)
        graph.group(2, .toTail, group)
        for id in 0..<100 { graph.synth("put", 1000 + Int32(id), .toTail, id < 50 ? 2 : group) }
        graph.render()
        #expect(graph.render()[0][0] == 1000)
        _ = graph.takeEvents()
        graph.freeChildren(group)
        #expect(graph.render()[0][0] == 0)
        #expect(graph.takeEvents().count == 10)
        graph.render(blocks: 11)
        let ended = graph.takeEvents()
        #expect(ended.count == (group == 0 ? 92 : 91))
        #expect(Set(ended).count == ended.count && ended.allSatisfy { $0.hasPrefix("ended") })
        #expect(graph.control.counts.synths == 0)
        #expect(graph.control.counts.groups == (group == 0 ? 1 : 2))
        #expect(graph.takeFailures().isEmpty)
    }

    @Test func idsAndCapacityAreFreeImmediately() throws {
        let graph = TestGraph {
            $0.endsPerBlock = 5
            $0.nodeCapacity = 51
        }
        try graph.control.add(.put)
        graph.group(1)
        for _ in 0..<4 {
            for id in 0..<50 { graph.synth("put", 1000 + Int32(id), .toTail, 1) }
            graph.render()
            #expect(graph.takeFailures().isEmpty)
            #expect(graph.render()[0][0] == 500)
            // A removed node cannot be found.
            graph.freeChildren(1)
            graph.send(.run(1049, false))
            graph.send(.move(1049, .toTail, target: 0))
            graph.render()
            #expect(graph.takeFailures() == [.nodeNotFound(1049), .nodeNotFound(1049)])
        }
        let events = graph.takeEvents()
        graph.render(blocks: 60)
        #expect((events + graph.takeEvents()).filter { $0.hasPrefix("ended") }.count == 200)
        #expect(graph.control.counts.synths == 0)
    }

    @Test func endEventsHaveTheFormerPosition() throws {
        let graph = TestGraph { $0.endsPerBlock = 1 }
        graph.group(1)
        for id in 2...4 { graph.group(Int32(id), .toTail, 1) }
        graph.group(5, .toTail, 3)
        graph.render()
        _ = graph.takeEvents()
        graph.send(.free(3))
        graph.render(blocks: 3)
        #expect(graph.events.map(\.id) == [5, 3])
        #expect(graph.events.map(\.parent) == [3, 1])
        #expect(graph.events.map(\.previous) == [-1, 2])
        #expect(graph.events.map(\.next) == [-1, 4])
    }

    @Test func unfinishedWorkIsFreedWithTheGraph() throws {
        // The sanitizers detect leaks.
        let graph = TestGraph {
            $0.endsPerBlock = 1
            $0.fillsPerBlock = 1
        }
        try graph.control.add(.put)
        for id in 0..<20 { graph.synth("put", 1000 + Int32(id)) }
        let memory = try #require(BufferMemory.make(frameCount: 100, channelCount: 1, sampleRate: 48_000))
        graph.send(.swapBuffer(0, memory))
        graph.render()
        graph.freeChildren(0)
        graph.send(
            .fillSamples(0, start: 0, count: 100, 1), .fillSamples(0, start: 0, count: 100, 2),
            .add(graph.control.makeGroup(id: 7), .toTail, target: 0))
        graph.render()
        #expect(graph.control.counts.synths > 10)
    }

    // MARK: - Fills

    private func makeBuffer(_ graph: TestGraph, _ index: Int32, frameCount: Int) throws {
        let memory = try #require(
            BufferMemory.make(frameCount: frameCount, channelCount: 1, sampleRate: 48_000))
        graph.send(.swapBuffer(index, memory))
    }

    @Test func longFillsTakeSeveralBlocksAndDelayQueries() throws {
        let graph = TestGraph { $0.fillsPerBlock = 100 }
        try makeBuffer(graph, 0, frameCount: 1000)
        try makeBuffer(graph, 1, frameCount: 10)
        graph.query { builder in
            builder.add(.fillSamples(0, start: 50, count: 900, 0.5), of: 0)
            builder.add(.getSamples(1, start: 0, builder.reserveWords(1)), of: 0)
            let one = builder.add([CommandWord(Float(2))])
            builder.add(.setSamples(0, start: 949, one), of: 0)
            builder.add(.getSamples(0, start: 0, builder.reserveWords(1000)), of: 0)
        }
        graph.group(3)
        graph.render(blocks: 8)
        #expect(graph.replies.isEmpty)
        #expect(graph.takeEvents().isEmpty)
        graph.render()
        #expect(graph.takeEvents() == ["started 3"])
        let samples = try #require(graph.replies.last).map(\.float)
        let zeros = [Float](repeating: 0, count: 50)
        #expect(samples == zeros + [Float](repeating: 0.5, count: 899) + [2] + zeros)
    }

    @Test func operationsOnOtherBuffersDoNotWait() throws {
        let graph = TestGraph { $0.fillsPerBlock = 100 }
        try makeBuffer(graph, 0, frameCount: 1000)
        try makeBuffer(graph, 1, frameCount: 1000)
        graph.send(.fillSamples(0, start: 0, count: 1000, 1))
        graph.group(3)
        graph.render()
        #expect(graph.takeEvents() == ["started 3"])
        // A new buffer cancels the fill of the old one.
        try makeBuffer(graph, 0, frameCount: 500)
        graph.query { builder in
            builder.add(.fillSamples(1, start: 0, count: 60, 3), of: 0)
            builder.add(.getSamples(0, start: 0, builder.reserveWords(500)), of: 0)
        }
        graph.render()
        #expect(graph.replies.map { $0.map(\.float) } == [[Float](repeating: 0, count: 500)])
    }

    @Test func fillsOfSeveralBuffersAreIndependent() throws {
        let graph = TestGraph { $0.fillsPerBlock = 100 }
        for index in 0..<4 { try makeBuffer(graph, Int32(index), frameCount: 300) }
        for index in 0..<4 { graph.send(.fillSamples(Int32(index), start: 0, count: 300, Float(index + 1))) }
        graph.group(3)
        graph.render()
        #expect(graph.takeEvents() == ["started 3"])
        graph.query { builder in
            for index in 0..<4 { builder.add(.getSamples(Int32(index), start: 0, builder.reserveWords(300)), of: 0) }
        }
        graph.render(blocks: 12)
        #expect(graph.replies.map { $0.map(\.float) } == (1...4).map { [Float](repeating: Float($0), count: 300) })
    }

    @Test func burstsOfPacketsAreAppliedInOrderOverSeveralBlocks() throws {
        let graph = TestGraph { $0.operationsPerBlock = 4 }
        for id in 1...10 { graph.group(Int32(id)) }
        // A packet is not split, however long it is.
        var builder = CommandPacketBuilder()
        for id in 11...16 { builder.add(.add(graph.control.makeGroup(id: Int32(id)), .toTail, target: 0), of: 0) }
        _ = graph.control.send(builder, client: 1)
        for expected in [1...4, 5...8, 9...16] {
            graph.render()
            #expect(graph.takeEvents() == expected.map { "started \($0)" })
        }
    }

    // MARK: - Packets that replace others

    @Test func replacedPacketsKeepTheirPosition() throws {
        let graph = TestGraph()
        func send(_ group: Int32, _ ticket: UInt64, replaces: Bool = false) {
            var builder = CommandPacketBuilder()
            if group != 0 { builder.add(.add(graph.control.makeGroup(id: group), .toTail, target: 0), of: 0) }
            _ = graph.control.send(builder, client: 1, atFrame: 200, ticket: ticket, replaces: replaces)
        }
        send(1, 1)
        send(2, 2)
        send(3, 3)
        graph.render()
        send(11, 1, replaces: true)
        send(0, 3, replaces: true)
        send(99, 9, replaces: true)
        graph.render(blocks: 3)
        #expect(graph.takeEvents() == ["started 11", "started 2"])
        send(12, 2, replaces: true)
        graph.render(blocks: 3)
        #expect(graph.takeEvents().isEmpty)
        #expect(graph.takeFailures().isEmpty)
    }
}
