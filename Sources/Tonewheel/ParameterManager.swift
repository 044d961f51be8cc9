internal import Synchronization
internal import TonewheelRealtime

/// The parameters in two sets: the current one, which the render thread uses, and the pending one, which the control
/// threads write. They are swapped atomically at a block boundary, so that no block sees half of a change.
///
/// However often the pending set is written between two blocks, it never fills up and nobody waits: the latest values count.
package final class ParameterManager: Sendable {
    private struct Pending: ~Copyable {
        var set: ParameterSet
        var writer: LatestValueWriter<ParameterSet>
    }

    private let pending: Mutex<Pending>
    private let cell: LatestValue<ParameterSet>
    private let initial: ParameterSet

    /// - Parameter initial: what the first block uses.
    package init(_ initial: ParameterSet) {
        self.initial = initial
        cell = LatestValue(initial)
        pending = Mutex(Pending(set: initial, writer: cell.writer()))
    }

    /// Makes a change for the next block. `[control]`, any thread
    package func apply(_ change: ParameterChange) {
        pending.withLock { pending in
            pending.set.apply(change)
            pending.writer.publish(pending.set)
        }
    }

    /// The render thread's end; to be had once. `[control]`
    package func reader() -> ParameterReader {
        ParameterReader(cell.reader(), initial: initial)
    }
}

/// The render thread's end of a `ParameterManager`. One thread at a time.
package struct ParameterReader: ~Copyable, Sendable {
    private var cell: LatestValueReader<ParameterSet>

    /// The set that was pending at the latest swap.
    private var latest: ParameterSet

    fileprivate init(_ cell: consuming LatestValueReader<ParameterSet>, initial: ParameterSet) {
        self.cell = cell
        latest = initial
    }

    /// Swaps the pending set in, and says what it changes. `[render]`, at a block boundary
    @_noLocks @_noAllocation
    package mutating func swap() -> ParameterChange {
        guard cell.takeLatest() else { return ParameterChange() }
        let earlier = latest
        latest = cell.value
        return latest.changes(since: earlier)
    }
}
