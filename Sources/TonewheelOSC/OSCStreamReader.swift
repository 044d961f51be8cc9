/// A reader that splits a stream of bytes, such as a TCP connection, into packets. Each packet follows its size, a
/// big-endian int32 (OSC 1.0 specification, "OSC Packets").
///
/// Bytes may be appended in pieces of any size. An invalid size ends the stream, since the position of the next packet
/// is unknown.
public struct OSCStreamReader: Sendable {
    /// The largest packet that is accepted, in bytes.
    public let maximumSize: Int

    private var bytes: [UInt8] = []
    private var start = 0  // of the bytes that have not been returned

    /// Creates a reader at the beginning of a stream.
    ///
    /// - Parameter maximumSize: The largest packet that is accepted, in bytes.
    public init(maximumSize: Int = 1 << 20) {
        self.maximumSize = maximumSize
    }

    /// Appends the next bytes of the stream.
    public mutating func append(_ piece: some Collection<UInt8>) {
        bytes.removeFirst(start)
        start = 0
        bytes.append(contentsOf: piece)
    }

    /// Returns the bytes of the next packet, or nil until all of them have been appended.
    ///
    /// - Throws: ``OSCStreamError`` if the size is negative, not a multiple of 4 or larger than ``maximumSize``. The
    ///   caller should close the connection.
    public mutating func next() throws(OSCStreamError) -> [UInt8]? {
        guard bytes.count - start >= 4 else { return nil }
        let size = bytes[start..<start + 4].reduce(Int32(0)) { $0 << 8 | Int32($1) }
        guard size >= 0, size % 4 == 0, size <= maximumSize else {
            throw OSCStreamError(size: size, maximumSize: maximumSize)
        }
        let end = start + 4 + Int(size)
        guard bytes.count >= end else { return nil }
        defer { start = end }
        return Array(bytes[start + 4..<end])
    }
}

/// An invalid packet size in a stream.
public struct OSCStreamError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The size that was sent, in bytes.
    public let size: Int32

    /// The largest packet that is accepted, in bytes.
    public let maximumSize: Int

    /// The error and its remedy, in two sentences.
    public var description: String {
        "A packet's size, \(size) bytes, is not a multiple of 4 from 0 to \(maximumSize). "
            + "Send its int32 before each packet."
    }
}
