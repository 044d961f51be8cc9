internal import Synchronization

/// The control buses of a worker, as a graph sees them that renders nothing itself and answers for the worker.
///
/// That graph has control buses of its own: what commands set is there at once, and the worker comes to it later. What synths write
/// is in the worker's buses alone, in memory that both share. Of the two values, the graph's own counts as long as the worker has not
/// completed the block in which a command has set it.
package final class BusMirror: Sendable {
    /// What the graph reads.
    let view: View

    /// Plain pointers, for the thread that applies packets.
    struct View: BitwiseCopyable, @unchecked Sendable {  // one thread at a time writes, but for the shared values
        fileprivate let count: Int
        fileprivate let shared: UnsafeMutablePointer<Float>

        /// For each bus, the first frame of the block in which a command has set it last.
        fileprivate let frames: UnsafeMutablePointer<Int64>
        fileprivate let completed: UnsafeMutablePointer<Atomic<Int64>>
    }

    /// - Parameters:
    ///   - shared: the worker's buses, which the caller keeps alive.
    ///   - count: as many as the graph has.
    package init(shared: UnsafeMutablePointer<Float>, count: Int) {
        let frames = UnsafeMutablePointer<Int64>.allocate(capacity: max(1, count))
        frames.initialize(repeating: .min, count: max(1, count))
        let completed = UnsafeMutablePointer<Atomic<Int64>>.allocate(capacity: 1)
        completed.initialize(to: Atomic(0))
        view = View(count: count, shared: shared, frames: frames, completed: completed)
    }

    deinit {
        view.frames.deallocate()
        view.completed.deinitialize(count: 1)
        view.completed.deallocate()
    }

    /// The frames that the worker has completed: all those before this one. `[any]`
    ///
    /// Whoever follows the worker says so, before packets are applied or questions answered. It need not be the latest: an earlier
    /// one lets values that were set count for longer.
    package var completedFrames: Int64 {
        get { view.completed.pointee.load(ordering: .relaxed) }
        // Releasing: whoever sees it sees what the worker had written to its buses by then.
        set { view.completed.pointee.store(newValue, ordering: .releasing) }
    }
}

extension BusMirror.View {
    /// Notes that a command has set buses, in the block that begins at a frame.
    @_noLocks @_noAllocation
    func note(_ buses: Range<Int>, atFrame frame: Int64) {
        for bus in buses where bus < count { frames[bus] = frame }
    }

    /// The value of a bus.
    ///
    /// - Parameter own: what the graph's own bus holds.
    @_noLocks @_noAllocation
    func value(of bus: Int, _ own: Float) -> Float {
        bus < count && frames[bus] < completed.pointee.load(ordering: .acquiring) ? shared[bus] : own
    }

    /// Gives the worker's buses the values that it has not come to.
    func restore(_ own: (Int) -> Float) {
        let completed = completed.pointee.load(ordering: .acquiring)
        for bus in 0..<count where frames[bus] >= completed {
            shared[bus] = own(bus)
            frames[bus] = .min
        }
    }
}
