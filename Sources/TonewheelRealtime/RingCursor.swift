public import Synchronization

/// The position of one end of a ring, and the number of elements available to it. The whole algorithm of the ring,
/// without its elements.
///
/// Positions run from 0 to 2 × capacity − 1, so that full and empty differ without a spare element, for any capacity.
/// Each end caches the number of elements that the other end's position permits, and reads that position again only
/// when the cached number is too small. The algorithm is Lamport's ("Specifying Concurrent Program Modules", 1983).
///
/// A position that another process has corrupted makes the ring look empty or full. It never leads outside of the
/// memory.
///
/// Not generic, so that every build proves it, debug builds too: there the compiler does not see generics of other
/// files.
@usableFromInline
package struct RingCursor: BitwiseCopyable {
    private let layout: RingLayout
    @usableFromInline let isProducer: Bool

    /// The number of elements in a full ring.
    @usableFromInline let capacity: Int

    /// The index of the next element of this end.
    @usableFromInline var index: Int

    /// The difference between position and index: 0 or `capacity`, alternating.
    @usableFromInline var lap: Int

    /// The number of elements from `index` on that this end owns, as last computed. The true number may be larger,
    /// never smaller.
    @usableFromInline var available: Int

    /// The positions of this end and of the other. Only this end writes the first.
    @usableFromInline let own: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let other: UnsafeMutablePointer<Atomic<Int>>

    /// A region of elements that one end owns: `beforeEnd` elements from `start` on, and the rest from the start of the
    /// memory.
    @usableFromInline
    package struct Region: BitwiseCopyable {
        @usableFromInline let start: Int
        @usableFromInline let beforeEnd: Int
        @usableFromInline let count: Int

        @_noLocks @_noAllocation
        @inlinable
        init(start: Int, beforeEnd: Int, count: Int) {
            self.start = start
            self.beforeEnd = beforeEnd
            self.count = count
        }

        /// Copies the region's elements from `source` into the ring's memory. `[render]`
        @_noLocks @_noAllocation
        @inlinable
        func write(_ source: UnsafeRawPointer, to elements: UnsafeMutableRawPointer, stride: Int) {
            RingCursor.copy(source, to: elements + start &* stride, byteCount: beforeEnd &* stride)
            if count > beforeEnd {
                RingCursor.copy(
                    source + beforeEnd &* stride, to: elements, byteCount: (count &- beforeEnd) &* stride)
            }
        }

        /// Copies the region's elements from the ring's memory to `destination`. `[render]`
        @_noLocks @_noAllocation
        @inlinable
        func read(_ elements: UnsafeRawPointer, to destination: UnsafeMutableRawPointer, stride: Int) {
            RingCursor.copy(elements + start &* stride, to: destination, byteCount: beforeEnd &* stride)
            if count > beforeEnd {
                RingCursor.copy(
                    elements, to: destination + beforeEnd &* stride, byteCount: (count &- beforeEnd) &* stride)
            }
        }
    }

    @_noLocks @_noAllocation
    init(_ layout: RingLayout, capacity: Int, isProducer: Bool) {
        self.layout = layout
        self.capacity = capacity
        self.isProducer = isProducer
        let written = layout.writePosition.pointee.load(ordering: .acquiring)
        let read = layout.readPosition.pointee.load(ordering: .acquiring)
        let filled = Self.distance(from: read, to: written, capacity: capacity)
        let position = filled < 0 ? 0 : isProducer ? written : read
        lap = position < capacity ? 0 : capacity
        index = position - lap
        available = isProducer ? capacity - max(0, filled) : max(0, filled)
        own = isProducer ? layout.writePosition : layout.readPosition
        other = isProducer ? layout.readPosition : layout.writePosition
    }

    /// Returns a cursor for the same end at the ring's current positions, after the memory has been cleared. `[render]`
    @_noLocks @_noAllocation
    func resynchronized() -> RingCursor {
        RingCursor(layout, capacity: capacity, isProducer: isProducer)
    }

    /// Returns up to `wanted` elements that this end may write (the producer) or read (the consumer) now. `[render]`
    @_noLocks @_noAllocation
    @inlinable
    mutating func claim(_ wanted: Int) -> Region {
        if available < wanted { available = loadAvailable() }
        let count = max(0, min(available, wanted))
        return Region(start: index, beforeEnd: min(count, capacity &- index), count: count)
    }

    /// Returns whether there is an element, at `index`, that this end may write or read now. `[render]`
    @_noLocks @_noAllocation
    @inlinable
    mutating func claimElement() -> Bool {
        if available > 0 { return true }
        available = loadAvailable()
        return available > 0
    }

    /// Passes `count` elements to the other end, as written or as free. `[render]`
    @_noLocks @_noAllocation
    @inlinable
    mutating func advance(by count: Int) {
        available = available &- count
        index = index &+ count
        if index >= capacity {
            index = index &- capacity
            lap = capacity &- lap
        }
        // Releasing: this end no longer accesses the elements when the other end sees that it owns them.
        own.pointee.store(index &+ lap, ordering: .releasing)
    }

    /// Returns the number of elements that this end owns, from the current position of the other end. `[render]`
    @_noLocks @_noAllocation
    @inlinable
    func loadAvailable() -> Int {
        // Acquiring, paired with the release of the other end: its writes are visible before they are read here, and
        // its reads have ended before they are overwritten here.
        let there = other.pointee.load(ordering: .acquiring)
        let here = index &+ lap
        if isProducer {
            let filled = Self.distance(from: there, to: here, capacity: capacity)
            return filled < 0 ? available : capacity &- filled
        }
        let filled = Self.distance(from: here, to: there, capacity: capacity)
        return filled < 0 ? available : filled
    }

    /// Adds to one of this end's two counters. `[render]`
    @_noLocks @_noAllocation
    func add(_ amount: Int, toCounter index: Int) {
        // This end is the counter's only writer, so a load and a store are enough.
        let counter = (isProducer ? layout.producerCounters : layout.consumerCounters) + index
        counter.pointee.store(counter.pointee.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
    }

    /// Returns the number of elements between two positions; −1 if one is invalid, as in corrupted memory. `[any]`
    @_noLocks @_noAllocation
    @inlinable
    static func distance(from read: Int, to written: Int, capacity: Int) -> Int {
        guard read >= 0, read < 2 &* capacity, written >= 0, written < 2 &* capacity else { return -1 }
        let difference = written &- read
        let distance = difference < 0 ? difference &+ 2 &* capacity : difference
        return distance <= capacity ? distance : -1
    }
}
