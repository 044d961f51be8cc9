/// A unit of OSC transmission: a message or a bundle (OSC 1.0 specification, "OSC Packets").
///
/// A packet owns its contents. To read a packet without a copy, see ``OSCPacketView``.
public enum OSCPacket: Hashable, Sendable {
    /// A single message.
    case message(OSCMessage)
    /// A bundle.
    case bundle(OSCBundle)

    /// The maximum nesting depth of bundles, for decoding and for encoding. A bundle of messages only has depth 1.
    public static var maximumDepth: Int {
        @_noLocks @_noAllocation
        get { 8 }
    }

    /// Decodes a packet. ``OSCPacketView/init(validating:)`` documents the accepted packets.
    ///
    /// Text that is not UTF-8 is repaired with U+FFFD, the replacement character. Encoding the result returns the same
    /// bytes except for repaired text, padding and a missing type tag string.
    ///
    /// - Parameter bytes: One packet, from a datagram or from a frame of a stream.
    /// - Throws: ``OSCDecodingError``, the first error in the packet.
    public init(decoding bytes: some Collection<UInt8>) throws(OSCDecodingError) {
        // The standard library's closure does not support typed throws, so the error is passed in a `Result`.
        let decoded = bytes.withContiguousStorageIfAvailable { buffer in
            Result { () throws(OSCDecodingError) in
                OSCPacket(try OSCPacketView(validating: UnsafeRawBufferPointer(buffer)))
            }
        }
        self = if let decoded { try decoded.get() } else { try OSCPacket(decoding: Array(bytes)) }
    }

    /// Copies a packet.
    public init(_ view: OSCPacketView) {
        switch view {
        case .message(let message): self = .message(OSCMessage(message))
        case .bundle(let bundle): self = .bundle(OSCBundle(bundle))
        }
    }
}

extension OSCPacket: CustomStringConvertible {
    /// The description of the message or the bundle.
    public var description: String {
        switch self {
        case .message(let message): message.description
        case .bundle(let bundle): bundle.description
        }
    }
}
