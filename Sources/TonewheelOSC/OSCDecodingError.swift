/// The first error in a packet that is not valid OSC. Offsets are in bytes from the beginning of the whole packet.
///
/// The error contains numbers only, so throwing it does not allocate. ``description`` is a text for the author of the
/// client.
public enum OSCDecodingError: Error, Hashable, Sendable, BitwiseCopyable {
    /// The packet has no bytes.
    case emptyPacket
    /// The packet's size, in bytes, is not a multiple of four.
    case sizeNotMultipleOfFour(Int)
    /// The address begins with neither `/` nor a zero byte.
    case invalidAddress(offset: Int)
    /// The packet or element begins with `#`, but not with `#bundle`, a zero byte and a time tag of 8 bytes.
    case invalidBundleHeader(offset: Int)
    /// A string that begins at the offset has no terminating zero byte.
    case unterminatedString(offset: Int)
    /// The bytes after the address are not a type tag string: its comma is missing.
    case missingComma(offset: Int)
    /// A type tag is unknown, and therefore the size of its argument.
    case unknownTypeTag(UInt8, offset: Int)
    /// The data end before the argument of this type tag. The offset is that of the argument.
    case truncatedArgument(tag: UInt8, offset: Int)
    /// A blob's size is negative or exceeds the rest of the message. The offset is that of the argument.
    case invalidBlobSize(Int32, offset: Int)
    /// A `]` in the type tags has no matching `[`.
    case unmatchedArrayEnd(offset: Int)
    /// A `[` in the type tags has no matching `]`. The offset is that of the end of the type tags.
    case unclosedArray(offset: Int)
    /// Arrays are nested deeper than ``OSCMessage/maximumArrayDepth``.
    case arraysTooDeep(offset: Int)
    /// Bytes remain after the last argument. The first value is their number.
    case trailingBytes(Int, offset: Int)
    /// The size of a bundle's element is not positive, not a multiple of four, or exceeds the rest of the bundle.
    case invalidElementSize(Int32, offset: Int)
    /// Bundles are nested deeper than ``OSCPacket/maximumDepth``. The offset is that of the first bundle too deep.
    case bundlesTooDeep(offset: Int)
}

extension OSCDecodingError: CustomStringConvertible {
    /// The error with its offset, and its remedy, in two sentences.
    public var description: String {
        switch self {
        case .emptyPacket:
            "The packet is empty. Send an address at least, such as \"/status\"."
        case .sizeNotMultipleOfFour(let size):
            "The packet's size, \(Self.bytes(size)), is not a multiple of 4. Pad strings and blobs with zero bytes."
        case .invalidAddress(let offset):
            "The address at byte \(offset) does not begin with \"/\". Write it like \"/status\"."
        case .invalidBundleHeader(let offset):
            "The bundle at byte \(offset) has no complete header. "
                + "Begin it with \"#bundle\", a zero byte and a time tag of 8 bytes."
        case .unterminatedString(let offset):
            "The string at byte \(offset) has no end. "
                + "Terminate it with a zero byte and pad it to a multiple of 4 bytes."
        case .missingComma(let offset):
            "There is no type tag string at byte \(offset). "
                + "Send one after the address, beginning with a comma, such as \",if\"."
        case .unknownTypeTag(let tag, let offset):
            "The type tag \(Self.character(tag)) at byte \(offset) is unknown. "
                + "Use one of i f s b h d t S c r m T F N I [ ]."
        case .truncatedArgument(let tag, let offset):
            "The data for type tag \(Self.character(tag)), expected at byte \(offset), are missing or truncated. "
                + "Send an argument for each type tag."
        case .invalidBlobSize(let size, let offset):
            "The size of the blob at byte \(offset), \(Self.bytes(Int(size))), is invalid. "
                + "Send its size as a positive 32-bit number, then that many bytes, padded to a multiple of 4."
        case .unmatchedArrayEnd(let offset):
            "The type tag \"]\" at byte \(offset) closes no array. Put a \"[\" before it or remove it."
        case .unclosedArray(let offset):
            "The type tags end at byte \(offset) inside an array. Close each \"[\" with a \"]\"."
        case .arraysTooDeep(let offset):
            "The array at byte \(offset) is nested too deeply. Nest at most \(OSCMessage.maximumArrayDepth) arrays."
        case .trailingBytes(let count, let offset):
            "\(Self.bytes(count)) at byte \(offset) are not part of an argument. Send a type tag for each argument."
        case .invalidElementSize(let size, let offset):
            "The size of the bundle's element at byte \(offset), \(Self.bytes(Int(size))), is invalid. "
                + "Send a multiple of 4 above zero that fits into the bundle."
        case .bundlesTooDeep(let offset):
            "The bundle at byte \(offset) is nested too deeply. Nest at most \(OSCPacket.maximumDepth) bundles."
        }
    }

    private static func bytes(_ count: Int) -> String {
        count == 1 ? "1 byte" : "\(count) bytes"
    }

    /// A type tag as text: quoted if it is printable, else in hexadecimal.
    private static func character(_ byte: UInt8) -> String {
        (0x21...0x7e).contains(byte)
            ? "\"\(Character(Unicode.Scalar(byte)))\"" : "0x\(byte.hexadecimal)"
    }
}
