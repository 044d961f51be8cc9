internal import Synchronization

/// The layout of a ring in its memory: offsets only, so that the same bytes serve two threads or two processes.
///
///        0  header          magic, version, element stride, capacity
///      128  producer line   write position, two counters
///      256  consumer line   read position, two counters
///      384  elements        capacity × stride bytes
///
/// Each end writes to its own line only. The lines are 128 bytes apart, because processors fetch cache lines of 64
/// bytes in pairs.
package struct RingLayout: BitwiseCopyable {
    private static var producerLine: Int { 128 }
    private static var consumerLine: Int { 256 }
    static var elements: Int { 384 }

    package static var alignment: Int { 128 }

    /// Returns the size of a ring, in bytes; nil if it overflows.
    package static func byteCount(capacity: Int, elementStride: Int) -> Int? {
        let (bytes, overflow) = capacity.multipliedReportingOverflow(by: elementStride)
        guard capacity >= 0, !overflow, bytes < Int.max - elements else { return nil }
        return elements + bytes
    }

    /// The header, at offset 0.
    struct Header: BitwiseCopyable {
        var magic: UInt64 = 0x746F_6E65_7269_6E67  // "tonering"
        var version: UInt32 = 1
        var elementStride: UInt32
        var capacity: UInt64
    }

    /// The start of the ring, at the address where this process has mapped it.
    let base: UnsafeMutableRawPointer

    init(base: UnsafeMutableRawPointer) {
        self.base = base
    }

    var header: UnsafeMutablePointer<Header> {
        base.assumingMemoryBound(to: Header.self)
    }

    /// 0 … 2 × capacity − 1; written by the producer.
    var writePosition: UnsafeMutablePointer<Atomic<Int>> {
        @_noLocks @_noAllocation get {
            base.advanced(by: Self.producerLine).assumingMemoryBound(to: Atomic<Int>.self)
        }
    }

    /// 0 … 2 × capacity − 1; written by the consumer.
    var readPosition: UnsafeMutablePointer<Atomic<Int>> {
        @_noLocks @_noAllocation get {
            base.advanced(by: Self.consumerLine).assumingMemoryBound(to: Atomic<Int>.self)
        }
    }

    /// Two counters after each position, for types built on a ring. Their cache line is already in the cache of its
    /// end.
    var producerCounters: UnsafeMutablePointer<Atomic<Int>> {
        @_noLocks @_noAllocation get { writePosition + 1 }
    }
    var consumerCounters: UnsafeMutablePointer<Atomic<Int>> {
        @_noLocks @_noAllocation get { readPosition + 1 }
    }

    /// Writes the header of an empty ring.
    func initialize(capacity: Int, elementStride: Int) {
        header.initialize(to: Header(elementStride: UInt32(elementStride), capacity: UInt64(capacity)))
        for line in [writePosition, readPosition] {
            for word in 0..<3 { (line + word).initialize(to: Atomic(0)) }
        }
    }
}
