internal import Synchronization

/// A queue of fixed capacity between one producer and one consumer, without locks: neither end ever waits.
///
/// Each end is a type of its own, to be had once, and can be used by one thread at a time; either may live in another
/// process that attaches to the same memory. How it works is told in `RingCursor`.
package final class RingBuffer<Element: BitwiseCopyable>: @unchecked Sendable {  // all that is shared is atomic
    let layout: RingLayout

    /// Elements that the ring holds when full.
    package let capacity: Int

    private let ownsMemory: Bool
    private let ends = TakenEnds()

    /// Makes a ring in memory of its own. `[control]`
    ///
    /// - Precondition: `capacity` is 0 or more, and its bytes can be counted. A ring of 0 is always full and empty.
    package init(capacity: Int) {
        guard let byteCount = RingLayout.byteCount(capacity: capacity, elementStride: MemoryLayout<Element>.stride)
        else {
            preconditionFailure("a ring of \(capacity) elements cannot be made")
        }
        let lineCount = (byteCount + 63) / 64
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 64 * lineCount, alignment: RingLayout.alignment)
        // Touched now: a page that is first met on the render thread is a page fault there.
        memory.initializeMemory(as: SIMD64<UInt8>.self, repeating: .zero, count: lineCount)
        self.capacity = capacity
        layout = RingLayout(base: memory)
        layout.initialize(capacity: capacity, elementStride: MemoryLayout<Element>.stride)
        ownsMemory = true
    }

    /// Makes an empty ring in memory that somebody else owns and keeps alive, such as shared memory. `[control]`
    ///
    /// - Precondition: `memory` is aligned to `RingLayout.alignment` and has `RingLayout.byteCount` bytes for `capacity`.
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

    /// Finds the ring that another thread or process has made in `memory`. `[control]`
    ///
    /// - Throws: `RingError` if what stands there is no ring of this element, or says that it is larger than the memory.
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

    /// The end that writes. `[control]`
    ///
    /// - Precondition: it has not been taken before.
    package func producer() -> RingProducer<Element> {
        precondition(ends.takeProducer(), "a ring has one producer, and it is taken")
        return RingProducer(self)
    }

    /// The end that reads. `[control]`
    ///
    /// - Precondition: it has not been taken before.
    package func consumer() -> RingConsumer<Element> {
        precondition(ends.takeConsumer(), "a ring has one consumer, and it is taken")
        return RingConsumer(self)
    }

    /// Elements written and not yet read, as of now: 0 … capacity. `[any]`
    package var count: Int {
        // Both ends may move between the two looks; a pair that belongs together is soon found.
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

/// Memory is not the ring that was expected there.
package enum RingError: Error, CustomStringConvertible {
    case tooSmall, notARing, otherVersion, otherElement

    package var description: String {
        switch self {
        case .tooSmall: "the memory is smaller than the ring that it should hold"
        case .notARing: "the memory does not hold a ring"
        case .otherVersion: "the ring was made by another version of the program: restart both sides"
        case .otherElement: "the ring holds elements of another size"
        }
    }
}
