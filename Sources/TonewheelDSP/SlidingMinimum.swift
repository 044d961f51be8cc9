/// The minimum of the latest values of a signal, at every frame, in constant amortized time.
///
/// Only values that can still become the minimum are stored: those without a later value below them. Hence they ascend,
/// the first one is the minimum, and a new value removes all values from the end that are not below it. Values of
/// `rest` and above are not stored.
///
/// Reference: D. Lemire, "Streaming Maximum-Minimum Filter Using No More than Three Comparisons per Element", Nordic
/// Journal of Computing 13 (2006).
package struct SlidingMinimum: ~Copyable, @unchecked Sendable {  // only the owner can use it
    private struct Entry: BitwiseCopyable {
        var value: Int64
        var frame: Int
    }

    /// The length of the window in frames: the latest frame and those before it.
    package let window: Int

    /// The upper bound of the minimum.
    package let rest: Int64

    private let entries: UnsafeMutablePointer<Entry>  // a ring of `window`, at most one entry per frame
    private var first = 0
    private var count = 0
    private var frame = 0

    /// - Parameters:
    ///   - window: the length of the window in frames, 1 or more.
    ///   - rest: the upper bound of the minimum, and its initial value.
    package init(window: Int, rest: Int64) {
        precondition(window > 0, "the window of a minimum must have at least one frame")
        self.window = window
        self.rest = rest
        entries = .allocate(capacity: window)
        entries.initialize(repeating: Entry(value: rest, frame: 0), count: window)
    }

    deinit {
        entries.deallocate()
    }

    /// Whether no value of the window is below `rest`. Frames of `rest` may then be skipped.
    package var isAtRest: Bool {
        @_noLocks @_noAllocation get { count == 0 }
    }

    /// Returns to the initial state. `[render]`
    @_noLocks @_noAllocation
    package mutating func reset() {
        first = 0
        count = 0
        frame = 0
    }

    /// Appends the value of the next frame, and returns the minimum of the window that ends with it. `[render]`
    @_noLocks @_noAllocation
    package mutating func next(_ value: Int64) -> Int64 {
        frame = frame &+ 1
        // One frame leaves the window, therefore at most one entry does.
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

    /// Returns the position of the entry `index` places after the first.
    @_noLocks @_noAllocation
    private func slot(_ index: Int) -> Int {
        let slot = first &+ index
        return slot < window ? slot : slot &- window
    }
}
