/// A packet, read without a copy: a message or a bundle (OSC 1.0 specification, "OSC Packets").
///
/// This is the decoder. ``init(validating:)`` checks the whole packet, so iterating over elements and arguments cannot
/// fail. The decoder does not allocate, take a lock or trap on any input. The compiler proves the absence of locks and
/// allocation, so a render thread may decode packets. ``OSCPacket`` owns the same contents.
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
/// - Important: The view is valid only as long as the packet's bytes: inside the closure, or during the call, that
///   passed them.
public enum OSCPacketView: BitwiseCopyable {
    /// A single message.
    case message(OSCMessageView)
    /// A bundle.
    case bundle(OSCBundleView)

    /// Validates a whole packet.
    ///
    /// Validation is strict about errors that would change the meaning: sizes must add up, every type tag must be known
    /// and have its data, and no bytes may remain. It is lenient about the rest: padding need not be zero, strings need
    /// not be ASCII or UTF-8, and a message without arguments may omit its type tag string. The contents of blobs are
    /// not read.
    ///
    /// - Parameter bytes: One packet, from a datagram or from a frame of a stream, with any alignment.
    /// - Throws: ``OSCDecodingError``, the first error in the packet.
    @_noLocks @_noAllocation
    public init(validating bytes: UnsafeRawBufferPointer) throws(OSCDecodingError) {
        guard bytes.count > 0 else { throw .emptyPacket }
        guard bytes.count % 4 == 0 else { throw .sizeNotMultipleOfFour(bytes.count) }
        self = try Self.validated(OSCReader(bytes), depth: 0)
    }

    /// Creates a view of a message or bundle, and reads its address or header only.
    @_noLocks @_noAllocation
    package init(parsing reader: OSCReader) throws(OSCDecodingError) {
        if reader.peek() == UInt8(ascii: "#") {
            self = .bundle(try OSCBundleView(parsing: reader))
        } else {
            self = .message(try OSCMessageView(parsing: reader))
        }
    }

    /// Validates a message or bundle. ``OSCPacket/maximumDepth`` bounds the recursion.
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
