/// Why a packet is not OSC. Offsets are in bytes from the beginning of the whole packet.
///
/// The first fault is reported. The error holds only numbers, so throwing it allocates nothing; ``description`` puts it
/// in words for the author of the client.
public enum OSCDecodingError: Error, Hashable, Sendable, BitwiseCopyable {
    /// The packet has no bytes.
    case emptyPacket
    /// The packet's size, given here in bytes, is not a multiple of four.
    case sizeNotMultipleOfFour(Int)
    /// What should be an address begins with neither `/` nor a zero byte.
    case invalidAddress(offset: Int)
    /// The packet or element begins with `#`, but not with `#bundle`, a zero byte, and a time tag of 8 bytes.
    case invalidBundleHeader(offset: Int)
    /// A string that begins at the offset has no terminating zero byte.
    case unterminatedString(offset: Int)
    /// Bytes follow the address, but no type tag string: its comma is missing.
    case missingComma(offset: Int)
    /// A type tag that is not known, so that the size of its argument is not known either.
    case unknownTypeTag(UInt8, offset: Int)
    /// The data end before the argument of this type tag does. The offset is the argument's.
    case truncatedArgument(tag: UInt8, offset: Int)
    /// A blob's size is negative or more than what is left of the message. The offset is the argument's.
    case invalidBlobSize(Int32, offset: Int)
    /// A `]` in the type tags closes nothing.
    case unmatchedArrayEnd(offset: Int)
    /// A `[` in the type tags is not closed. The offset is that of the type tags' end.
    case unclosedArray(offset: Int)
    /// Arrays are nested deeper than ``OSCMessage/maximumArrayDepth``.
    case arraysTooDeep(offset: Int)
    /// Bytes remain after the last argument; their number comes first.
    case trailingBytes(Int, offset: Int)
    /// The size of a bundle's element is not positive, not a multiple of four, or more than what is left of the bundle.
    case invalidElementSize(Int32, offset: Int)
    /// Bundles are nested deeper than ``OSCPacket/maximumDepth``. The offset is that of the first one too deep.
    case bundlesTooDeep(offset: Int)
}

extension OSCDecodingError: CustomStringConvertible {
    /// What is wrong, where, and how to mend it.
    public var description: String {
        switch self {
        case .emptyPacket:
            "the packet is empty: send an address at least, such as \"/status\""
        case .sizeNotMultipleOfFour(let size):
            "the packet's size, \(Self.bytes(size)), is not a multiple of 4: pad strings and blobs with zero bytes"
        case .invalidAddress(let offset):
            "the address at byte \(offset) does not begin with \"/\": write it like \"/status\""
        case .invalidBundleHeader(let offset):
            "the bundle at byte \(offset) has no complete header: "
                + "begin it with \"#bundle\", a zero byte and a time tag of 8 bytes"
        case .unterminatedString(let offset):
            "the string at byte \(offset) has no end: put a zero byte behind it, and pad it to a multiple of 4 bytes"
        case .missingComma(let offset):
            "there is no type tag string at byte \(offset): put one behind the address, beginning with a comma, "
                + "such as \",if\""
        case .unknownTypeTag(let tag, let offset):
            "the type tag \(Self.character(tag)) at byte \(offset) is unknown: use one of i f s b h d t S c r m T F N I [ ]"
        case .truncatedArgument(let tag, let offset):
            "the data for type tag \(Self.character(tag)), expected at byte \(offset), are missing or cut short: "
                + "send an argument for each type tag"
        case .invalidBlobSize(let size, let offset):
            "the blob at byte \(offset) says that it has \(Self.bytes(Int(size))): "
                + "send its size as a positive 32-bit number, then as many bytes, padded to a multiple of 4"
        case .unmatchedArrayEnd(let offset):
            "the type tag \"]\" at byte \(offset) closes no array: put a \"[\" before it or leave it out"
        case .unclosedArray(let offset):
            "the type tags end at byte \(offset) inside an array: close each \"[\" with a \"]\""
        case .arraysTooDeep(let offset):
            "the array at byte \(offset) is nested too deeply: nest at most \(OSCMessage.maximumArrayDepth) arrays"
        case .trailingBytes(let count, let offset):
            "\(Self.bytes(count)) at byte \(offset) belong to no argument: send a type tag for each argument"
        case .invalidElementSize(let size, let offset):
            "the bundle's element at byte \(offset) says that it has \(Self.bytes(Int(size))): "
                + "give a multiple of 4, above zero, that the bundle has room for"
        case .bundlesTooDeep(let offset):
            "the bundle at byte \(offset) is nested too deeply: nest at most \(OSCPacket.maximumDepth) bundles"
        }
    }

    private static func bytes(_ count: Int) -> String {
        count == 1 ? "1 byte" : "\(count) bytes"
    }

    /// A type tag for a reader: quoted if it can be printed, else in hexadecimal.
    private static func character(_ byte: UInt8) -> String {
        (0x21...0x7e).contains(byte)
            ? "\"\(Character(Unicode.Scalar(byte)))\"" : "0x\(byte.hexadecimal)"
    }
}
