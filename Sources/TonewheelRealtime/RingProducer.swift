/// The end of a `RingBuffer` that writes. One thread at a time.
public struct RingProducer<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {  // only the owner can use it
    @usableFromInline var cursor: RingCursor
    @usableFromInline let elements: UnsafeMutablePointer<Element>
    private let ring: RingBuffer<Element>  // keeps the memory alive

    init(_ ring: RingBuffer<Element>) {
        self.ring = ring
        cursor = RingCursor(ring.layout, capacity: ring.capacity, isProducer: true)
        elements = ring.elements
    }

    /// Appends one element; false if the ring is full. `[render]`
    @inlinable
    public mutating func push(_ element: Element) -> Bool {
        guard cursor.claimOne() else { return false }
        elements[cursor.index] = element
        cursor.advance(by: 1)
        return true
    }

    /// Appends the first elements of `source`, as many as there is room for, and returns how many. `[render]`
    @inlinable
    public mutating func write(_ source: UnsafePointer<Element>, count: Int) -> Int {
        let stretch = cursor.claim(count)
        stretch.write(source, to: elements, stride: MemoryLayout<Element>.stride)
        cursor.advance(by: stretch.count)
        return stretch.count
    }
}
