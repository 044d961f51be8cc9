internal import Synchronization

/// A lock-free queue of fixed capacity between one producer and one consumer. Neither end waits.
///
/// Each end is a type of its own, which can be taken once and used by one thread at a time. Either end may be in
/// another process that attaches to the same memory. `RingCursor` documents the algorithm.
package final class RingBuffer<Element: BitwiseCopyable>: @unchecked Sendable {  // all shared words are atomic
    let layout: RingLayout

    /// The number of elements in a full ring.
    package let capacity: Int

    private let ownsMemory: Bool
    private let ends = EndClaims()

    /// Makes a ring in memory of its own. `[control]`
    ///
    /// - Precondition: `capacity` is 0 or more, and its size does not overflow. A ring of capacity 0 is always both
    ///   full and empty.
    package init(capacity: Int) {
        guard let byteCount = RingLayout.byteCount(capacity: capacity, elementStride: MemoryLayout<Element>.stride)
        else {
            preconditionFailure("the size of a ring of \(capacity) elements overflows")
        }
        let lineCount = (byteCount + 63) / 64
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 64 * lineCount, alignment: RingLayout.alignment)
        // Touched now, so that the render thread has no page faults.
        memory.initializeMemory(as: SIMD64<UInt8>.self, repeating: .zero, count: lineCount)
        self.capacity = capacity
        layout = RingLayout(base: memory)
        layout.initialize(capacity: capacity, elementStride: MemoryLayout<Element>.stride)
        ownsMemory = true
    }

    /// Makes an empty ring in memory that the caller owns and keeps alive, such as shared memory. `[control]`
    ///
    /// - Precondition: `memory` is aligned to `RingLayout.alignment` and has `RingLayout.byteCount` bytes for
    ///   `capacity`.
    package init(initializing memory: UnsafeMutableRawBufferPointer, capacity: Int) {
        let byteCount = RingLayout.byteCount(capacity: capacity, elementStride: MemoryLayout<Element>.stride)
        guard let byteCount, memory.count >= byteCount, let base = memory.baseAddress else {
            preconditionFailure("\(memory.count) bytes are too few for a ring of \(capacity) elements")
        }
        self.capacity = capacity
        layout = RingLayout(base: base)
        layout.initialize(capacity: capacity, elementStride: MemoryLayout<Element>.stride)
        ownsMemory = false
    }

    /// Attaches to the ring that another thread or process has made in `memory`. `[control]`
    ///
    /// - Throws: `RingError` if the memory does not contain a ring of this element, or its header states a larger size.
    package init(attachingTo memory: UnsafeMutableRawBufferPointer) throws(RingError) {
        guard memory.count >= RingLayout.elements, let base = memory.baseAddress else { throw .tooSmall }
        layout = RingLayout(base: base)
        let found = layout.header.pointee
        let expected = RingLayout.Header(elementStride: UInt32(MemoryLayout<Element>.stride), capacity: 0)
        guard found.magic == expected.magic else { throw .notARing }
        guard found.version == expected.version else { throw .otherVersion }
        guard found.elementStride == expected.elementStride else { throw .otherElement }
        guard let capacity = Int(exactly: found.capacity),
            let byteCount = RingLayout.byteCount(capacity: capacity, elementStride: MemoryLayout<Element>.stride),
            byteCount <= memory.count
        else { throw .tooSmall }
        self.capacity = capacity
        ownsMemory = false
    }

    deinit {
        if ownsMemory { layout.base.deallocate() }
    }

    /// The writing end. `[control]`
    ///
    /// - Precondition: it has not been taken before.
    package func producer() -> RingProducer<Element> {
        precondition(ends.claimProducer(), "a ring has one producer, which is taken already")
        return RingProducer(self)
    }

    /// The reading end. `[control]`
    ///
    /// - Precondition: it has not been taken before.
    package func consumer() -> RingConsumer<Element> {
        precondition(ends.claimConsumer(), "a ring has one consumer, which is taken already")
        return RingConsumer(self)
    }

    /// The current number of elements written and not yet read, 0 … capacity. `[any]`
    package var count: Int {
        // Both ends may move between the two loads. A consistent pair is usually found soon.
        var read = layout.readPosition.pointee.load(ordering: .acquiring)
        var written = layout.writePosition.pointee.load(ordering: .acquiring)
        for _ in 0..<8 {
            let latest = layout.readPosition.pointee.load(ordering: .acquiring)
            if latest == read { break }
            read = latest
            written = layout.writePosition.pointee.load(ordering: .acquiring)
        }
        return max(0, RingCursor.distance(from: read, to: written, capacity: capacity))
    }

    var elements: UnsafeMutablePointer<Element> {
        (layout.base + RingLayout.elements).assumingMemoryBound(to: Element.self)
    }
}

/// An error of attaching to a ring.
package enum RingError: Error, CustomStringConvertible {
    case tooSmall, notARing, otherVersion, otherElement

    /// The error, as a clause.
    package var description: String {
        switch self {
        case .tooSmall: "the memory is too small for the ring"
        case .notARing: "the memory does not contain a ring"
        case .otherVersion: "the ring was made by another version of the program. Restart both sides."
        case .otherElement: "the elements of the ring have another size"
        }
    }
}
