public import Synchronization

/// A value that one thread publishes and another reads: always the latest one as a whole, never a mixture of two.
///
/// Three slots: the writer fills one, the reader uses one, and the third is exchanged between them in one atomic step.
/// Neither end waits, and neither copies more than the value.
package final class LatestValue<Value: BitwiseCopyable>: @unchecked Sendable {  // the slots change hands atomically
    /// The slot between the ends, and whether it holds a value that the reader has not taken (bit 2).
    @usableFromInline let middle: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let slots: UnsafeMutablePointer<Value>

    private let ends = EndClaims()

    /// - Parameter value: the reader's value before the first one is published.
    package init(_ value: Value) {
        slots = .allocate(capacity: 3)
        slots.initialize(repeating: value, count: 3)
        middle = .allocate(capacity: 1)
        middle.initialize(to: Atomic(1))
    }

    deinit {
        slots.deallocate()
        middle.deinitialize(count: 1)
        middle.deallocate()
    }

    /// The publishing end. `[control]`
    ///
    /// - Precondition: it has not been taken before.
    package func writer() -> LatestValueWriter<Value> {
        precondition(ends.claimProducer(), "a LatestValue has one writer, which is taken already")
        return LatestValueWriter(self)
    }

    /// The reading end. `[control]`
    ///
    /// - Precondition: it has not been taken before.
    package func reader() -> LatestValueReader<Value> {
        precondition(ends.claimConsumer(), "a LatestValue has one reader, which is taken already")
        return LatestValueReader(self)
    }
}

/// The publishing end of a `LatestValue`. One thread at a time.
public struct LatestValueWriter<Value: BitwiseCopyable>: ~Copyable, @unchecked Sendable {  // only the owner can use it
    @usableFromInline let middle: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let slots: UnsafeMutablePointer<Value>
    /// The slot that the writer fills next.
    @usableFromInline package private(set) var back = 0
    private let cell: LatestValue<Value>  // keeps the memory alive

    init(_ cell: LatestValue<Value>) {
        self.cell = cell
        middle = cell.middle
        slots = cell.slots
    }

    /// Publishes `value`, replacing a value that the reader has not taken. `[render]`
    @inlinable
    public mutating func publish(_ value: Value) {
        slots[back] = value
        // Releasing: the slot is written before the reader can take it. Acquiring: the reader no longer uses the slot
        // received.
        back = middle.pointee.exchange(back | 4, ordering: .acquiringAndReleasing) & 3
    }
}

/// The reading end of a `LatestValue`. One thread at a time.
public struct LatestValueReader<Value: BitwiseCopyable>: ~Copyable, @unchecked Sendable {  // only the owner can use it
    @usableFromInline let middle: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let slots: UnsafeMutablePointer<Value>
    /// The slot that the reader uses.
    @usableFromInline package private(set) var front = 2
    private let cell: LatestValue<Value>  // keeps the memory alive

    init(_ cell: LatestValue<Value>) {
        self.cell = cell
        middle = cell.middle
        slots = cell.slots
    }

    /// Takes the latest value; returns whether one has been published since the last call. `[render]`
    @inlinable
    public mutating func takeLatest() -> Bool {
        guard middle.pointee.load(ordering: .relaxed) & 4 != 0 else { return false }
        // Acquiring: the writer filled the slot before it is read. Releasing: the returned slot is no longer used.
        front = middle.pointee.exchange(front, ordering: .acquiringAndReleasing) & 3
        return true
    }

    /// The value that was taken last. `[render]`
    @inlinable
    public var value: Value {
        slots[front]
    }
}
