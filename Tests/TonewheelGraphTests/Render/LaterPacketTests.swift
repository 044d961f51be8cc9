import Testing
import TonewheelDSP
import TonewheelGraph

/// What is due later keeps nothing out that is due at once.
@Suite struct LaterPacketTests {
    private let later: Int64 = 10 * 64

    private func graph() -> TestGraph { TestGraph { $0.packetCapacity = 16 } }

    /// Sends as many packets for later as find room, up to `count`, and says how many that were.
    private func fill(_ graph: TestGraph, atFrame frame: Int64, upTo count: Int = 100) -> Int {
        (0..<count).prefix(while: { _ in graph.send(.fillControlBuses(1, count: 1, 1), atFrame: frame) }).count
    }

    private func bus(_ graph: TestGraph) -> Float? {
        graph.ask { $0.add(.getControlBuses(3, $0.addRoom(1)), of: 0) }
        graph.render()
        return graph.answers.last?.first?.float
    }

    @Test func halfOfTheRoomIsForWhatIsDueAtOnce() {
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
        // As many as the queue has room for in a block; `bus` sends another.
        for value in 1...7 { #expect(graph.send(.fillControlBuses(3, count: 1, Float(value)))) }
        #expect(bus(graph) == 7)
        // Their time has come.
        graph.render(blocks: 10)
        #expect(graph.control.counts.scheduledPackets == 0)
        #expect(fill(graph, atFrame: 100 * later) == 8)
    }

    @Test func whatIsForgottenMakesRoom() {
        let graph = graph()
        #expect(fill(graph, atFrame: later) == 8)
        graph.render()
        graph.send(.clearScheduled)
        graph.render()
        #expect(fill(graph, atFrame: later) == 8)
        graph.render()
        #expect(fill(graph, atFrame: later) == 0)
    }

    @Test func whatIsDueInTheNextBlockIsNotForLater() {
        let graph = graph()
        #expect(fill(graph, atFrame: 63) == 16)
        graph.render()
        #expect(fill(graph, atFrame: 64) == 16)
        graph.render()
        #expect(fill(graph, atFrame: 3 * 64) == 8)
    }

    @Test func aPacketThatTakesThePlaceOfAnotherNeedsNoRoom() {
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
        // Nor do they fill the ring: what they are to replace need not be there.
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
