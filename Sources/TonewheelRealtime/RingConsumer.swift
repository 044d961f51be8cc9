/// The reading end of a `RingBuffer`. One thread at a time.
public struct RingConsumer<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {  // only the owner can use it
    @usableFromInline var cursor: RingCursor
    @usableFromInline let elements: UnsafeMutablePointer<Element>
    private let ring: RingBuffer<Element>  // keeps the memory alive

    init(_ ring: RingBuffer<Element>) {
        self.ring = ring
        cursor = RingCursor(ring.layout, capacity: ring.capacity, isProducer: false)
        elements = ring.elements
    }

    /// Removes and returns the oldest element; nil if the ring is empty. `[render]`
    @inlinable
    public mutating func pop() -> Element? {
        guard cursor.claimElement() else { return nil }
        let element = elements[cursor.index]
        cursor.advance(by: 1)
        return element
    }

    /// Removes up to `count` of the oldest elements, copies them to `destination`, and returns their number. `[render]`
    @inlinable
    public mutating func read(into destination: UnsafeMutablePointer<Element>, count: Int) -> Int {
        let region = cursor.claim(count)
        region.read(elements, to: destination, stride: MemoryLayout<Element>.stride)
        cursor.advance(by: region.count)
        return region.count
    }
}
