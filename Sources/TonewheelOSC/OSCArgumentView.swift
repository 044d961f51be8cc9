/// One argument of a message inside a packet, or the beginning or the end of an array of arguments.
///
/// - Important: Strings and blobs point into the packet and are valid only as long as its bytes: inside the closure, or
///   during the call, that passed them.
public enum OSCArgumentView: BitwiseCopyable {
    /// `i`: an integer of 32 bits.
    case int32(Int32)
    /// `f`: a floating-point number of 32 bits; NaN and infinity are accepted.
    case float32(Float)
    /// `s`: a string.
    case string(OSCStringView)
    /// `b`: a blob, without its size and padding.
    case blob(UnsafeRawBufferPointer)
    /// `h`: an integer of 64 bits.
    case int64(Int64)
    /// `d`: a floating-point number of 64 bits; NaN and infinity are accepted.
    case double(Double)
    /// `t`: a time tag.
    case timeTag(OSCTimeTag)
    /// `S`: a symbol, for systems that distinguish symbols from strings.
    case symbol(OSCStringView)
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
    /// `[`: the arguments up to the matching ``arrayEnd`` are an array's.
    case arrayBegin
    /// `]`
    case arrayEnd
}

// MARK: - Conveniences

/// Conversions between number types. Clients send numbers in the type that their language uses: Python sends `d` or `f`
/// for a frequency of 440.0 but `i` for 440, and others send `T` for a gate of 1. These properties convert any number,
/// and are nil for arguments that are not numbers.
extension OSCArgumentView {
    /// The number (`i f h d`, or `T` and `F` as 1 and 0) in double precision. NaN and infinity are returned unchanged.
    public var double: Double? {
        @_noLocks @_noAllocation
        get {
            switch self {
            case .int32(let value): Double(value)
            case .float32(let value): Double(value)
            case .int64(let value): Double(value)
            case .double(let value): value
            case .bool(let value): value ? 1 : 0
            default: nil
            }
        }
    }

    /// The number (`i f h d`, or `T` and `F` as 1 and 0), rounded to single precision. NaN and infinity are returned
    /// unchanged, and a number too large for single precision becomes infinite.
    public var float: Float? {
        @_noLocks @_noAllocation
        get {
            // A conversion through `double` would round an `h` twice.
            switch self {
            case .int32(let value): Float(value)
            case .float32(let value): value
            case .int64(let value): Float(value)
            case .double(let value): Float(value)
            case .bool(let value): value ? 1 : 0
            default: nil
            }
        }
    }

    /// The value of ``float`` if it is finite, else nil. Signals may hold finite values only.
    public var finiteFloat: Float? {
        @_noLocks @_noAllocation
        get {
            guard let value = float, value.isFinite else { return nil }
            return value
        }
    }

    /// The number (`i f h d`, or `T` and `F` as 1 and 0) as an integer of 32 bits, truncated toward zero. Nil for a
    /// number out of range, for NaN and for infinity.
    public var int: Int32? {
        @_noLocks @_noAllocation
        get {
            switch self {
            case .int32(let value):
                return value
            case .int64(let value):
                guard value >= Int64(Int32.min), value <= Int64(Int32.max) else { return nil }
                return Int32(truncatingIfNeeded: value)
            case .float32, .double:
                // Converting NaN or a number out of range would trap. NaN fails the comparisons.
                guard let value = double, value > -2_147_483_649, value < 2_147_483_648 else { return nil }
                return Int32(value)
            case .bool(let value):
                return value ? 1 : 0
            default:
                return nil
            }
        }
    }

    /// The text of a string or a symbol (`s S`).
    public var text: OSCStringView? {
        @_noLocks @_noAllocation
        get {
            switch self {
            case .string(let value), .symbol(let value): value
            default: nil
            }
        }
    }

    /// The bytes of a blob (`b`). Blobs carry the completion messages of the Server Command Reference, which
    /// ``OSCPacketView/init(validating:)`` decodes.
    public var blobBytes: UnsafeRawBufferPointer? {
        @_noLocks @_noAllocation
        get {
            switch self {
            case .blob(let value): value
            default: nil
            }
        }
    }
}
