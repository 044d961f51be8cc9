/// The lowest of the latest values of a signal, at every frame, in constant time on average.
///
/// It keeps only the values that can still become the lowest: those that no later one undercuts. So they ascend, the first
/// is the minimum, and a new value removes from the end what is not below it. Values of `rest` and above are not kept.
///
/// Reference: D. Lemire, "Streaming Maximum-Minimum Filter Using No More than Three Comparisons per Element", Nordic Journal
/// of Computing 13 (2006).
package struct SlidingMinimum: ~Copyable, @unchecked Sendable {  // only the owner can use it
    private struct Entry: BitwiseCopyable {
        var value: Int64
        var frame: Int
    }

    /// Frames that are looked at: the latest one and those before it.
    package let window: Int

    /// What the minimum is at most.
    package let rest: Int64

    private let entries: UnsafeMutablePointer<Entry>  // a ring of `window`: no two entries are of one frame
    private var first = 0
    private var count = 0
    private var frame = 0

    /// - Parameters:
    ///   - window: frames to look at, 1 or more.
    ///   - rest: what the minimum is at most, and at the beginning.
    package init(window: Int, rest: Int64) {
        precondition(window > 0, "a minimum is of one frame or more")
        self.window = window
        self.rest = rest
        entries = .allocate(capacity: window)
        entries.initialize(repeating: Entry(value: rest, frame: 0), count: window)
    }

    deinit {
        entries.deallocate()
    }

    /// Whether no value of the window is below `rest`: then frames of `rest` may be left out.
    package var isAtRest: Bool {
        @_noLocks @_noAllocation get { count == 0 }
    }

    /// Back to time zero. `[render]`
    @_noLocks @_noAllocation
    package mutating func reset() {
        first = 0
        count = 0
        frame = 0
    }

    /// Takes the value of the next frame, and returns the lowest of the window that it ends. `[render]`
    @_noLocks @_noAllocation
    package mutating func next(_ value: Int64) -> Int64 {
        frame = frame &+ 1
        // One frame leaves the window, so that one entry does at most.
        if count > 0, entries[first].frame &+ window <= frame {
            first = first &+ 1 == window ? 0 : first &+ 1
            count = count &- 1
        }
        if value < rest {
            while count > 0, entries[slot(count &- 1)].value >= value { count = count &- 1 }
            entries[slot(count)] = Entry(value: value, frame: frame)
            count = count &+ 1
        }
        return count > 0 ? entries[first].value : rest
    }

    /// Where the entry stands that is `index` behind the first.
    @_noLocks @_noAllocation
    private func slot(_ index: Int) -> Int {
        let slot = first &+ index
        return slot < window ? slot : slot &- window
    }
}
