/// An error in a packet that cannot be encoded as OSC.
///
/// A value that OSC cannot express is refused rather than changed: a string truncated at a zero byte, for example,
/// would arrive as a different string. All other values can be encoded, and decode to themselves.
public enum OSCEncodingError: Error, Hashable, Sendable, BitwiseCopyable {
    /// A path does not begin with `/`.
    case invalidAddress
    /// A command number is negative or above ``OSCAddress/maximumCommand``.
    case invalidCommandNumber(Int32)
    /// A path, string or symbol contains a zero byte, which would end it.
    case zeroByteInString
    /// Arrays are nested deeper than ``OSCMessage/maximumArrayDepth``.
    case arraysTooDeep
    /// Bundles are nested deeper than ``OSCPacket/maximumDepth``.
    case bundlesTooDeep
    /// A blob or a bundle's element of this size, in bytes, exceeds the 32-bit size field before it.
    case tooLarge(Int)
}

extension OSCEncodingError: CustomStringConvertible {
    /// The error and its remedy, in two sentences.
    public var description: String {
        switch self {
        case .invalidAddress:
            "The address does not begin with \"/\". Write it like \"/status\"."
        case .invalidCommandNumber(let number):
            "The command number \(number) cannot be sent. Use 0 to \(OSCAddress.maximumCommand)."
        case .zeroByteInString:
            "A string contains a zero byte, which would end it. Send such data as a blob."
        case .arraysTooDeep:
            "Arrays are nested too deeply. Nest at most \(OSCMessage.maximumArrayDepth)."
        case .bundlesTooDeep:
            "Bundles are nested too deeply. Nest at most \(OSCPacket.maximumDepth)."
        case .tooLarge(let size):
            "A blob or an element of \(size) bytes is too large. Send less than 2 GiB."
        }
    }
}
