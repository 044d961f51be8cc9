/// The letters of a type tag string: OSC 1.0's required and optional types, which include all that OSC 1.1 requires.
package enum OSCTypeTag: UInt8 {
    /// `i`, a big-endian two's complement integer of 32 bits.
    case int32 = 0x69
    /// `f`, an IEEE 754 number of 32 bits.
    case float32 = 0x66
    /// `s`, a string.
    case string = 0x73
    /// `b`, a blob: a 32-bit size and that many bytes.
    case blob = 0x62
    /// `h`, an integer of 64 bits.
    case int64 = 0x68
    /// `d`, an IEEE 754 number of 64 bits.
    case double = 0x64
    /// `t`, a time tag.
    case timeTag = 0x74
    /// `S`, a symbol.
    case symbol = 0x53
    /// `c`, a character in 32 bits.
    case character = 0x63
    /// `r`, a colour in 32 bits.
    case color = 0x72
    /// `m`, a MIDI message in 4 bytes.
    case midi = 0x6d
    /// `T`, true; no data.
    case `true` = 0x54
    /// `F`, false; no data.
    case `false` = 0x46
    /// `N`, nil; no data.
    case `nil` = 0x4e
    /// `I`, impulse (OSC 1.1) or infinitum (OSC 1.0); no data.
    case impulse = 0x49
    /// `[`, the beginning of an array; no data.
    case arrayBegin = 0x5b
    /// `]`, the end of an array; no data.
    case arrayEnd = 0x5d

    /// Returns nil if the letter is not a type tag.
    @_noLocks @_noAllocation
    package init?(letter: UInt8) {
        // Other files use this initializer, since the checker does not see a synthesised one from another file.
        self.init(rawValue: letter)
    }

    /// The ASCII code of the type tag.
    package var letter: UInt8 {
        @_noLocks @_noAllocation
        get { rawValue }
    }
}
