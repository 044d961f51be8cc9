/// A bounds-checked cursor over part of a packet. The decoder reads every byte through it.
///
/// A read beyond the end returns nil and does not move the cursor. No input makes it trap: counts are compared with the
/// remaining bytes before they are added to the offset.
package struct OSCReader: BitwiseCopyable {
    private let packet: UnsafeRawBufferPointer

    /// The position of the next byte, from the beginning of the whole packet, so that errors in a nested bundle report
    /// the offset in the packet.
    package private(set) var offset: Int

    private let end: Int

    /// Creates a cursor over a whole packet, which must outlive it.
    @_noLocks @_noAllocation
    package init(_ packet: UnsafeRawBufferPointer) {
        self.packet = packet
        offset = 0
        end = packet.count
    }

    @_noLocks @_noAllocation
    private init(_ packet: UnsafeRawBufferPointer, from offset: Int, to end: Int) {
        self.packet = packet
        self.offset = offset
        self.end = end
    }

    /// The number of bytes not yet read.
    package var remaining: Int {
        @_noLocks @_noAllocation
        get { end &- offset }
    }

    /// Returns the next byte without consuming it, or nil at the end.
    @_noLocks @_noAllocation
    package func peek() -> UInt8? {
        remaining > 0 ? packet[offset] : nil
    }

    /// Reads one byte.
    @_noLocks @_noAllocation
    package mutating func readByte() -> UInt8? {
        guard remaining > 0 else { return nil }
        defer { offset &+= 1 }
        return packet[offset]
    }

    /// Reads a big-endian number of 32 bits.
    @_noLocks @_noAllocation
    package mutating func readUInt32() -> UInt32? {
        guard remaining >= 4 else { return nil }
        defer { offset &+= 4 }
        return UInt32(bigEndian: packet.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// Reads a big-endian number of 64 bits.
    @_noLocks @_noAllocation
    package mutating func readUInt64() -> UInt64? {
        guard remaining >= 8 else { return nil }
        defer { offset &+= 8 }
        return UInt64(bigEndian: packet.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Reads `count` bytes and skips the padding to a multiple of four.
    ///
    /// The value of the padding is ignored: some senders leave old bytes there.
    @_noLocks @_noAllocation
    package mutating func readPadded(_ count: Int) -> UnsafeRawBufferPointer? {
        // `padded` cannot overflow after the first two comparisons.
        guard count >= 0, count <= remaining, Self.padded(count) <= remaining else { return nil }
        defer { offset &+= Self.padded(count) }
        return slice(from: offset, count: count)
    }

    /// Reads a string up to its terminating zero byte, and skips the zero byte and the padding.
    ///
    /// - Returns: The string's bytes without the zero byte, or nil if the zero byte or the padding is missing.
    @_noLocks @_noAllocation
    package mutating func readString() -> UnsafeRawBufferPointer? {
        var length = 0
        while length < remaining, packet[offset &+ length] != 0 { length &+= 1 }
        guard length < remaining, Self.padded(length &+ 1) <= remaining else { return nil }
        defer { offset &+= Self.padded(length &+ 1) }
        return slice(from: offset, count: length)
    }

    /// Returns a cursor over the next `count` bytes, and skips them.
    @_noLocks @_noAllocation
    package mutating func readRegion(_ count: Int) -> OSCReader? {
        guard count >= 0, count <= remaining else { return nil }
        defer { offset &+= count }
        return OSCReader(packet, from: offset, to: offset &+ count)
    }

    /// Returns the size of a field of `count` bytes with its padding. `count` is at most the size of a buffer plus one.
    @_noLocks @_noAllocation
    package static func padded(_ count: Int) -> Int {
        (count &+ 3) & ~3
    }

    @_noLocks @_noAllocation
    private func slice(from start: Int, count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: packet[start..<(start &+ count)])
    }
}
