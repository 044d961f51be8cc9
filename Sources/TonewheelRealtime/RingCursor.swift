public import Synchronization

/// Where one end of a ring stands, and how far it may go: the whole of the ring's algorithm, without its elements.
///
/// Positions run from 0 to 2 × capacity − 1, so that full and empty differ without a spare element, whatever the
/// capacity. Each end keeps how far the other's position lets it go, and reads that again only when it leaves too little to
/// do. The algorithm is Lamport's ("Specifying Concurrent Program Modules", 1983).
///
/// A position that another process has corrupted makes the ring look empty or full; it never leads outside the memory.
///
/// It is no generic, so that every build proves it, debug too: there the compiler sees no generic of another file.
@usableFromInline
package struct RingCursor: BitwiseCopyable {
    private let layout: RingLayout
    @usableFromInline let isProducer: Bool

    /// Elements that the ring holds when full.
    @usableFromInline let capacity: Int

    /// Where in the memory this end goes on.
    @usableFromInline var index: Int

    /// What is added to that for the position: 0 or `capacity`, in turns.
    @usableFromInline var lap: Int

    /// Elements from there on that are this end's own, as of the last look at the other end. It can only have moved on: at
    /// worst there is more to do.
    @usableFromInline var available: Int

    /// The positions, this end's and the other's, as both ends see them. Nobody else writes the first.
    @usableFromInline let own: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let other: UnsafeMutablePointer<Atomic<Int>>

    /// Elements that one end has for itself: from `start` on, `beforeEnd` of them, and the rest from the memory's beginning.
    @usableFromInline
    package struct Stretch: BitwiseCopyable {
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

        /// Copies the stretch's elements from `source` into the ring's memory. `[render]`
        @_noLocks @_noAllocation
        @inlinable
        func write(_ source: UnsafeRawPointer, to elements: UnsafeMutableRawPointer, stride: Int) {
            RingCursor.copy(source, to: elements + start &* stride, byteCount: beforeEnd &* stride)
            if count > beforeEnd {
                RingCursor.copy(
                    source + beforeEnd &* stride, to: elements, byteCount: (count &- beforeEnd) &* stride)
            }
        }

        /// Copies the stretch's elements from the ring's memory to `destination`. `[render]`
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

    /// The same end of the ring as it is now, for memory that somebody has cleared since. `[render]`
    @_noLocks @_noAllocation
    func renewed() -> RingCursor {
        RingCursor(layout, capacity: capacity, isProducer: isProducer)
    }

    /// Up to `wanted` elements that this end may write (the producer) or read (the consumer) now. `[render]`
    @_noLocks @_noAllocation
    @inlinable
    mutating func claim(_ wanted: Int) -> Stretch {
        if available < wanted { available = lookAtOtherEnd() }
        let count = max(0, min(available, wanted))
        return Stretch(start: index, beforeEnd: min(count, capacity &- index), count: count)
    }

    /// Whether there is an element that this end may write or read now, at `index`. `[render]`
    @_noLocks @_noAllocation
    @inlinable
    mutating func claimOne() -> Bool {
        if available > 0 { return true }
        available = lookAtOtherEnd()
        return available > 0
    }

    /// Hands `count` elements to the other end: written, or free to be written again. `[render]`
    @_noLocks @_noAllocation
    @inlinable
    mutating func advance(by count: Int) {
        available = available &- count
        index = index &+ count
        if index >= capacity {
            index = index &- capacity
            lap = capacity &- lap
        }
        // Releasing: we are done with the elements before the other end sees that they are its own.
        own.pointee.store(index &+ lap, ordering: .releasing)
    }

    /// How many elements are this end's own by now. `[render]`
    @_noLocks @_noAllocation
    @inlinable
    func lookAtOtherEnd() -> Int {
        // Acquiring, with the other end's release: what it has written is there for us to read, and what it has read it
        // is done with before we write over it.
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
        // This end is the counter's only writer, so that a load and a store are enough.
        let counter = (isProducer ? layout.producerCounters : layout.consumerCounters) + index
        counter.pointee.store(counter.pointee.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
    }

    /// Elements between two positions; −1 if one of them is none, as in memory that somebody has corrupted. `[any]`
    @_noLocks @_noAllocation
    @inlinable
    static func distance(from read: Int, to written: Int, capacity: Int) -> Int {
        guard read >= 0, read < 2 &* capacity, written >= 0, written < 2 &* capacity else { return -1 }
        let difference = written &- read
        let distance = difference < 0 ? difference &+ 2 &* capacity : difference
        return distance <= capacity ? distance : -1
    }
}
