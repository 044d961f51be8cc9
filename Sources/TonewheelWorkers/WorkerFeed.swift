package import Synchronization
package import TonewheelRealtime

/// What the front's render thread and the pool's threads share: which worker is heard, how far the device is, and what it has
/// missed.
package final class WorkerFeed: @unchecked Sendable {  // atomic words, fixed pointers, and a count of one thread
    /// A place for a worker, as the render thread sees it.
    struct Seat: BitwiseCopyable {
        let slots: AudioSlots
        let orders: WorkerOrders
        let bell: WakeUp.Signal
    }

    /// The words. `[any]`
    package struct State: ~Copyable {
        /// The worker that is heard, as `ActiveWorker` packs it.
        let active = Atomic<UInt64>(ActiveWorker.none.word)

        /// The block that the device needs next.
        package let position = Atomic<Int64>(0)

        /// The block before which a worker is to stop.
        package let limit = Atomic<Int64>(0)

        /// Periods in a row that a worker has missed while it was heard, as `MissesInRow` packs them.
        let missesInRow = Atomic<UInt64>(0)

        /// From when on they may be a hang, in nanoseconds of the monotonic clock.
        package let hangTime = Atomic<Int64>(0)

        /// Periods with something missing, by cause.
        package let missedLate = Atomic<Int>(0)
        package let missedCorrupt = Atomic<Int>(0)
        package let missedAbsent = Atomic<Int>(0)

        /// Frames that stand for missing ones.
        package let framesMissed = Atomic<Int>(0)

        /// Recorded frames that found no room on their way to the worker.
        package let inputFramesLost = Atomic<Int>(0)
    }

    package let state: UnsafeMutablePointer<State>
    let seats: UnsafeMutablePointer<Seat>
    let seatCount: Int
    private var heardCount: UInt32 = 0
    package let memories: [WorkerMemory]

    /// What the device has recorded, on its way to the worker in each seat; empty without inputs.
    let inputs: [AudioBuffer]

    /// How long each gap has lasted, from the first missing frame to the first that is there, in nanoseconds.
    package let gaps = FixedHistogram()

    /// Wakes the pool's watch.
    package let watch: EventSignal

    /// Makes it for workers that are to use these memories. `[control]`
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
                to: Seat(slots: memory.slots, orders: memory.orders, bell: memory.bell.signal))
        }
        state = .allocate(capacity: 1)
        state.initialize(to: State())
    }

    /// The worker that is heard. `[any]`
    package var active: ActiveWorker {
        @_noLocks @_noAllocation get { ActiveWorker(word: state.pointee.active.load(ordering: .acquiring)) }
    }

    /// Lets the worker in a seat be heard, as one that has never been before. `[control]`: of one thread at a time.
    package func hear(_ seat: Int) {
        heardCount &+= 1
        state.pointee.active.store(ActiveWorker(number: heardCount, seat: seat).word, ordering: .releasing)
    }

    /// Lets nobody be heard. `[control]`: of one thread at a time.
    package func hearNobody() {
        state.pointee.active.store(ActiveWorker.none.word, ordering: .releasing)
    }

    /// Periods in a row that the worker in a seat has missed, if it is the one that is heard. `[control]`
    package func missesInRow(of seat: Int) -> Int {
        let active = active
        let misses = MissesInRow(word: state.pointee.missesInRow.load(ordering: .acquiring))
        return active.seat == seat && misses.number == active.number ? misses.count : 0
    }

    /// Whether the worker in a seat is the one that is heard, and hangs. `[control]`
    ///
    /// A device that was late asks for several periods at once, which no worker has ready: they are no hang until half of their time
    /// has passed, too.
    package func hangs(_ seat: Int, at time: Int64) -> Bool {
        missesInRow(of: seat) >= SlotPlayer.longestMiss && time >= state.pointee.hangTime.load(ordering: .relaxed)
    }

    deinit {
        seats.deinitialize(count: seatCount)
        seats.deallocate()
        state.deinitialize(count: 1)
        state.deallocate()
        watch.close()
    }
}
