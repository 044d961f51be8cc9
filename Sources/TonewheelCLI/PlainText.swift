import Foundation
import TonewheelOSC

extension OSCArgument {
    /// The argument as it is written on the command line.
    var plainText: String {
        switch self {
        case .string(let value): value
        case .int32(let value): "\(value)"
        case .int64(let value): "\(value)"
        case .float32(let value): "\(value)"
        // Six significant digits suffice for measured values.
        case .double(let value): String(format: "%.6g", value)
        case .bool(let value): value ? "true" : "false"
        default: description
        }
    }

    /// Parses an argument of the command line. A prefix `i:`, `f:`, `d:`, `h:` or `s:` sets the type. Without one, a
    /// whole number is an integer, another number a float, `true` and `false` are Booleans, and any other text is a
    /// string.
    init?(plainText text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, let tag = parts.first, tag.count == 1, "ifdhs".contains(tag) {
            let value = String(parts[1])
            switch tag {
            case "i": guard let number = Int32(value) else { return nil }; self = .int32(number)
            case "f": guard let number = Float(value) else { return nil }; self = .float32(number)
            case "d": guard let number = Double(value) else { return nil }; self = .double(number)
            case "h": guard let number = Int64(value) else { return nil }; self = .int64(number)
            default: self = .string(value)
            }
        } else if let number = Int32(text) {
            self = .int32(number)
        } else if let number = Float(text) {
            self = .float32(number)
        } else if text == "true" || text == "false" {
            self = .bool(text == "true")
        } else {
            self = .string(text)
        }
    }
}
