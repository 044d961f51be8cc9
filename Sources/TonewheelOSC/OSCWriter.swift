/// A builder of the bytes of a packet. Numbers are big-endian, and fields are padded with zero bytes to a multiple of
/// four.
package struct OSCWriter {
    /// The bytes that have been written.
    package private(set) var bytes: [UInt8] = []

    package init() {
        // Most messages are shorter, so they are written without reallocation.
        bytes.reserveCapacity(64)
    }

    package mutating func write(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Writes a string, its zero byte and its padding.
    package mutating func write(_ string: String) throws(OSCEncodingError) {
        guard !string.utf8.contains(0) else { throw .zeroByteInString }
        bytes.append(contentsOf: string.utf8)
        endString()
    }

    /// Writes the zero byte and the padding of a string. Its bytes have been written, and none of them is zero.
    package mutating func endString() {
        bytes.append(0)
        pad()
    }

    /// Writes a blob: its size, its bytes and their padding.
    package mutating func write(blob: [UInt8]) throws(OSCEncodingError) {
        write(try Self.size(blob.count))
        bytes.append(contentsOf: blob)
        pad()
    }

    /// Writes the bytes that `body` writes, after their size.
    package mutating func writeSized(
        _ body: (inout OSCWriter) throws(OSCEncodingError) -> Void
    ) throws(OSCEncodingError) {
        let start = bytes.count
        write(Int32(0))
        try body(&self)
        let size = try Self.size(bytes.count - start - 4)
        withUnsafeBytes(of: size.bigEndian) { bytes.replaceSubrange(start..<start + 4, with: $0) }
    }

    /// Converts a size to the signed 32 bits of a packet.
    ///
    /// - Throws: ``OSCEncodingError/tooLarge(_:)`` if it does not fit.
    package static func size(_ count: Int) throws(OSCEncodingError) -> Int32 {
        guard let size = Int32(exactly: count) else { throw .tooLarge(count) }
        return size
    }

    private mutating func pad() {
        while bytes.count % 4 != 0 { bytes.append(0) }
    }
}
