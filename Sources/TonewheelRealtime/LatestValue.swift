public import Synchronization

/// A value that one thread publishes and another takes whole: always the latest, never half of one and half of the next.
///
/// Three slots: the writer fills one, the reader holds one, and the third is exchanged between them in one atomic step.
/// Neither end ever waits, and neither copies more than the value.
package final class LatestValue<Value: BitwiseCopyable>: @unchecked Sendable {  // the slots change hands atomically
    /// Which slot lies between the ends, and whether it holds a value that the reader has not taken.
    @usableFromInline let middle: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let slots: UnsafeMutablePointer<Value>

    private let ends = TakenEnds()

    /// - Parameter value: what the reader has before anything is published.
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

    /// The end that publishes. `[control]`
    ///
    /// - Precondition: it has not been taken before.
    package func writer() -> LatestValueWriter<Value> {
        precondition(ends.takeProducer(), "a latest value has one writer, and it is taken")
        return LatestValueWriter(self)
    }

    /// The end that takes. `[control]`
    ///
    /// - Precondition: it has not been taken before.
    package func reader() -> LatestValueReader<Value> {
        precondition(ends.takeConsumer(), "a latest value has one reader, and it is taken")
        return LatestValueReader(self)
    }
}

/// The end of a `LatestValue` that publishes. One thread at a time.
public struct LatestValueWriter<Value: BitwiseCopyable>: ~Copyable, @unchecked Sendable {  // only the owner can use it
    @usableFromInline let middle: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let slots: UnsafeMutablePointer<Value>
    /// The slot that it fills next.
    @usableFromInline package private(set) var back = 0
    private let cell: LatestValue<Value>  // keeps the memory alive

    init(_ cell: LatestValue<Value>) {
        self.cell = cell
        middle = cell.middle
        slots = cell.slots
    }

    /// Makes `value` what the reader takes next; one that it has not taken is replaced. `[render]`
    @inlinable
    public mutating func publish(_ value: Value) {
        slots[back] = value
        // Releasing: the slot is written before the reader can take it. Acquiring: the reader is done with the one we get.
        back = middle.pointee.exchange(back | 4, ordering: .acquiringAndReleasing) & 3
    }
}

/// The end of a `LatestValue` that takes. One thread at a time.
public struct LatestValueReader<Value: BitwiseCopyable>: ~Copyable, @unchecked Sendable {  // only the owner can use it
    @usableFromInline let middle: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let slots: UnsafeMutablePointer<Value>
    /// The slot that it holds.
    @usableFromInline package private(set) var front = 2
    private let cell: LatestValue<Value>  // keeps the memory alive

    init(_ cell: LatestValue<Value>) {
        self.cell = cell
        middle = cell.middle
        slots = cell.slots
    }

    /// Takes the latest value, if one has been published since the last time; says whether. `[render]`
    @inlinable
    public mutating func takeLatest() -> Bool {
        guard middle.pointee.load(ordering: .relaxed) & 4 != 0 else { return false }
        // Acquiring: the writer filled the slot before we read it. Releasing: we are done with the one we give back.
        front = middle.pointee.exchange(front, ordering: .acquiringAndReleasing) & 3
        return true
    }

    /// The value taken last. `[render]`
    @inlinable
    public var value: Value {
        slots[front]
    }
}
