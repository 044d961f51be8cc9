internal import CTonewheel
internal import Synchronization
package import TonewheelRealtime

/// The backend of a worker's engine. It renders block by block into the slots of the memory that it shares with the
/// front, as far ahead of the device as the front allows.
package final class SharedMemoryBackend: Backend {
    package let name = "worker"
    package let format: StreamFormat
    package let isRealTime = true
    package let isFinished = false
    package let counts = BackendCounts()

    private let memory: WorkerMemory
    private let log: BlockLog?
    private let running = Mutex<RenderThread?>(nil)

    /// - Parameter log: the decisions of the front about each block; nil if there are none, and no input.
    package init(_ memory: WorkerMemory, _ log: BlockLog?) {
        self.memory = memory
        self.log = log
        format = memory.shape.format
    }

    package func start(_ callback: RenderCallback) throws(BackendError) -> RealtimeRights {
        let thread = RenderThread()
        let shape = memory.shape
        do throws(ThreadError) {
            let rights = try thread.start(name: "tw-worker") {
                // The worker shares the pages of the program with the front, which has locked all of them.
                RealtimeRights.acquire(
                    priority: shape.realtimePriority, locksMemory: shape.locksMemory, onlyTouched: true)
            } body: { [self] in
                run(thread, callback)
            }
            running.withLock { $0 = thread }
            return rights
        } catch {
            throw BackendError(error.description)
        }
    }

    package func stop() {
        let thread = running.withLock { running in
            defer { running = nil }
            return running
        }
        thread?.stop(sleepingOn: memory.renderWakeUp)
    }

    private func run(_ thread: RenderThread, _ callback: RenderCallback) {
        let input = RecordedInput(log?.view, blockFrames: format.periodFrames)
        let (orders, health) = (memory.orders, memory.health)
        _ = tonewheel_fault_thread(1)
        health.thread.pointee.store(Int64(tonewheel_thread_id()), ordering: .relaxed)
        while orders.state.pointee.load(ordering: .acquiring) != WorkerOrders.State.active {
            guard !thread.isStopping else { return }
            memory.renderWakeUp.sleep(timeout: Self.longestSleep)
        }
        var block = orders.firstBlock.pointee.load(ordering: .relaxed)
        while !thread.isStopping {
            health.woken.pointee.store(MonotonicClock.now(), ordering: .relaxed)
            while block < orders.limit.pointee.load(ordering: .acquiring), !thread.isStopping {
                // A worker that is late stays late if it renders blocks that are not played.
                if !memory.shape.hasTwin { block = max(block, orders.position.pointee.load(ordering: .relaxed)) }
                // The front publishes a limit before it closes the last blocks.
                var frames: UnsafePointer<Float>?
                if let log {
                    guard let closing = log.view.closing(of: block) else {
                        MonotonicClock.sleep(until: MonotonicClock.now() + 20_000)
                        continue
                    }
                    frames = input.frames(of: closing)
                }
                render(block, callback, frames)
                block += 1
            }
            memory.renderWakeUp.sleep(timeout: Self.longestSleep)
        }
    }

    /// The longest sleep without a wake-up, in nanoseconds: a front that has ended sends none.
    private static let longestSleep: Int64 = 100_000_000

    private func render(_ block: Int64, _ callback: RenderCallback, _ input: UnsafePointer<Float>?) {
        let (slots, orders, health) = (memory.slots, memory.orders, memory.health)
        health.begun.pointee.store(block + 1, ordering: .sequentiallyConsistent)
        let samples = slots.open(block)
        callback.render(
            samples, input: input, frameCount: format.periodFrames, hostTime: MonotonicClock.now())
        slots.publish(block)
        if block < orders.position.pointee.load(ordering: .relaxed) {
            health.late.pointee.wrappingAdd(1, ordering: .relaxed)
        }
        health.rendered.pointee.store(MonotonicClock.now(), ordering: .relaxed)
        health.completed.pointee.store(block + 1, ordering: .releasing)
    }
}
