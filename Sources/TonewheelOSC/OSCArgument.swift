/// An argument of a message, of any type of OSC 1.0, including the optional ones, and of OSC 1.1.
///
/// Literals make the common types: `440` is `i`, `440.0` is `f`, `"sine"` is `s`, `true` is `T`, `[1, 2]` is an array.
///
/// Equality compares values, so an argument that is NaN does not equal itself. To compare bytes, compare encoded
/// packets.
public enum OSCArgument: Hashable, Sendable {
    /// `i`: an integer of 32 bits.
    case int32(Int32)
    /// `f`: a floating-point number of 32 bits.
    case float32(Float)
    /// `s`: a string. It must not contain a zero byte, which terminates it in a packet.
    case string(String)
    /// `b`: bytes of any content.
    case blob([UInt8])
    /// `h`: an integer of 64 bits.
    case int64(Int64)
    /// `d`: a floating-point number of 64 bits.
    case double(Double)
    /// `t`: a time tag.
    case timeTag(OSCTimeTag)
    /// `S`: a symbol, for systems that distinguish symbols from strings. It must not contain a zero byte.
    case symbol(String)
    /// `c`: a character, ASCII by OSC 1.0; the 32 bits are not checked.
    case character(UInt32)
    /// `r`: a colour, 0xRRGGBBAA.
    case color(UInt32)
    /// `m`: a MIDI message.
    case midi(OSCMIDIMessage)
    /// `T` or `F`.
    case bool(Bool)
    /// `N`.
    case `nil`
    /// `I`: OSC 1.1's impulse, OSC 1.0's infinitum.
    case impulse
    /// `[` … `]`: an array. At most ``OSCMessage/maximumArrayDepth`` arrays are nested.
    case array([OSCArgument])
}

// MARK: - Literals

extension OSCArgument: ExpressibleByIntegerLiteral {
    /// Creates an integer of 32 bits.
    public init(integerLiteral value: Int32) {
        self = .int32(value)
    }
}

extension OSCArgument: ExpressibleByFloatLiteral {
    /// Creates a floating-point number of 32 bits.
    public init(floatLiteral value: Float) {
        self = .float32(value)
    }
}

extension OSCArgument: ExpressibleByStringInterpolation {
    /// Creates a string.
    public init(stringLiteral value: String) {
        self = .string(value)
    }
}

extension OSCArgument: ExpressibleByBooleanLiteral {
    /// Creates `T` or `F`.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }
}

extension OSCArgument: ExpressibleByArrayLiteral {
    /// Creates an array.
    public init(arrayLiteral elements: OSCArgument...) {
        self = .array(elements)
    }
}

extension OSCArgument: CustomStringConvertible {
    /// The argument as text for a log. Strings are quoted, and blobs are shown by their size.
    public var description: String {
        switch self {
        case .int32(let value): "\(value)"
        case .float32(let value): "\(value)"
        case .string(let value): String(reflecting: value)
        case .blob(let bytes): "<\(bytes.count) bytes>"
        case .int64(let value): "\(value)"
        case .double(let value): "\(value)"
        case .timeTag(let value): "\(value)"
        case .symbol(let value): "'\(value)'"
        case .character(let value): Unicode.Scalar(value).map { "'\($0)'" } ?? "0x\(value.hexadecimal)"
        case .color(let value): "#\(value.hexadecimal)"
        case .midi(let value): "midi(\(value.port), \(value.status), \(value.data1), \(value.data2))"
        case .bool(let value): "\(value)"
        case .nil: "nil"
        case .impulse: "impulse"
        case .array(let elements): "[" + elements.map(\.description).joined(separator: " ") + "]"
        }
    }
}
