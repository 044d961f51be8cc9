/// An address with wildcards, which selects methods by their addresses (OSC 1.0 specification, "OSC Message
/// Dispatching and Pattern Matching").
///
/// - `?` matches one character, and `*` any number of characters.
/// - `[abc]` and `[a-z]` match one character of a list, and `[!abc]` one that is not listed.
/// - `{left,right}` matches one of these strings.
/// - `//` matches any number of parts (OSC 1.1): `/mixer//gain` matches `/mixer/gain` and `/mixer/3/left/gain`. A
///   longer run of slashes has the same meaning.
///
/// No wildcard except `//` matches a `/`. Braces contain plain strings, as in the specification, and no wildcards. The
/// range `[z-a]` equals `[a-z]`.
///
/// ``matches(_:)`` takes time linear in the length of the pattern: the set of address positions that a prefix of the
/// pattern can reach is a 64-bit word, and each step of the pattern is a few operations on it (R. Baeza-Yates and
/// G. H. Gonnet, "A new approach to text searching", Communications of the ACM 35(10), 1992).
///
/// - Important: The pattern is valid only as long as its bytes: inside the closure, or during the call, that passed
///   them.
public struct OSCAddressPattern: BitwiseCopyable {
    private let bytes: UnsafeRawBufferPointer

    /// The longest address that a pattern can match, in bytes.
    public static var maximumAddressLength: Int {
        @_noLocks @_noAllocation
        get { OSCAddressBits.maximumLength }
    }

    /// Validates a pattern.
    ///
    /// - Throws: ``OSCAddressPatternError`` if the pattern is malformed.
    @_noLocks @_noAllocation
    public init(_ bytes: UnsafeRawBufferPointer) throws(OSCAddressPatternError) {
        var tokens = OSCAddressPatternTokens(bytes)
        while try tokens.next() != nil {}
        self.bytes = bytes
    }

    /// Whether the bytes contain a wildcard or part of one. Bytes without one match only themselves.
    @_noLocks @_noAllocation
    public static func isPattern(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var reader = OSCReader(bytes)
        while let byte = reader.readByte() {
            switch byte {
            case UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
                UInt8(ascii: "}"):
                return true
            case UInt8(ascii: "/"):
                if reader.peek() == UInt8(ascii: "/") { return true }
            default:
                break
            }
        }
        return false
    }

    /// Whether the pattern matches the whole address. An address longer than ``maximumAddressLength`` never matches.
    @_noLocks @_noAllocation
    public func matches(_ address: UnsafeRawBufferPointer) -> Bool {
        var steps = 0
        return matches(address, steps: &steps)
    }

    /// Matches like ``matches(_:)``, and adds the number of steps to `steps`: at most one for each byte of the pattern.
    @_noLocks @_noAllocation
    package func matches(_ address: UnsafeRawBufferPointer, steps: inout Int) -> Bool {
        guard let address = OSCAddressBits(address) else { return false }
        var tokens = OSCAddressPatternTokens(bytes)
        // The positions that are reached, those before the open brace, and those collected in brackets or braces.
        var reached = address.start
        var entry: UInt64 = 0
        var collected: UInt64 = 0
        var negated = false
        var inside = false
        while let token = Self.next(&tokens) {
            steps &+= 1
            switch token {
            case .byte(let byte):
                reached = address.step(reached, over: address.positions(from: byte, through: byte))
            case .anyByte:
                reached = address.step(reached, over: address.withinParts())
            case .anyBytes:
                reached = address.fillParts(reached)
            case .anyParts:
                reached = address.skipParts(reached)
            case .bracketBegin(let isNegated):
                (negated, collected, inside) = (isNegated, 0, true)
            case .range(let low, let high):
                collected |= address.positions(from: low, through: high)
            case .bracketEnd:
                let accepted = negated ? address.withinParts(excluding: collected) : collected & address.withinParts()
                reached = address.step(reached, over: accepted)
                inside = false
            case .braceBegin:
                (entry, collected, inside) = (reached, 0, true)
            case .alternative:
                collected |= reached
                reached = entry
            case .braceEnd:
                reached |= collected
                inside = false
            }
            // Inside braces the next alternative may still match.
            if reached == 0, !inside { return false }
        }
        return reached & address.end != 0
    }

    /// The next token of a pattern that has been validated.
    @_noLocks @_noAllocation
    private static func next(_ tokens: inout OSCAddressPatternTokens) -> OSCAddressPatternTokens.Token? {
        do { return try tokens.next() } catch { return nil }
    }
}

extension OSCAddressPattern {
    /// Whether a pattern matches an address.
    ///
    /// - Throws: ``OSCAddressPatternError`` if the pattern is malformed.
    public static func matches(pattern: String, address: String) throws(OSCAddressPatternError) -> Bool {
        // The standard library's closures do not support typed throws, so the error is passed in a `Result`.
        var (pattern, address) = (pattern, address)
        return try pattern.withUTF8 { pattern in
            Result { () throws(OSCAddressPatternError) in
                let pattern = try OSCAddressPattern(UnsafeRawBufferPointer(pattern))
                return address.withUTF8 { pattern.matches(UnsafeRawBufferPointer($0)) }
            }
        }.get()
    }
}
