internal import Synchronization
internal import TonewheelRealtime
internal import TonewheelUGens

/// The control side of a renderer in this process.
final class LocalControl: RenderControl {
    let parameters: ParameterManager

    private let changes: Mutex<ChangeQueue>
    private let capacity: Int
    private let reports: Mutex<LatestValueReader<RenderReport>>

    /// The control threads' end of the queue of timed changes.
    private struct ChangeQueue: ~Copyable {
        var producer: RingProducer<TimedChange>?

        /// Changes that have been taken in since the start.
        var accepted = 0
    }

    /// - Parameters:
    ///   - queue: takes timed changes to the renderer; nil if somebody else fills it: the front of a worker.
    ///   - capacity: changes that can wait for their frame.
    init(
        _ initial: ParameterSet,
        queue: RingBuffer<TimedChange>?,
        capacity: Int,
        reports: consuming LatestValueReader<RenderReport>
    ) {
        parameters = ParameterManager(initial)
        if let queue {
            changes = Mutex(ChangeQueue(producer: queue.producer()))
        } else {
            changes = Mutex(ChangeQueue(producer: nil))
        }
        self.capacity = capacity
        self.reports = Mutex(reports)
    }

    func apply(_ change: ParameterChange) {
        parameters.apply(change)
    }

    func schedule(_ change: ParameterChange, atFrame frame: Int64) -> Bool {
        let applied = report.appliedChanges
        return changes.withLock { queue in
            // Counted until they are applied, so that neither the queue nor the renderer's own is ever full: what has been
            // accepted cannot be kept from its frame by what is due later.
            guard queue.accepted - applied < capacity,
                queue.producer?.push(TimedChange(frame: frame, change: change)) == true
            else { return false }
            queue.accepted += 1
            return true
        }
    }

    func apply(_ fault: FaultUnit.Mode, onFailure: @escaping @Sendable (String) -> Void) throws(EngineError) {
        throw .backend("only a worker may crash or hang: start the engine with --isolation worker")
    }

    func whenTaken(_ body: @escaping @Sendable () -> Void) -> Bool {
        body()
        return true
    }

    var report: RenderReport {
        reports.withLock { reader in
            _ = reader.takeLatest()
            return reader.value
        }
    }
}
