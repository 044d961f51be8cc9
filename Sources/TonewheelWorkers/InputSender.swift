internal import Synchronization
internal import TonewheelRealtime

/// Copies recorded frames to the active worker, in the device's callback. It never waits.
struct InputSender: ~Copyable {
    private let producers: UnsafeMutablePointer<AudioProducer>  // one for each seat; none without inputs
    private let count: Int
    private let state: UnsafeMutablePointer<WorkerFeed.State>
    private var latestWorker = ActiveWorker.none

    /// `[control]`
    ///
    /// - Parameter feed: kept alive by the caller.
    init(_ feed: WorkerFeed) {
        count = feed.inputs.count
        state = feed.state
        producers = .allocate(capacity: max(1, count))
        for (seat, input) in feed.inputs.enumerated() { (producers + seat).initialize(to: input.producer()) }
    }

    deinit {
        producers.deinitialize(count: count)
        producers.deallocate()
    }

    /// Copies up to `frameCount` interleaved frames to a worker. Frames beyond the capacity are dropped and counted.
    /// `[render]`
    @_noLocks @_noAllocation
    mutating func send(_ frames: UnsafePointer<Float>, frameCount: Int, to worker: ActiveWorker) {
        guard worker.seat >= 0, worker.seat < count else { return }
        let producer = producers + worker.seat
        if !worker.isSame(as: latestWorker) {
            latestWorker = worker
            // The memory was cleared before this worker was spawned.
            producer.pointee.resynchronize()
        }
        let lost = frameCount &- producer.pointee.write(frames, frameCount: frameCount)
        if lost > 0 { state.pointee.inputFramesLost.wrappingAdd(lost, ordering: .relaxed) }
    }
}
