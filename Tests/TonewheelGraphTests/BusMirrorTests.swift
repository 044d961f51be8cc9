import Testing
import TonewheelDSP
import TonewheelGraph

/// A graph that answers for a worker whose control buses it sees.
@Suite struct BusMirrorTests {
    private final class Stage {
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
            front.ask { $0.add(.getControlBuses(first, $0.addRoom(count)), of: 0) }
            front.render()
            return front.answers.last?.map(\.float) ?? []
        }

        func controls(_ node: Int32) -> [Float] {
            front.ask { $0.add(.getControls(node: node, .index(0), $0.addRoom(2)), of: 0) }
            front.render()
            return front.answers.last?.map(\.float) ?? []
        }
    }

    @Test func aBusHasWhatSynthsInTheWorkerHaveWritten() throws {
        let stage = try Stage()
        #expect(stage.values(0, 3) == [0, 0, 0])
        for bus in 0..<16 { stage.shared[bus] = Float(bus) }
        #expect(stage.values(0, 3) == [0, 1, 2])
        #expect(stage.values(14, 2) == [14, 15])
    }

    @Test func aValueThatWasSetCountsUntilTheWorkerHasCompletedItsBlock() throws {
        let stage = try Stage()
        for bus in 0..<16 { stage.shared[bus] = 100 }
        stage.front.render(blocks: 5)
        stage.mirror.completedFrames = 5 * 64
        // At once, in the same packet.
        stage.front.ask {
            $0.add(.setControlBuses(3, $0.add([CommandWord(1 as Float), CommandWord(2 as Float)])), of: 0)
            $0.add(.getControlBuses(2, $0.addRoom(4)), of: 0)
        }
        stage.front.render()
        #expect(stage.front.answers.last?.map(\.float) == [100, 1, 2, 100])
        // That was block 5, which begins at frame 320.
        for completed: Int64 in [0, 319, 320] {
            stage.mirror.completedFrames = completed
            #expect(stage.values(2, 4) == [100, 1, 2, 100], "the worker has completed \(completed)")
        }
        (stage.shared[3], stage.shared[4]) = (50, 60)
        stage.mirror.completedFrames = 384
        #expect(stage.values(2, 4) == [100, 50, 60, 100])
        stage.front.send(.fillControlBuses(4, count: .max, 7))
        #expect(stage.values(3, 3) == [50, 7, 7])
        stage.mirror.completedFrames = .max
        #expect(stage.values(3, 3) == [50, 60, 100])
        stage.mirror.completedFrames = .min
        #expect(stage.values(3, 3) == [1, 7, 7], "nothing that a worker says leads astray")
    }

    @Test func controlsFollowTheBusesOfTheWorker() throws {
        let stage = try Stage()
        stage.front.synth("put", 1)
        stage.front.send(.map(node: 1, .index(0), ControlMapping(.controlBus, bus: 3), count: 1))
        stage.shared[3] = 5
        #expect(stage.controls(1) == [5, 20])
        stage.shared[3] = 6
        #expect(stage.controls(1) == [6, 20])
        stage.front.send(.fillControlBuses(3, count: 1, 7))
        #expect(stage.controls(1) == [7, 20])
        stage.mirror.completedFrames = .max
        #expect(stage.controls(1) == [6, 20])
        stage.front.send(.fill(node: 1, .index(0), count: 1, 9))
        #expect(stage.controls(1) == [9, 20], "it follows no longer")
    }

    @Test func whatAWorkerHasNotComeToIsThereForTheNext() throws {
        let stage = try Stage()
        for bus in 0..<16 { stage.shared[bus] = 100 }
        stage.front.send(.fillControlBuses(1, count: 1, 1))
        stage.front.render()
        stage.front.send(.fillControlBuses(2, count: 1, 2))
        stage.front.render()
        stage.mirror.completedFrames = 64
        stage.front.control.restoreSharedBuses()
        #expect((0..<4).map { stage.shared[$0] } == [100, 100, 2, 100], "the first one it had completed")
        stage.worker.control.restoreSharedBuses()
        #expect((0..<4).map { stage.shared[$0] } == [100, 100, 2, 100], "without a mirror nothing happens")
    }

    @Test func aGraphRendersWithBusesThatItIsGiven() throws {
        let stage = try Stage()
        stage.shared[3] = 4
        stage.worker.synth("put", 1)
        stage.worker.send(.map(node: 1, .index(0), ControlMapping(.controlBus, bus: 3), count: 1))
        #expect(stage.worker.render()[0][0] == 4, "they begin with what is there")
        stage.worker.send(.fillControlBuses(3, count: 1, 8))
        #expect(stage.worker.render()[0][0] == 8)
        #expect(stage.shared[3] == 8)
        stage.shared[3] = 9
        #expect(stage.worker.render()[0][0] == 9)
    }
}
