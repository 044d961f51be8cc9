import Testing
import Tonewheel

@Suite struct WorkerLoadTests {
    private func active(_ load: Float, blocks: Int64 = 1000, misses: Int = 0) -> WorkerLoad.Active {
        WorkerLoad.Active(load: load, blocks: blocks, misses: misses)
    }

    @Test func loadIsThatOfTheActiveWorker() {
        var load = WorkerLoad()
        #expect(load.load(lateWorkers: 0, active: active(0.5)) == 0.5)
        #expect(load.load(lateWorkers: 0, active: active(0.4, blocks: 0, misses: 2)) == 0.4)
        // A worker has crashed.
        #expect(load.load(lateWorkers: 0, active: nil) == 0)
        #expect(load.load(lateWorkers: 0, active: active(0.1, blocks: 1)) == 0.1)
    }

    @Test func lateWorkerCountsAsOverloadUntilTheNextOneKeepsUp() {
        var load = WorkerLoad()
        // The late worker is still active.
        #expect(load.load(lateWorkers: 1, active: active(0.7, misses: 3)) == WorkerLoad.late)
        #expect(load.load(lateWorkers: 1, active: nil) == WorkerLoad.late)
        #expect(load.load(lateWorkers: 1, active: active(0.2, blocks: 0)) == WorkerLoad.late)
        #expect(load.load(lateWorkers: 1, active: active(0.6, blocks: 9)) == WorkerLoad.late)
        #expect(load.load(lateWorkers: 1, active: active(3, blocks: 9)) == 3)
        #expect(load.load(lateWorkers: 1, active: active(0.7, blocks: 10, misses: 1)) == WorkerLoad.late)
        #expect(load.load(lateWorkers: 1, active: active(0.6, blocks: 10)) == 0.6)
        #expect(load.load(lateWorkers: 1, active: active(0.6, blocks: 10, misses: 1)) == 0.6)
        #expect(load.load(lateWorkers: 2, active: nil) == WorkerLoad.late)
        // The next one has kept up since the last query.
        #expect(load.load(lateWorkers: 3, active: active(0.3)) == 0.3)
    }
}
