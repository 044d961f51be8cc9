/// A message inside a packet, read without a copy.
///
/// - Important: The view is valid only as long as the packet's bytes: inside the closure, or during the call, that
///   passed them. To keep a message, copy it with ``OSCMessage/init(_:)``.
public struct OSCMessageView: BitwiseCopyable {
    /// The address, such as `/s_new`; empty if the message has a ``commandNumber`` instead.
    public let address: OSCStringView

    /// The command number of a message with an integer address, such as 9 for `/s_new`; nil if the message has an
    /// ordinary address. See ``OSCAddress/command(_:)``.
    public let commandNumber: Int32?

    private let tags: OSCReader
    private let data: OSCReader

    /// Reads the address and the type tag string. ``validate()`` checks the arguments.
    ///
    /// Older senders may omit the type tag string (OSC 1.0 specification, "OSC Type Tag String"). The types of the
    /// arguments are unknown without it, so it may be missing only if there are no arguments.
    @_noLocks @_noAllocation
    package init(parsing reader: OSCReader) throws(OSCDecodingError) {
        var reader = reader
        let start = reader.offset
        switch reader.peek() {
        case UInt8(ascii: "/"):
            guard let bytes = reader.readString() else { throw .unterminatedString(offset: start) }
            address = OSCStringView(bytes)
            commandNumber = nil
        case 0:
            guard let number = reader.readUInt32() else { throw .unterminatedString(offset: start) }
            address = OSCStringView(UnsafeRawBufferPointer(start: nil, count: 0))
            commandNumber = Int32(bitPattern: number)
        default:
            throw .invalidAddress(offset: start)
        }

        let tagsOffset = reader.offset
        switch reader.peek() {
        case nil:
            tags = reader
        case UInt8(ascii: ","):
            // `reader` finds the end of the string. The copy then splits off the tags without comma and zero byte.
            var inside = reader
            guard let string = reader.readString() else { throw .unterminatedString(offset: tagsOffset) }
            _ = inside.readByte()
            guard let region = inside.readRegion(string.count &- 1) else {
                throw .unterminatedString(offset: tagsOffset)
            }
            tags = region
        default:
            throw .missingComma(offset: tagsOffset)
        }
        data = reader
    }

    /// Checks all arguments.
    @_noLocks @_noAllocation
    package func validate() throws(OSCDecodingError) {
        var iterator = arguments.makeIterator()
        while try iterator.parseNext() != nil {}
    }

    /// The arguments, in order.
    public var arguments: OSCArgumentsView {
        @_noLocks @_noAllocation
        get { OSCArgumentsView(tags: tags, data: data) }
    }
}
