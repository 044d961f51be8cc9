/// What OSC sends at once: a message or a bundle (OSC 1.0 specification, "OSC Packets").
///
/// A value to build and to keep. To read a packet without a copy, see ``OSCPacketView``.
public enum OSCPacket: Hashable, Sendable {
    /// A single message.
    case message(OSCMessage)
    /// A bundle.
    case bundle(OSCBundle)

    /// How deep bundles may be nested, for decoding and for encoding. A bundle that holds only messages has depth 1.
    public static var maximumDepth: Int {
        @_noLocks @_noAllocation
        get { 8 }
    }

    /// Decodes a packet. ``OSCPacketView/init(validating:)`` says what is accepted.
    ///
    /// Text that is not UTF-8 is repaired with U+FFFD, the replacement character; apart from that, from padding and
    /// from a missing type tag string, encoding the result gives the same bytes.
    ///
    /// - Parameter bytes: One packet, as it came in a datagram or in a frame of a stream.
    /// - Throws: ``OSCDecodingError``, the first fault in the packet.
    public init(decoding bytes: some Collection<UInt8>) throws(OSCDecodingError) {
        // The standard library's closure is not typed-throws, hence the result.
        let decoded = bytes.withContiguousStorageIfAvailable { buffer in
            Result { () throws(OSCDecodingError) in
                OSCPacket(try OSCPacketView(validating: UnsafeRawBufferPointer(buffer)))
            }
        }
        self = if let decoded { try decoded.get() } else { try OSCPacket(decoding: Array(bytes)) }
    }

    /// A copy of a packet.
    public init(_ view: OSCPacketView) {
        switch view {
        case .message(let message): self = .message(OSCMessage(message))
        case .bundle(let bundle): self = .bundle(OSCBundle(bundle))
        }
    }
}

extension OSCPacket: CustomStringConvertible {
    /// The message's or the bundle's description.
    public var description: String {
        switch self {
        case .message(let message): message.description
        case .bundle(let bundle): bundle.description
        }
    }
}
