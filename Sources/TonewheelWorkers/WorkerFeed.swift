package import Synchronization
package import TonewheelRealtime

/// The state that the front's render thread and the threads of the pool share: the active worker, the position of the
/// device, and the blocks that it has missed.
package final class WorkerFeed: @unchecked Sendable {  // atomic words, fixed pointers, and a count that one thread uses
    /// A seat for a worker, as the render thread sees it.
    struct Seat: BitwiseCopyable {
        let slots: AudioSlots
        let orders: WorkerOrders
        let wakeUp: WakeUp.Signal
    }

    /// The shared words. `[any]`
    package struct State: ~Copyable {
        /// The active worker, packed by `ActiveWorker`.
        let active = Atomic<UInt64>(ActiveWorker.none.word)

        /// The block that the device needs next.
        package let position = Atomic<Int64>(0)

        /// The first block that no worker may begin yet.
        package let limit = Atomic<Int64>(0)

        /// The number of consecutive periods that the active worker has missed, packed by `ConsecutiveMisses`.
        let consecutiveMisses = Atomic<UInt64>(0)

        /// The time from which the missed periods may be a hang, in nanoseconds of the monotonic clock.
        package let hangTime = Atomic<Int64>(0)

        /// Periods with a missing block, by cause: late, corrupt, or no active worker.
        package let missedLate = Atomic<Int>(0)
        package let missedCorrupt = Atomic<Int>(0)
        package let missedAbsent = Atomic<Int>(0)

        /// Frames of silence or fade that replaced missing ones.
        package let framesMissed = Atomic<Int>(0)

        /// Recorded frames that were dropped because the queue to the worker was full.
        package let inputFramesLost = Atomic<Int>(0)
    }

    package let state: UnsafeMutablePointer<State>
    let seats: UnsafeMutablePointer<Seat>
    let seatCount: Int
    private var activationCount: UInt32 = 0
    package let memories: [WorkerMemory]

    /// Recorded frames on their way to the worker of each seat; empty without inputs.
    let inputs: [AudioBuffer]

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
        var inputs: [AudioBuffer] = []
        for memory in memories {
            if let input = try memory.inputs() { inputs.append(input) }
        }
        self.inputs = inputs
        seatCount = memories.count
        seats = .allocate(capacity: seatCount)
        for (index, memory) in memories.enumerated() {
            (seats + index).initialize(
                to: Seat(slots: memory.slots, orders: memory.orders, wakeUp: memory.renderWakeUp.signal))
        }
        state = .allocate(capacity: 1)
        state.initialize(to: State())
    }

    /// The active worker. `[any]`
    package var active: ActiveWorker {
        @_noLocks @_noAllocation get { ActiveWorker(word: state.pointee.active.load(ordering: .acquiring)) }
    }

    /// Makes the worker in a seat the active one, with a new number. `[control]`, one thread at a time
    package func activate(_ seat: Int) {
        activationCount &+= 1
        state.pointee.active.store(ActiveWorker(number: activationCount, seat: seat).word, ordering: .releasing)
    }

    /// Leaves no worker active. `[control]`, one thread at a time
    package func deactivate() {
        state.pointee.active.store(ActiveWorker.none.word, ordering: .releasing)
    }

    /// Returns the number of consecutive periods that the worker in a seat has missed; 0 if it is not the active one.
    /// `[control]`
    package func consecutiveMisses(of seat: Int) -> Int {
        let active = active
        let misses = ConsecutiveMisses(word: state.pointee.consecutiveMisses.load(ordering: .acquiring))
        return active.seat == seat && misses.number == active.number ? misses.count : 0
    }

    /// Returns whether the worker in a seat is the active one, and hangs. `[control]`
    ///
    /// A late device requests several periods at the same time, which no worker has ready. They count as a hang only
    /// after half of their duration.
    package func isHung(_ seat: Int, at time: Int64) -> Bool {
        consecutiveMisses(of: seat) >= SlotPlayer.hangThreshold
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
