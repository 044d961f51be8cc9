internal import Synchronization

/// A view of a worker's control buses, for a shadow, which renders nothing and replies for the worker.
///
/// The shadow has control buses of its own: a command sets them immediately, and the worker applies the command
/// later. Synths write only to the worker's buses, in memory that both processes share. A value that a command has
/// set in the shadow has priority until the worker has completed the block of the command.
package final class BusMirror: Sendable {
    /// The part that the graph reads.
    let view: View

    /// Plain pointers, for the thread that applies packets.
    struct View: BitwiseCopyable, @unchecked Sendable {  // one writer at a time, but for the shared values
        fileprivate let count: Int
        fileprivate let shared: UnsafeMutablePointer<Atomic<UnsafeMutablePointer<Float>>>

        /// The first frame of the block in which a command has last set the bus, for each bus.
        fileprivate let frames: UnsafeMutablePointer<Int64>
        fileprivate let completed: UnsafeMutablePointer<Atomic<Int64>>
    }

    /// - Parameters:
    ///   - buses: The worker's buses, which the caller keeps alive.
    ///   - count: The number of control buses of the graph.
    package init(shared buses: UnsafeMutablePointer<Float>, count: Int) {
        let frames = UnsafeMutablePointer<Int64>.allocate(capacity: max(1, count))
        frames.initialize(repeating: .min, count: max(1, count))
        let completed = UnsafeMutablePointer<Atomic<Int64>>.allocate(capacity: 1)
        completed.initialize(to: Atomic(0))
        let shared = UnsafeMutablePointer<Atomic<UnsafeMutablePointer<Float>>>.allocate(capacity: 1)
        shared.initialize(to: Atomic(buses))
        view = View(count: count, shared: shared, frames: frames, completed: completed)
    }

    deinit {
        view.frames.deallocate()
        view.completed.deinitialize(count: 1)
        view.completed.deallocate()
        view.shared.deinitialize(count: 1)
        view.shared.deallocate()
    }

    /// The buses of the worker that renders, which the caller keeps alive. `[control]`
    package var shared: UnsafeMutablePointer<Float> {
        get { view.shared.pointee.load(ordering: .acquiring) }
        set { view.shared.pointee.store(newValue, ordering: .releasing) }
    }

    /// The first frame that the worker has not completed. `[any]`
    ///
    /// The thread that follows the worker sets it, before packets are applied or queries are processed. It may lag
    /// behind the worker: then values that commands have set have priority for longer.
    package var completedFrames: Int64 {
        get { view.completed.pointee.load(ordering: .relaxed) }
        // Releasing: a thread that reads it also sees the values that the worker had written to its buses by then.
        set { view.completed.pointee.store(newValue, ordering: .releasing) }
    }
}

extension BusMirror.View {
    /// Records that a command has set buses, in the block that starts at a frame.
    @_noLocks @_noAllocation
    func note(_ buses: Range<Int>, atFrame frame: Int64) {
        for bus in buses where bus < count { frames[bus] = frame }
    }

    /// Returns the value of a bus.
    ///
    /// - Parameter own: The value of the graph's own bus.
    @_noLocks @_noAllocation
    func value(of bus: Int, _ own: Float) -> Float {
        guard bus < count, frames[bus] < completed.pointee.load(ordering: .acquiring) else { return own }
        return shared.pointee.load(ordering: .acquiring)[bus]
    }

    /// Copies the values that commands have set, and that the worker has not applied, to the shared buses.
    func restore(_ own: (Int) -> Float) {
        let shared = shared.pointee.load(ordering: .acquiring)
        let completed = completed.pointee.load(ordering: .acquiring)
        for bus in 0..<count where frames[bus] >= completed {
            shared[bus] = own(bus)
            frames[bus] = .min
        }
    }
}
