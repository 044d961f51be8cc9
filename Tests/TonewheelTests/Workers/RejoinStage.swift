import TonewheelGraph
import TonewheelWorkers
import WorkerSupport

/// A redundant front whose threads and workers take their steps in a fixed order, with periods of one block.
final class RejoinStage {
    let front: IsolatedFront
    let pool: SteppedPool
    private let device: SteppedDevice

    init() throws {
        front = try IsolatedFront(spares: 1, isRedundant: true) {
            $0.audioBusCount = 16
            $0.controlBusCount = 16
            $0.bufferCount = 4
        }
        pool = SteppedPool(front)
        device = SteppedDevice(front.pool.feed, leadPeriods: 1)
        front.pool.feed.close(before: 1)
        while pool[.active] == nil { try step() }
        try play(30)
    }

    /// Runs each control thread and the watch once.
    func step() throws {
        _ = try pool.start()
        for seat in pool.seats { _ = seat.runningWorker?.work() }
        try pool.turn()
        front.collect()
    }

    /// Renders all blocks that the orders permit.
    func render() {
        for seat in pool.seats {
            while let worker = seat.runningWorker, worker.canRender { worker.renderNext() }
        }
    }

    /// Plays a period.
    ///
    /// - Parameter withTurns: Whether the control threads and the watch run before it.
    func period(withTurns: Bool = true) throws -> (samples: [Float], missing: Int) {
        if withTurns {
            try step()
            try step()
        }
        render()
        return device.play(frames: 64)
    }

    func play(_ periods: Int) throws {
        for _ in 0..<periods { _ = try period() }
    }
}
