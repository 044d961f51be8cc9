internal import Synchronization

/// Where one end of a ring stands, and how far it may go: the whole of the ring's algorithm, without its elements.
///
/// Positions run from 0 to 2 × capacity − 1, so that full and empty differ without a spare element, whatever the
/// capacity. Each end keeps a copy of the other's position and reads it again only when the copy leaves it too little to
/// do. The algorithm is Lamport's ("Specifying Concurrent Program Modules", 1983).
///
/// A position that another process has corrupted makes the ring look empty or full; it never leads outside the memory.
///
/// It is no generic, so that every build proves it, debug too: there the compiler sees no generic of another file.
@usableFromInline
package struct RingCursor: BitwiseCopyable {
    private let layout: RingLayout
    private let isProducer: Bool

    /// Elements that the ring holds when full.
    private let capacity: Int

    /// Where this end goes on: 0 … 2 × capacity − 1. Nobody else writes it.
    private var position: Int

    /// Where the other end stood when last looked at. It can only have moved on: at worst there is more to do.
    private var otherPosition: Int

    /// Elements that one end has for itself: from `start` on, `beforeEnd` of them, and the rest from the memory's beginning.
    @usableFromInline
    package struct Stretch: BitwiseCopyable {
        @usableFromInline let start: Int
        @usableFromInline let beforeEnd: Int
        @usableFromInline let count: Int

        @_noLocks @_noAllocation
        init(start: Int, beforeEnd: Int, count: Int) {
            self.start = start
            self.beforeEnd = beforeEnd
            self.count = count
        }
    }

    init(_ layout: RingLayout, capacity: Int, isProducer: Bool) {
        self.layout = layout
        self.capacity = capacity
        self.isProducer = isProducer
        let written = layout.writePosition.pointee.load(ordering: .acquiring)
        let read = layout.readPosition.pointee.load(ordering: .acquiring)
        let isSound = Self.distance(from: read, to: written, capacity: capacity) != nil
        position = isSound ? (isProducer ? written : read) : 0
        otherPosition = isSound ? (isProducer ? read : written) : 0
    }

    /// Up to `wanted` elements that this end may write (the producer) or read (the consumer) now. `[render]`
    @_noLocks @_noAllocation
    @usableFromInline
    mutating func claim(_ wanted: Int) -> Stretch {
        var count = reach(otherPosition) ?? 0
        if count < wanted {
            // Acquiring, with the other end's release: what it has written is there for us to read, and what it has read
            // it is done with before we write over it.
            let other = isProducer ? layout.readPosition : layout.writePosition
            let latest = other.pointee.load(ordering: .acquiring)
            if let further = reach(latest) {
                otherPosition = latest
                count = further
            }
        }
        count = max(0, min(count, wanted))
        let start = position < capacity ? position : position &- capacity
        return Stretch(start: start, beforeEnd: min(count, capacity &- start), count: count)
    }

    /// Hands `count` elements to the other end: written, or free to be written again. `[render]`
    @_noLocks @_noAllocation
    @usableFromInline
    mutating func advance(by count: Int) {
        position = position &+ count
        if position >= 2 &* capacity { position = position &- 2 &* capacity }
        // Releasing: we are done with the elements before the other end sees that they are its own.
        let own = isProducer ? layout.writePosition : layout.readPosition
        own.pointee.store(position, ordering: .releasing)
    }

    /// Adds to one of this end's two counters. `[render]`
    @_noLocks @_noAllocation
    @usableFromInline
    func add(_ amount: Int, toCounter index: Int) {
        // This end is the counter's only writer, so that a load and a store are enough.
        let counter = (isProducer ? layout.producerCounters : layout.consumerCounters) + index
        counter.pointee.store(counter.pointee.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
    }

    @_noLocks @_noAllocation
    private func reach(_ other: Int) -> Int? {
        if isProducer {
            guard let filled = Self.distance(from: other, to: position, capacity: capacity) else { return nil }
            return capacity &- filled
        }
        return Self.distance(from: position, to: other, capacity: capacity)
    }

    /// Elements between two positions; nil if one of them is none, as in memory that somebody has corrupted. `[any]`
    @_noLocks @_noAllocation
    static func distance(from read: Int, to written: Int, capacity: Int) -> Int? {
        guard read >= 0, read < 2 &* capacity, written >= 0, written < 2 &* capacity else { return nil }
        let difference = written &- read
        let distance = difference < 0 ? difference &+ 2 &* capacity : difference
        return distance <= capacity ? distance : nil
    }
}
