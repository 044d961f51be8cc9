/// A packet, read without a copy: a message or a bundle (OSC 1.0 specification, "OSC Packets").
///
/// This is the decoder. ``init(validating:)`` checks the whole packet; after that, going through elements and arguments
/// cannot fail. Neither allocates, takes a lock or traps on any input, which the compiler proves: it suits a thread
/// that must not wait. ``OSCPacket`` is the same content in values that can be kept.
///
///     let bytes: [UInt8] = …
///     try bytes.withUnsafeBytes { bytes in
///         guard case .message(let message) = try OSCPacketView(validating: bytes) else { return }
///         if message.address == "/oscillator/frequency" {
///             var arguments = message.arguments.makeIterator()
///             frequency = arguments.next()?.finiteFloat ?? frequency
///         }
///     }
///
/// - Important: Valid only as long as the packet's bytes are: inside the closure, or for the call, that handed them
///   over.
public enum OSCPacketView: BitwiseCopyable {
    /// A single message.
    case message(OSCMessageView)
    /// A bundle.
    case bundle(OSCBundleView)

    /// Checks a whole packet, and gives a view of it.
    ///
    /// Strict where a mistake would change the meaning: sizes must add up, every type tag must be known and have its
    /// data, and no bytes may be left over. Lenient where it would not: padding need not be zero, strings need not be
    /// ASCII or UTF-8, and a message without arguments may leave out its type tag string. A blob's content is not
    /// looked at.
    ///
    /// - Parameter bytes: One packet, as it came in a datagram or in a frame of a stream. Any alignment will do.
    /// - Throws: ``OSCDecodingError``, the first fault in the packet.
    @_noLocks @_noAllocation
    public init(validating bytes: UnsafeRawBufferPointer) throws(OSCDecodingError) {
        guard bytes.count > 0 else { throw .emptyPacket }
        guard bytes.count % 4 == 0 else { throw .sizeNotMultipleOfFour(bytes.count) }
        self = try Self.validated(OSCReader(bytes), depth: 0)
    }

    /// A view of a message or bundle whose address or header alone has been read.
    @_noLocks @_noAllocation
    package init(parsing reader: OSCReader) throws(OSCDecodingError) {
        if reader.peek() == UInt8(ascii: "#") {
            self = .bundle(try OSCBundleView(parsing: reader))
        } else {
            self = .message(try OSCMessageView(parsing: reader))
        }
    }

    /// Checks a message or bundle to its end. The recursion is bounded by ``OSCPacket/maximumDepth``.
    @_noLocks @_noAllocation
    private static func validated(_ reader: OSCReader, depth: Int) throws(OSCDecodingError) -> OSCPacketView {
        let packet = try OSCPacketView(parsing: reader)
        switch packet {
        case .message(let message):
            try message.validate()
        case .bundle(let bundle):
            guard depth < OSCPacket.maximumDepth else { throw .bundlesTooDeep(offset: reader.offset) }
            var elements = bundle.elements.makeIterator()
            while let element = try elements.parseNext() {
                _ = try validated(element, depth: depth &+ 1)
            }
        }
        return packet
    }
}
