import Testing
import TonewheelDSP
import TonewheelGraph

/// Deferred packets leave capacity for packets that are due in the next block.
@Suite struct DeferredPacketTests {
    private let later: Int64 = 10 * 64

    private func graph() -> TestGraph { TestGraph { $0.packetCapacity = 16 } }

    /// Sends deferred packets until one is rejected, at most `count`, and returns their number.
    private func fill(_ graph: TestGraph, atFrame frame: Int64, upTo count: Int = 100) -> Int {
        (0..<count).prefix(while: { _ in graph.send(.fillControlBuses(1, count: 1, 1), atFrame: frame) }).count
    }

    private func bus(_ graph: TestGraph) -> Float? {
        graph.query { $0.add(.getControlBuses(3, $0.reserveWords(1)), of: 0) }
        graph.render()
        return graph.replies.last?.first?.float
    }

    @Test func halfOfTheCapacityIsForTheNextBlock() {
        let graph = graph()
        #expect(fill(graph, atFrame: later) == 8)
        #expect(graph.control.waitingCapacity == 8)
        // The rest of the ring.
        for value in 1...8 { #expect(graph.send(.fillControlBuses(3, count: 1, Float(value)))) }
        #expect(!graph.send(.fillControlBuses(3, count: 1, 9)))
        graph.render()
        #expect(graph.control.counts.scheduledPackets == 8)
        #expect(fill(graph, atFrame: later) == 0)
        #expect(bus(graph) == 8)
        // As many as the queue has capacity for in a block; `bus` sends another one.
        for value in 1...7 { #expect(graph.send(.fillControlBuses(3, count: 1, Float(value)))) }
        #expect(bus(graph) == 7)
        // The packets are due.
        graph.render(blocks: 10)
        #expect(graph.control.counts.scheduledPackets == 0)
        #expect(fill(graph, atFrame: 100 * later) == 8)
    }

    @Test func clearedPacketsFreeCapacity() {
        let graph = graph()
        #expect(fill(graph, atFrame: later) == 8)
        graph.render()
        graph.send(.clearScheduled)
        graph.render()
        #expect(fill(graph, atFrame: later) == 8)
        graph.render()
        #expect(fill(graph, atFrame: later) == 0)
    }

    @Test func packetsForTheNextBlockAreNotDeferred() {
        let graph = graph()
        #expect(fill(graph, atFrame: 63) == 16)
        graph.render()
        #expect(fill(graph, atFrame: 64) == 16)
        graph.render()
        #expect(fill(graph, atFrame: 3 * 64) == 8)
    }

    @Test func replacementsNeedNoCapacity() {
        let graph = graph()
        func send(_ ticket: UInt64, replaces: Bool) -> Bool {
            var builder = CommandPacketBuilder()
            builder.add(.fillControlBuses(3, count: 1, Float(ticket)), of: 0)
            return graph.control.send(builder, client: 1, atFrame: later, ticket: ticket, replaces: replaces)
        }
        for ticket in 1...8 as ClosedRange<UInt64> { #expect(send(ticket, replaces: false)) }
        graph.render()
        for _ in 1...3 {
            for ticket in 1...8 as ClosedRange<UInt64> { #expect(send(ticket, replaces: true)) }
            #expect(!send(9, replaces: false))
            graph.render()
        }
        // Replacements do not fill the ring either, also if they have nothing to replace.
        let sent = (1...100).prefix(while: { send(UInt64($0), replaces: true) }).count
        #expect(sent == 12)
        #expect(graph.send(.fillControlBuses(3, count: 1, 50)))
        #expect(bus(graph) == 50)
        #expect(!send(9, replaces: false))
        graph.render(blocks: 10)
        #expect(bus(graph) == 8)
        #expect(fill(graph, atFrame: 100 * later) == 8)
    }
}
