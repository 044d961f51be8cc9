internal import Synchronization

/// The ranges of an arena that one worker holds, as its front counts them. `[control]`, any thread
///
/// A worker reports which ranges it has unmapped. Only ranges that it was given are accepted: otherwise invalid reports
/// could free the memory that the front plays from.
package final class ArenaLedger: Sendable {
    private let arena: SharedArena
    private let counts = Mutex<[Int64: Int]>([:])

    package init(_ arena: SharedArena) {
        self.arena = arena
    }

    deinit {
        releaseAll()
    }

    /// Adds the worker to the holders of the range at an offset, before it is informed of the range; returns false if
    /// there is no such range.
    @discardableResult
    package func retain(_ offset: Int64) -> Bool {
        guard arena.retain(offset) else { return false }
        counts.withLock { $0[offset, default: 0] += 1 }
        return true
    }

    /// Removes the worker from the holders, once it has unmapped the range; returns false if it did not hold the range.
    @discardableResult
    package func release(_ offset: Int64) -> Bool {
        let isHeld = counts.withLock { counts in
            guard let count = counts[offset] else { return false }
            counts[offset] = count > 1 ? count - 1 : nil
            return true
        }
        return isHeld && arena.release(offset)
    }

    /// Releases all ranges of the worker, once it has ended.
    package func releaseAll() {
        let all = counts.withLock { counts in
            defer { counts = [:] }
            return counts
        }
        for (offset, count) in all {
            for _ in 0..<count { arena.release(offset) }
        }
    }
}
