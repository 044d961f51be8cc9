/// An address in bit planes: for each of the eight bits of a byte, a word with that bit of every byte of the address.
/// One comparison of words compares a byte with the whole address.
///
/// A set of positions in the address is a word too: bit `i` is the position before byte `i`, and the bit after that of
/// the last byte is the end.
package struct OSCAddressBits {
    /// The longest address, in bytes. Its positions, one more than its bytes, must fit into 64 bits.
    package static var maximumLength: Int {
        @_noLocks @_noAllocation
        get { 63 }
    }

    private var planes = InlineArray<8, UInt64>(repeating: 0)

    /// The positions of all bytes.
    private let all: UInt64

    /// The positions of the bytes that are `/`.
    private var slashes: UInt64 = 0

    /// The set of the position at the end alone.
    package let end: UInt64

    /// The set of the position at the beginning alone.
    package var start: UInt64 {
        @_noLocks @_noAllocation
        get { 1 }
    }

    /// Creates the bit planes of an address, or returns nil if it is longer than ``maximumLength``.
    @_noLocks @_noAllocation
    package init?(_ address: UnsafeRawBufferPointer) {
        guard address.count <= Self.maximumLength else { return nil }
        end = 1 &<< UInt64(address.count)
        all = end &- 1
        for position in 0..<address.count {
            let byte = UInt64(address[position])
            for bit in 0..<8 {
                planes[bit] |= ((byte &>> UInt64(bit)) & 1) &<< UInt64(position)
            }
        }
        slashes = positions(from: UInt8(ascii: "/"), through: UInt8(ascii: "/"))
    }

    /// The positions of the bytes from `low` through `high`.
    @_noLocks @_noAllocation
    package func positions(from low: UInt8, through high: UInt8) -> UInt64 {
        // From the highest bit down: the bytes that still equal a limit, and those outside the range.
        var equalLow = all
        var equalHigh = all
        var outside: UInt64 = 0
        for bit in stride(from: 7, through: 0, by: -1) {
            let plane = planes[bit]
            if low &>> UInt8(bit) & 1 == 1 {
                outside |= equalLow & ~plane
                equalLow &= plane
            } else {
                equalLow &= ~plane
            }
            if high &>> UInt8(bit) & 1 == 1 {
                equalHigh &= plane
            } else {
                outside |= equalHigh & plane
                equalHigh &= ~plane
            }
        }
        return all & ~outside
    }

    /// The positions after those of `reached` whose byte is in `accepted`.
    @_noLocks @_noAllocation
    package func step(_ reached: UInt64, over accepted: UInt64) -> UInt64 {
        (reached & accepted) &<< 1
    }

    /// The positions of all bytes except `/` and those in `excluded`.
    @_noLocks @_noAllocation
    package func withinParts(excluding excluded: UInt64 = 0) -> UInt64 {
        all & ~slashes & ~excluded
    }

    /// `reached`, and all positions that can be reached from it without stepping over a `/`.
    @_noLocks @_noAllocation
    package func fillParts(_ reached: UInt64) -> UInt64 {
        // A one added inside a run of ones clears all bits from there to the end of the run, and sets the next bit: the
        // carry passes exactly over the positions that are reachable. Bit 63 is never part of a run.
        let runs = withinParts()
        return reached | (((reached & runs) &+ runs) ^ runs)
    }

    /// The positions after each `/` at or after the first `/` in `reached`; none if no byte in `reached` is a `/`.
    @_noLocks @_noAllocation
    package func skipParts(_ reached: UInt64) -> UInt64 {
        let entered = step(reached, over: slashes)
        guard entered != 0 else { return 0 }
        let first = entered & (0 &- entered)
        return (slashes &<< 1) & ~(first &- 1)
    }
}
