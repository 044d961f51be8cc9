import Testing
import TonewheelDSP
import TonewheelGraph

/// A shadow with a view of its worker's control buses.
@Suite struct BusMirrorTests {
    private final class Fixture {
        let shared = UnsafeMutablePointer<Float>.allocate(capacity: 16)
        let mirror: BusMirror
        let front: TestGraph
        let worker: TestGraph

        init() throws {
            shared.initialize(repeating: 0, count: 16)
            mirror = BusMirror(shared: shared, count: 16)
            front = TestGraph(busMirror: mirror)
            worker = TestGraph(controlBuses: shared)
            for graph in [front, worker] { try graph.control.add(.put) }
        }

        deinit { shared.deallocate() }

        func values(_ first: Int32, _ count: Int = 1) -> [Float] {
            front.query { $0.add(.getControlBuses(first, $0.reserveWords(count)), of: 0) }
            front.render()
            return front.replies.last?.map(\.float) ?? []
        }

        func controls(_ node: Int32) -> [Float] {
            front.query { $0.add(.getControls(node: node, .index(0), $0.reserveWords(2)), of: 0) }
            front.render()
            return front.replies.last?.map(\.float) ?? []
        }
    }

    @Test func busesHaveValuesWrittenInTheWorker() throws {
        let fixture = try Fixture()
        #expect(fixture.values(0, 3) == [0, 0, 0])
        for bus in 0..<16 { fixture.shared[bus] = Float(bus) }
        #expect(fixture.values(0, 3) == [0, 1, 2])
        #expect(fixture.values(14, 2) == [14, 15])
    }

    @Test func setValueHasPriorityUntilTheWorkerCompletesItsBlock() throws {
        let fixture = try Fixture()
        for bus in 0..<16 { fixture.shared[bus] = 100 }
        fixture.front.render(blocks: 5)
        fixture.mirror.completedFrames = 5 * 64
        // Immediately, in the same packet.
        fixture.front.query {
            $0.add(.setControlBuses(3, $0.add([CommandWord(1 as Float), CommandWord(2 as Float)])), of: 0)
            $0.add(.getControlBuses(2, $0.reserveWords(4)), of: 0)
        }
        fixture.front.render()
        #expect(fixture.front.replies.last?.map(\.float) == [100, 1, 2, 100])
        // That was block 5, which starts at frame 320.
        for completed: Int64 in [0, 319, 320] {
            fixture.mirror.completedFrames = completed
            #expect(fixture.values(2, 4) == [100, 1, 2, 100], "the worker has completed \(completed)")
        }
        (fixture.shared[3], fixture.shared[4]) = (50, 60)
        fixture.mirror.completedFrames = 384
        #expect(fixture.values(2, 4) == [100, 50, 60, 100])
        fixture.front.send(.fillControlBuses(4, count: .max, 7))
        #expect(fixture.values(3, 3) == [50, 7, 7])
        fixture.mirror.completedFrames = .max
        #expect(fixture.values(3, 3) == [50, 60, 100])
        fixture.mirror.completedFrames = .min
        #expect(fixture.values(3, 3) == [1, 7, 7], "a frame number that decreases is harmless")
    }

    @Test func mappedControlsReadTheWorkerBuses() throws {
        let fixture = try Fixture()
        fixture.front.synth("put", 1)
        fixture.front.send(.map(node: 1, .index(0), ControlMapping(.controlBus, bus: 3), count: 1))
        fixture.shared[3] = 5
        #expect(fixture.controls(1) == [5, 20])
        fixture.shared[3] = 6
        #expect(fixture.controls(1) == [6, 20])
        fixture.front.send(.fillControlBuses(3, count: 1, 7))
        #expect(fixture.controls(1) == [7, 20])
        fixture.mirror.completedFrames = .max
        #expect(fixture.controls(1) == [6, 20])
        fixture.front.send(.fill(node: 1, .index(0), count: 1, 9))
        #expect(fixture.controls(1) == [9, 20], "setting the control unmaps it")
    }

    @Test func unappliedValuesAreRestoredForTheNextWorker() throws {
        let fixture = try Fixture()
        for bus in 0..<16 { fixture.shared[bus] = 100 }
        fixture.front.send(.fillControlBuses(1, count: 1, 1))
        fixture.front.render()
        fixture.front.send(.fillControlBuses(2, count: 1, 2))
        fixture.front.render()
        fixture.mirror.completedFrames = 64
        fixture.front.control.restoreSharedBuses()
        #expect((0..<4).map { fixture.shared[$0] } == [100, 100, 2, 100], "the worker had completed the first block")
        fixture.worker.control.restoreSharedBuses()
        #expect((0..<4).map { fixture.shared[$0] } == [100, 100, 2, 100], "restoring without a mirror is a no-op")
    }

    @Test func graphRendersWithGivenBuses() throws {
        let fixture = try Fixture()
        fixture.shared[3] = 4
        fixture.worker.synth("put", 1)
        fixture.worker.send(.map(node: 1, .index(0), ControlMapping(.controlBus, bus: 3), count: 1))
        #expect(fixture.worker.render()[0][0] == 4, "the buses keep their initial values")
        fixture.worker.send(.fillControlBuses(3, count: 1, 8))
        #expect(fixture.worker.render()[0][0] == 8)
        #expect(fixture.shared[3] == 8)
        fixture.shared[3] = 9
        #expect(fixture.worker.render()[0][0] == 9)
    }
}
