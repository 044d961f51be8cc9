/// Why a packet cannot be sent as OSC.
///
/// A value that OSC cannot express is refused rather than changed: a string cut at a zero byte, say, would arrive as a
/// different one. All other values can be encoded, and decode to themselves.
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
    /// A blob or a bundle's element, whose size in bytes this is, is larger than the 32-bit size in front of it can
    /// say.
    case tooLarge(Int)
}

extension OSCEncodingError: CustomStringConvertible {
    /// What is wrong, and how to mend it.
    public var description: String {
        switch self {
        case .invalidAddress:
            "the address does not begin with \"/\": write it like \"/status\""
        case .invalidCommandNumber(let number):
            "the command number \(number) cannot be sent: use 0 to \(OSCAddress.maximumCommand)"
        case .zeroByteInString:
            "a string contains a zero byte, which would end it: send such data as a blob"
        case .arraysTooDeep:
            "arrays are nested too deeply: nest at most \(OSCMessage.maximumArrayDepth)"
        case .bundlesTooDeep:
            "bundles are nested too deeply: nest at most \(OSCPacket.maximumDepth)"
        case .tooLarge(let size):
            "a blob or an element of \(size) bytes is too large: send less than 2 GiB at once"
        }
    }
}
