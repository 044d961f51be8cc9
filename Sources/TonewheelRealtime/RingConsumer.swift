/// The end of a `RingBuffer` that reads. One thread at a time.
public struct RingConsumer<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {  // only the owner can use it
    @usableFromInline var cursor: RingCursor
    @usableFromInline let elements: UnsafeMutablePointer<Element>
    private let ring: RingBuffer<Element>  // keeps the memory alive

    init(_ ring: RingBuffer<Element>) {
        self.ring = ring
        cursor = RingCursor(ring.layout, capacity: ring.capacity, isProducer: false)
        elements = ring.elements
    }

    /// Takes the oldest element; nil if the ring is empty. `[render]`
    @inlinable
    public mutating func pop() -> Element? {
        let stretch = cursor.claim(1)
        guard stretch.count == 1 else { return nil }
        let element = elements[stretch.start]
        cursor.advance(by: 1)
        return element
    }

    /// Takes up to `count` of the oldest elements into `destination`, and returns how many. `[render]`
    @inlinable
    public mutating func read(into destination: UnsafeMutablePointer<Element>, count: Int) -> Int {
        let stretch = cursor.claim(count)
        for index in 0..<stretch.beforeEnd { destination[index] = elements[stretch.start &+ index] }
        for index in stretch.beforeEnd..<stretch.count { destination[index] = elements[index &- stretch.beforeEnd] }
        cursor.advance(by: stretch.count)
        return stretch.count
    }
}
