/// Something that is due at a frame.
package protocol Due: BitwiseCopyable {
    /// When, in frames from the start of the stream.
    var frame: Int64 { get }
}

/// What is due first, first: a queue of fixed capacity, ordered by frame, and by arrival where frames are equal.
///
/// A binary heap in memory taken at the start; full is an answer.
package struct DeadlineQueue<Element: Due>: ~Copyable {
    @usableFromInline
    struct Entry: BitwiseCopyable {
        @usableFromInline var element: Element
        @usableFromInline var arrival: UInt64

        @inlinable init(element: Element, arrival: UInt64) {
            self.element = element
            self.arrival = arrival
        }

        @inlinable
        static func < (left: Entry, right: Entry) -> Bool {
            left.element.frame != right.element.frame
                ? left.element.frame < right.element.frame : left.arrival < right.arrival
        }
    }

    @usableFromInline let entries: UnsafeMutablePointer<Entry>
    @usableFromInline var arrivals: UInt64 = 0

    /// Elements that the queue holds when full.
    package let capacity: Int

    /// Elements that it holds now.
    @inlinable package var count: Int { storedCount }
    @usableFromInline var storedCount = 0

    /// Takes all the memory that the queue will ever need. `[control]`
    package init(capacity: Int) {
        self.capacity = capacity
        entries = .allocate(capacity: capacity)
    }

    deinit {
        entries.deallocate()
    }

    /// When the first element is due; nil if there is none. `[render]`
    @inlinable
    package var nextFrame: Int64? {
        storedCount > 0 ? entries[0].element.frame : nil
    }

    /// Adds an element; false if the queue is full. `[render]`
    @inlinable
    package mutating func push(_ element: Element) -> Bool {
        guard storedCount < capacity else { return false }
        let entry = Entry(element: element, arrival: arrivals)
        arrivals = arrivals &+ 1
        var hole = storedCount
        storedCount = storedCount &+ 1
        while hole > 0 {
            let parent = (hole &- 1) / 2
            guard entry < entries[parent] else { break }
            entries[hole] = entries[parent]
            hole = parent
        }
        entries[hole] = entry
        return true
    }

    /// Takes the first element; nil if there is none. `[render]`
    @inlinable
    package mutating func pop() -> Element? {
        guard storedCount > 0 else { return nil }
        let first = entries[0].element
        storedCount = storedCount &- 1
        let last = entries[storedCount]
        var hole = 0
        while true {
            var child = 2 &* hole &+ 1
            guard child < storedCount else { break }
            if child &+ 1 < storedCount, entries[child &+ 1] < entries[child] { child = child &+ 1 }
            guard entries[child] < last else { break }
            entries[hole] = entries[child]
            hole = child
        }
        entries[hole] = last
        return first
    }
}
