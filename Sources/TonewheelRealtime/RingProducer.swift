/// The writing end of a `RingBuffer`. One thread at a time.
public struct RingProducer<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {  // only the owner can use it
    @usableFromInline var cursor: RingCursor
    @usableFromInline let elements: UnsafeMutablePointer<Element>
    private let ring: RingBuffer<Element>  // keeps the memory alive

    init(_ ring: RingBuffer<Element>) {
        self.ring = ring
        cursor = RingCursor(ring.layout, capacity: ring.capacity, isProducer: true)
        elements = ring.elements
    }

    /// Appends an element; returns false if the ring is full. `[render]`
    @inlinable
    public mutating func push(_ element: Element) -> Bool {
        guard cursor.claimElement() else { return false }
        elements[cursor.index] = element
        cursor.advance(by: 1)
        return true
    }

    /// Appends as many of the first `count` elements of `source` as there is capacity for, and returns their number.
    /// `[render]`
    @inlinable
    public mutating func write(_ source: UnsafePointer<Element>, count: Int) -> Int {
        let region = cursor.claim(count)
        region.write(source, to: elements, stride: MemoryLayout<Element>.stride)
        cursor.advance(by: region.count)
        return region.count
    }
}
