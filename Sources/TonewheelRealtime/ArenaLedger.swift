internal import Synchronization

/// What one worker holds of an arena, as its front counts it. `[control]`, any thread
///
/// A worker says itself which ranges it has unmapped. It is believed only for what it was given: otherwise a worker that babbles would
/// take away the memory that the front plays from.
package final class ArenaLedger: Sendable {
    private let arena: SharedArena
    private let held = Mutex<[Int64: Int]>([:])

    package init(_ arena: SharedArena) {
        self.arena = arena
    }

    deinit {
        releaseAll()
    }

    /// Counts the worker as a holder of the range at an offset, before it is told of the range; false if there is no such range.
    @discardableResult
    package func retain(_ offset: Int64) -> Bool {
        guard arena.retain(offset) else { return false }
        held.withLock { $0[offset, default: 0] += 1 }
        return true
    }

    /// Counts it no longer, once it has unmapped the range; false if it did not hold it.
    @discardableResult
    package func release(_ offset: Int64) -> Bool {
        let isHeld = held.withLock { held in
            guard let count = held[offset] else { return false }
            held[offset] = count > 1 ? count - 1 : nil
            return true
        }
        return isHeld && arena.release(offset)
    }

    /// Releases all that it holds, once it has ended.
    package func releaseAll() {
        let all = held.withLock { held in
            defer { held = [:] }
            return held
        }
        for (offset, count) in all {
            for _ in 0..<count { arena.release(offset) }
        }
    }
}
