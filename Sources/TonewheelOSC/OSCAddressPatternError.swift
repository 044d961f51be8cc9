/// Why an address pattern is malformed. Offsets are in bytes from the beginning of the pattern.
public enum OSCAddressPatternError: Error, Hashable, Sendable, BitwiseCopyable {
    /// The `[` at the offset has no `]` in its part of the address.
    case unclosedBracket(offset: Int)
    /// The `{` at the offset has no `}` in its part of the address.
    case unclosedBrace(offset: Int)
    /// The brackets at the offset name no character.
    case emptyBrackets(offset: Int)
    /// A `]` or `}` closes nothing.
    case unmatchedClosing(UInt8, offset: Int)
    /// One of `? * [ ] {` stands inside braces, which list plain strings.
    case wildcardInBraces(UInt8, offset: Int)
}

extension OSCAddressPatternError: CustomStringConvertible {
    /// What is wrong, where, and how to mend it.
    public var description: String {
        switch self {
        case .unclosedBracket(let offset):
            "the \"[\" at byte \(offset) of the address pattern is not closed: put a \"]\" before the next \"/\""
        case .unclosedBrace(let offset):
            "the \"{\" at byte \(offset) of the address pattern is not closed: put a \"}\" before the next \"/\""
        case .emptyBrackets(let offset):
            "the brackets at byte \(offset) of the address pattern are empty: list characters, such as \"[a-z]\""
        case .unmatchedClosing(let byte, let offset):
            "the \"\(Unicode.Scalar(byte))\" at byte \(offset) of the address pattern closes nothing: leave it out"
        case .wildcardInBraces(let byte, let offset):
            "the \"\(Unicode.Scalar(byte))\" at byte \(offset) of the address pattern is inside braces: "
                + "list plain strings there, such as \"{left,right}\""
        }
    }
}
