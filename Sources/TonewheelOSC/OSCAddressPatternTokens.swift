/// The tokens of an address pattern, for validation and for matching.
///
/// Each token consumes at least one byte of the pattern, so there are no more tokens than bytes.
package struct OSCAddressPatternTokens {
    /// A step of a pattern.
    package enum Token: BitwiseCopyable {
        /// A literal byte.
        case byte(UInt8)
        /// `?`: one byte other than `/`.
        case anyByte
        /// `*`: any number of bytes other than `/`.
        case anyBytes
        /// `//`: a `/`, then any number of parts, each with the `/` after it.
        case anyParts
        /// `[` or `[!`.
        case bracketBegin(negated: Bool)
        /// Inside brackets: the bytes from the first to the second. A single byte is a range from itself to itself.
        case range(UInt8, UInt8)
        /// `]`
        case bracketEnd
        /// `{`
        case braceBegin
        /// Inside braces: `,`.
        case alternative
        /// `}`
        case braceEnd
    }

    private enum Context: BitwiseCopyable {
        case outside
        case brackets(offset: Int, empty: Bool)
        case braces(offset: Int)
    }

    private var reader: OSCReader
    private var context = Context.outside

    @_noLocks @_noAllocation
    package init(_ pattern: UnsafeRawBufferPointer) {
        reader = OSCReader(pattern)
    }

    /// Returns the next token, or nil at the end.
    @_noLocks @_noAllocation
    package mutating func next() throws(OSCAddressPatternError) -> Token? {
        switch context {
        case .outside: try nextOutside()
        case .brackets(let offset, let empty): try nextInBrackets(from: offset, empty: empty)
        case .braces(let offset): try nextInBraces(from: offset)
        }
    }

    @_noLocks @_noAllocation
    private mutating func nextOutside() throws(OSCAddressPatternError) -> Token? {
        let offset = reader.offset
        guard let byte = reader.readByte() else { return nil }
        switch byte {
        case UInt8(ascii: "?"):
            return .anyByte
        case UInt8(ascii: "*"):
            return .anyBytes
        case UInt8(ascii: "/"):
            guard reader.peek() == UInt8(ascii: "/") else { return .byte(byte) }
            // OSC assigns no meaning of its own to a longer run of slashes.
            while reader.peek() == UInt8(ascii: "/") { _ = reader.readByte() }
            return .anyParts
        case UInt8(ascii: "["):
            let negated = reader.peek() == UInt8(ascii: "!")
            if negated { _ = reader.readByte() }
            context = .brackets(offset: offset, empty: true)
            return .bracketBegin(negated: negated)
        case UInt8(ascii: "{"):
            context = .braces(offset: offset)
            return .braceBegin
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            throw .unmatchedClosing(byte, offset: offset)
        default:
            return .byte(byte)
        }
    }

    @_noLocks @_noAllocation
    private mutating func nextInBrackets(from start: Int, empty: Bool) throws(OSCAddressPatternError) -> Token? {
        // Patterns are matched part by part, so a "/" ends the part before the bracket is closed.
        guard let first = reader.readByte(), first != UInt8(ascii: "/") else { throw .unclosedBracket(offset: start) }
        if first == UInt8(ascii: "]") {
            guard !empty else { throw .emptyBrackets(offset: start) }
            context = .outside
            return .bracketEnd
        }
        context = .brackets(offset: start, empty: false)

        // A minus sign at the end of the list is a literal.
        var ahead = reader
        guard ahead.readByte() == UInt8(ascii: "-"), let last = ahead.readByte(), last != UInt8(ascii: "]") else {
            return .range(first, first)
        }
        guard last != UInt8(ascii: "/") else { throw .unclosedBracket(offset: start) }
        reader = ahead
        // The limits of a range may come in either order.
        return first <= last ? .range(first, last) : .range(last, first)
    }

    @_noLocks @_noAllocation
    private mutating func nextInBraces(from start: Int) throws(OSCAddressPatternError) -> Token? {
        let offset = reader.offset
        guard let byte = reader.readByte(), byte != UInt8(ascii: "/") else { throw .unclosedBrace(offset: start) }
        switch byte {
        case UInt8(ascii: ","):
            return .alternative
        case UInt8(ascii: "}"):
            context = .outside
            return .braceEnd
        case UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"):
            throw .wildcardInBraces(byte, offset: offset)
        default:
            return .byte(byte)
        }
    }
}
