internal import Dispatch

/// The changes to buffer samples that have been sent but may not have been applied yet, and the queries that wait for
/// them.
struct BufferChanges {
    struct Change: Equatable {
        /// The frame at which the change is due; `Int64.min` for the next block.
        let frame: Int64
        let number: UInt64
    }

    private var latest: [Int32: Change] = [:]
    private var number: UInt64 = 0

    /// The lane's queries without a reply of the graph yet.
    private var pendingQueries: [Int32: DispatchSemaphore] = [:]
    private var lastQuery: Int32 = 0

    mutating func record(_ buffers: Set<Int32>, atFrame frame: Int64?) {
        for buffer in buffers {
            number += 1
            latest[buffer] = Change(frame: frame ?? .min, number: number)
        }
    }

    /// Returns the latest change to a buffer; nil if all changes have been applied.
    func latest(of buffer: Int32) -> Change? { latest[buffer] }

    /// Removes an applied change, unless a later one has been recorded.
    mutating func forget(_ change: Change, of buffer: Int32) {
        if latest[buffer] == change { latest[buffer] = nil }
    }

    /// Adds a query; returns its number and the semaphore that its reply signals.
    mutating func addQuery() -> (Int32, DispatchSemaphore) {
        lastQuery &+= 1
        let replied = DispatchSemaphore(value: 0)
        pendingQueries[lastQuery] = replied
        return (lastQuery, replied)
    }

    mutating func removeQuery(_ query: Int32) -> DispatchSemaphore? {
        pendingQueries.removeValue(forKey: query)
    }
}
