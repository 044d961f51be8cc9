/// A priority queue of fixed capacity, ordered by frame, and by arrival among equal frames.
///
/// A binary heap in memory allocated at the start. A full queue refuses elements.
public struct DeadlineQueue<Element: BitwiseCopyable>: ~Copyable {
    @usableFromInline
    struct Entry: BitwiseCopyable {
        @usableFromInline let frame: Int64
        @usableFromInline let arrival: UInt64
        @usableFromInline let element: Element

        @inlinable
        init(frame: Int64, arrival: UInt64, element: Element) {
            self.frame = frame
            self.arrival = arrival
            self.element = element
        }

        @inlinable
        func precedes(_ other: Entry) -> Bool {
            frame != other.frame ? frame < other.frame : arrival < other.arrival
        }
    }

    @usableFromInline let entries: UnsafeMutablePointer<Entry>  // and one more, for the element being removed
    @usableFromInline var arrivals: UInt64 = 0

    /// The number of elements in a full queue.
    @usableFromInline package let capacity: Int

    /// The number of elements.
    @usableFromInline package var count = 0

    /// Allocates all memory that the queue needs. `[control]`
    package init(capacity: Int) {
        self.capacity = capacity
        entries = .allocate(capacity: capacity + 1)
    }

    deinit {
        entries.deallocate()
    }

    /// The frame at which the first element is due; `Int64.max` if the queue is empty. `[render]`
    @inlinable
    public var nextFrame: Int64 {
        count > 0 ? entries[0].frame : Int64.max
    }

    /// The element at `index`, 0 ..< count. The first one is due first; the order of the others is unspecified. `[any]`
    @inlinable
    package subscript(index: Int) -> Element { entries[index].element }

    /// Returns the order of the element at `index` among those that are due at the same frame. `[render]`
    @inlinable
    package func order(at index: Int) -> UInt64 { entries[index].arrival }

    /// Replaces the element at `index`, keeping its frame and its place among equal frames. `[render]`
    @inlinable
    package mutating func replace(at index: Int, with element: Element) {
        entries[index] = Entry(frame: entries[index].frame, arrival: entries[index].arrival, element: element)
    }

    /// Adds an element that is due at `frame`; returns false if the queue is full. `[render]`
    @inlinable
    public mutating func push(_ element: Element, dueAt frame: Int64) -> Bool {
        guard count < capacity else { return false }
        let entry = Entry(frame: frame, arrival: arrivals, element: element)
        arrivals = arrivals &+ 1
        var hole = count
        count = count &+ 1
        while hole > 0 {
            let parent = (hole &- 1) / 2
            guard entry.precedes(entries[parent]) else { break }
            entries[hole] = entries[parent]
            hole = parent
        }
        entries[hole] = entry
        return true
    }

    /// Removes and returns the first element, if it is due at `frame` or before. `[render]`
    @inlinable
    public mutating func pop(dueAt frame: Int64) -> Element? {
        guard nextFrame <= frame, count > 0 else { return nil }
        // Copied from memory to memory, never through a constant. In debug builds the compiler (6.3) keeps only the
        // address of a constant with many fields, and reads later contents from it.
        entries[capacity] = entries[0]
        count = count &- 1
        let last = count
        var hole = 0
        while true {
            var child = 2 &* hole &+ 1
            guard child < count else { break }
            if child &+ 1 < count, entries[child &+ 1].precedes(entries[child]) { child = child &+ 1 }
            guard entries[child].precedes(entries[last]) else { break }
            entries[hole] = entries[child]
            hole = child
        }
        entries[hole] = entries[last]
        return entries[capacity].element
    }
}
