/// A message inside a packet, read without a copy.
///
/// - Important: Valid only as long as the packet's bytes are: inside the closure, or for the call, that handed them
///   over. To keep a message, copy it: ``OSCMessage/init(_:)``.
public struct OSCMessageView: BitwiseCopyable {
    /// The address, such as `/s_new`; empty if the message has a ``commandNumber`` instead.
    public let address: OSCStringView

    /// The number that stands for a command in SuperCollider's integer addresses, such as 9 for `/s_new`; nil if the
    /// message has an ordinary address. See ``OSCAddress/command(_:)``.
    public let commandNumber: Int32?

    private let tags: OSCReader
    private let data: OSCReader

    /// Reads the address and the type tag string. The arguments are left for ``validate()``.
    ///
    /// Older senders may leave out the type tag string (OSC 1.0 specification, "OSC Type Tag String"). Without it the
    /// arguments' types cannot be known, so it may be missing only where there are no arguments.
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
            // The string's end is searched on a copy, then the tags are split off without comma and zero byte.
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

    /// Goes through all arguments once.
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
