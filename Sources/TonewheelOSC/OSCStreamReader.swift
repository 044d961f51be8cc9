/// Cuts a stream of bytes, such as a TCP connection, into packets: each comes behind its size, a big-endian int32 (OSC 1.0
/// specification, "OSC Packets").
///
/// Bytes are given in whatever pieces they arrive; packets come out whole. A size that cannot be ends the stream, since
/// nobody knows where the next packet begins.
public struct OSCStreamReader: Sendable {
    /// The largest packet that is waited for, in bytes.
    public let maximumSize: Int

    private var bytes: [UInt8] = []
    private var start = 0  // of what has not been given out

    /// A reader that stands at the beginning of a stream.
    public init(maximumSize: Int = 1 << 20) {
        self.maximumSize = maximumSize
    }

    /// Takes the next bytes of the stream.
    public mutating func append(_ piece: some Collection<UInt8>) {
        bytes.removeFirst(start)
        start = 0
        bytes.append(contentsOf: piece)
    }

    /// The bytes of the next packet; nil until it is there whole.
    ///
    /// - Throws: ``OSCStreamError`` if its size is negative, no multiple of 4 or larger than ``maximumSize``: close the
    ///   connection.
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

/// A size in a stream that no packet can have.
public struct OSCStreamError: Error, Hashable, Sendable, CustomStringConvertible {
    /// As it was sent.
    public let size: Int32

    /// The largest that was waited for.
    public let maximumSize: Int

    /// What is wrong and how to mend it, in a sentence.
    public var description: String {
        "a packet's size, \(size) bytes, is not a multiple of 4 from 0 to \(maximumSize): send its int32 before each packet"
    }
}
