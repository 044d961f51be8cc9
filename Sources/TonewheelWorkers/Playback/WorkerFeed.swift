package import Synchronization
package import TonewheelRealtime

/// The state that the front's render thread and the threads of the pool share: the active workers, the position of the
/// device, and the blocks that it has missed.
package final class WorkerFeed: @unchecked Sendable {  // atomic words, fixed pointers, and a count that one thread uses
    /// A seat for a worker, as the render thread sees it.
    struct Seat: BitwiseCopyable {
        let slots: AudioSlots
        let orders: WorkerOrders
        let health: WorkerHealth
        let wakeUp: WakeUp.Signal
    }

    /// The shared words. `[any]`
    package struct State: ~Copyable {
        /// The active workers, packed by `ActiveWorkers`.
        let active = Atomic<UInt64>(ActiveWorkers.none.word)

        /// The block that the device needs next.
        package let position = Atomic<Int64>(0)

        /// The first open block, and the stamps so far.
        package let closing = BlockClosing()

        /// The number of consecutive periods that the primary has missed, packed by `ConsecutiveMisses`.
        let consecutiveMisses = Atomic<UInt64>(0)

        /// Whether the primary has completed no block during the latest three of them.
        let isStuck = Atomic(false)

        /// The time from which the missed periods may be a hang, in nanoseconds of the monotonic clock.
        package let hangTime = Atomic<Int64>(0)

        /// Periods with a missing block, by cause: late, corrupt, or no active worker.
        package let missedLate = Atomic<Int>(0)
        package let missedCorrupt = Atomic<Int>(0)
        package let missedAbsent = Atomic<Int>(0)

        /// Frames of silence or fade that replaced missing ones.
        package let framesMissed = Atomic<Int>(0)

        /// The block up to which the primary should have rendered, if it was late.
        package let primaryDue = Atomic<Int64>(0)

        /// Blocks that the standby had ready and the primary had not.
        package let standbyBlocks = Atomic<Int>(0)

        /// Blocks that the standby did not have ready when the device needed them.
        package let standbyLateBlocks = Atomic<Int>(0)

        /// Recorded frames that were dropped because no block was closed for them.
        package let inputFramesLost = Atomic<Int>(0)
    }

    package let state: UnsafeMutablePointer<State>
    let seats: UnsafeMutablePointer<Seat>
    let seatCount: Int
    private var lineage: UInt16 = 0
    private var primaryCount: UInt16 = 0
    package let memories: [WorkerMemory]

    /// The decisions about each block, and the recorded frames.
    package let log: BlockLog

    /// The lengths of the gaps, from the first missing frame to the first available one, in nanoseconds.
    package let gaps = FixedHistogram()

    /// Wakes the pool's watch thread.
    package let watch: EventSignal

    /// Makes the feed of workers that use these memories. `[control]`
    package init(_ memories: [WorkerMemory]) throws(WorkerError) {
        do throws(SharedMemoryError) {
            watch = try EventSignal()
        } catch {
            throw .memory(error.description)
        }
        self.memories = memories
        log = try BlockLog(memories[0].shape)
        seatCount = memories.count
        seats = .allocate(capacity: seatCount)
        for (index, memory) in memories.enumerated() {
            (seats + index).initialize(
                to: Seat(
                    slots: memory.slots, orders: memory.orders, health: memory.health,
                    wakeUp: memory.renderWakeUp.signal))
        }
        state = .allocate(capacity: 1)
        state.initialize(to: State())
    }

    /// The first block that no worker may begin yet. `[any]`
    package var limit: Int64 { @_noLocks @_noAllocation get { state.pointee.closing.limit } }

    /// The active workers. `[any]`
    package var active: ActiveWorkers {
        @_noLocks @_noAllocation get { ActiveWorkers(word: state.pointee.active.load(ordering: .acquiring)) }
    }

    /// Makes the worker in a seat the primary, and leaves no standby. `[control]`, one thread at a time
    ///
    /// - Parameter continues: Whether its blocks continue those of the previous primary.
    package func activate(_ seat: Int, continues: Bool = false) {
        if !continues { lineage &+= 1 }
        primaryCount &+= 1
        publish(ActiveWorkers(lineage: lineage, number: primaryCount, primary: seat, standby: -1))
    }

    /// Makes the worker in a seat the standby; −1 leaves none. `[control]`, one thread at a time
    package func setStandby(_ seat: Int) {
        publish(ActiveWorkers(lineage: lineage, number: primaryCount, primary: active.primary, standby: seat))
    }

    /// Leaves no worker active. `[control]`, one thread at a time
    package func deactivate() {
        publish(.none)
    }

    private func publish(_ workers: ActiveWorkers) {
        state.pointee.active.store(workers.word, ordering: .sequentiallyConsistent)
    }

    /// Closes all blocks before `limit`, for tests and before a device plays. `[control]`
    package func close(before limit: Int64) {
        let first = self.limit
        guard limit > first else { return }
        let stamps = state.pointee.closing.close(before: limit, from: first)
        for block in first..<limit { log.view.close(block, BlockLog.Closing(stamps: stamps)) }
    }

    /// Returns the number of consecutive periods that the worker in a seat has missed; 0 if it is not the primary.
    /// `[control]`
    package func consecutiveMisses(of seat: Int) -> Int {
        let active = active
        let misses = ConsecutiveMisses(word: state.pointee.consecutiveMisses.load(ordering: .acquiring))
        return active.primary == seat && misses.isOf(active) ? misses.count : 0
    }

    /// Returns whether the worker in a seat is the primary, and hangs. `[control]`
    ///
    /// A worker that completes blocks is late, and does not hang. A late device requests several periods at the same
    /// time, which no worker has ready. They count as a hang only after half of their duration.
    package func isHung(_ seat: Int, at time: Int64) -> Bool {
        consecutiveMisses(of: seat) >= SlotPlayer.hangThreshold && state.pointee.isStuck.load(ordering: .relaxed)
            && time >= state.pointee.hangTime.load(ordering: .relaxed)
    }

    deinit {
        seats.deinitialize(count: seatCount)
        seats.deallocate()
        state.deinitialize(count: 1)
        state.deallocate()
        watch.close()
    }
}
