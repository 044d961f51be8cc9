internal import TonewheelOSC

extension OSCArgument {
    /// The argument as an integer, rounded towards 0; nil if it is not a number or does not fit.
    var wholeNumber: Int32? {
        switch self {
        case .int32(let value): value
        case .int64(let value): Int32(exactly: value)
        case .float32(let value): value.isFinite ? Int32(exactly: value.rounded(.towardZero)) : nil
        case .double(let value): value.isFinite ? Int32(exactly: value.rounded(.towardZero)) : nil
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    /// The argument as a number; nil if it is not one.
    var number: Float? {
        switch self {
        case .int32(let value): Float(value)
        case .int64(let value): Float(value)
        case .float32(let value): value
        case .double(let value): Float(value)
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    /// A description for an error message. Long descriptions are truncated.
    var shortDescription: String {
        switch self {
        case .blob(let bytes): return "a blob of \(bytes.count) bytes"
        case .array(let elements): return "an array of \(elements.count)"
        default:
            let text = description
            return text.count <= 60 ? text : "\(text.prefix(60))…"
        }
    }
}
