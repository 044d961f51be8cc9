import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

/// Tests of the requests of units concerning other nodes.
@Suite struct RequestTests {
    private func requests(_ renderer: UnitRenderer) -> [NodeRequests.Request] {
        let requests = renderer.host.memory.context.pointee.nodeRequests
        defer { requests.clear() }
        return (0..<requests.count).map { requests[$0] }
    }

    @Test func triggerFreesNode() {
        let renderer = UnitRenderer(UnitEntry(Free.self))
        _ = renderer.render(["trigger": .audioRate([0, 1, 1, 0, 1]), "id": .controlRate(1234)], frameCount: 5)
        let freed = requests(renderer)
        #expect(freed.map(\.nodeID) == [1234, 1234])
        #expect(freed.allSatisfy { $0.action == .free })
    }

    @Test func gatePausesAndResumesNode() {
        let renderer = UnitRenderer(UnitEntry(Pause.self))
        _ = renderer.render(["gate": .audioRate([1, 1, 0, 0, 1]), "id": .controlRate(7)], frameCount: 5)
        #expect(requests(renderer).map(\.action) == [.pause, .resume])
    }

    @Test func excessRequestsAreDropped() {
        let renderer = UnitRenderer(UnitEntry(Free.self))
        let trigger = (0..<1000).map { Float($0 % 2) }
        _ = renderer.render(["trigger": .audioRate(trigger)], frameCount: 1000, blockSizes: [1000])
        #expect(requests(renderer).count == NodeRequests.capacity)
    }
}
