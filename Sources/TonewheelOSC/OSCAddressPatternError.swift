/// An error in a malformed address pattern. Offsets are in bytes from the beginning of the pattern.
public enum OSCAddressPatternError: Error, Hashable, Sendable, BitwiseCopyable {
    /// The `[` at the offset has no `]` in its part of the address.
    case unclosedBracket(offset: Int)
    /// The `{` at the offset has no `}` in its part of the address.
    case unclosedBrace(offset: Int)
    /// The brackets at the offset are empty.
    case emptyBrackets(offset: Int)
    /// The `]` or `}` at the offset has no opening bracket or brace.
    case unmatchedClosing(UInt8, offset: Int)
    /// One of `? * [ ] {` is inside braces, which list plain strings.
    case wildcardInBraces(UInt8, offset: Int)
}

extension OSCAddressPatternError: CustomStringConvertible {
    /// The error, its offset, and a fix.
    public var description: String {
        switch self {
        case .unclosedBracket(let offset):
            "The \"[\" at byte \(offset) of the address pattern is not closed. Put a \"]\" before the next \"/\"."
        case .unclosedBrace(let offset):
            "The \"{\" at byte \(offset) of the address pattern is not closed. Put a \"}\" before the next \"/\"."
        case .emptyBrackets(let offset):
            "The brackets at byte \(offset) of the address pattern are empty. List characters, such as \"[a-z]\"."
        case .unmatchedClosing(let byte, let offset):
            "The \"\(Unicode.Scalar(byte))\" at byte \(offset) of the address pattern closes nothing. Remove it."
        case .wildcardInBraces(let byte, let offset):
            "The \"\(Unicode.Scalar(byte))\" at byte \(offset) of the address pattern is inside braces. "
                + "List plain strings there, such as \"{left,right}\"."
        }
    }
}
