/// The load of the workers, one after another, from the front's side. `[control]`
///
/// A worker that needs more time than there is misses three periods and is replaced, and its load is unknown: from then
/// on the load counts as more than 100 %, until the next worker has rendered ten blocks and no period is missing.
/// Otherwise each new worker would start without load, and new synths would end it in turn.
///
/// A worker that has crashed has no influence on the load.
package struct WorkerLoad {
    /// The active worker.
    package struct Active {
        /// Its load, as it reports it.
        package var load: Float

        /// The number of blocks that it has rendered.
        package var blocks: Int64

        /// The number of consecutive periods that it has missed.
        package var misses: Int

        package init(load: Float, blocks: Int64, misses: Int) {
            self.load = load
            self.blocks = blocks
            self.misses = misses
        }
    }

    /// The load of a worker that is too late, which exceeds every limit.
    package static let late: Float = 1.01

    private static let recoveryBlocks: Int64 = 10

    private var lateWorkers = 0
    private var isRecovering = false

    package init() {}

    /// Returns the current load.
    ///
    /// - Parameters:
    ///   - lateWorkers: The number of workers that have been replaced because they were late.
    ///   - active: The active worker; nil if there is none.
    package mutating func load(lateWorkers: Int, active: Active?) -> Float {
        if lateWorkers != self.lateWorkers {
            self.lateWorkers = lateWorkers
            isRecovering = true
        }
        if isRecovering, let active, active.blocks >= Self.recoveryBlocks, active.misses == 0 { isRecovering = false }
        let load = active?.load ?? 0
        return isRecovering ? max(load, Self.late) : load
    }
}
