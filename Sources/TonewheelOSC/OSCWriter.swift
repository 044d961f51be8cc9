/// Builds the bytes of a packet: numbers in big-endian order, everything padded with zero bytes to a multiple of four.
package struct OSCWriter {
    /// What has been written so far.
    package private(set) var bytes: [UInt8] = []

    package init() {
        // Most messages are shorter: they are written without being moved.
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

    /// Writes the zero byte and the padding of a string whose bytes have been written, none of which is zero.
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

    /// Writes the size of what `body` writes, then that.
    package mutating func writeSized(
        _ body: (inout OSCWriter) throws(OSCEncodingError) -> Void
    ) throws(OSCEncodingError) {
        let start = bytes.count
        write(Int32(0))
        try body(&self)
        let size = try Self.size(bytes.count - start - 4)
        withUnsafeBytes(of: size.bigEndian) { bytes.replaceSubrange(start..<start + 4, with: $0) }
    }

    /// A size as it is sent, in 32 bits with a sign.
    package static func size(_ count: Int) throws(OSCEncodingError) -> Int32 {
        guard let size = Int32(exactly: count) else { throw .tooLarge(count) }
        return size
    }

    private mutating func pad() {
        while bytes.count % 4 != 0 { bytes.append(0) }
    }
}
