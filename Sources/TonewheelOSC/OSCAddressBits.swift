/// An address, turned on its side: for each of a byte's eight bits, a word that holds that bit of all the address's
/// bytes. So one comparison of words compares a byte with the whole address.
///
/// A set of positions in the address is a word too: bit `i` stands for the place before byte `i`, and the bit after
/// the last byte's for the end.
package struct OSCAddressBits {
    /// The longest address, in bytes: a position more must fit into 64 bits.
    package static var maximumLength: Int {
        @_noLocks @_noAllocation
        get { 63 }
    }

    private var planes = InlineArray<8, UInt64>(repeating: 0)

    /// The positions of all bytes.
    private let all: UInt64

    /// The positions of the bytes that are `/`.
    private var slashes: UInt64 = 0

    /// The one position at the end.
    package let end: UInt64

    /// The one position at the beginning.
    package var start: UInt64 {
        @_noLocks @_noAllocation
        get { 1 }
    }

    /// An address; nil if it is longer than ``maximumLength``.
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
        // From the highest bit down: which bytes are still equal to the limit, and which have left the range.
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

    /// The positions behind those of `reached` whose byte is in `accepted`.
    @_noLocks @_noAllocation
    package func step(_ reached: UInt64, over accepted: UInt64) -> UInt64 {
        (reached & accepted) &<< 1
    }

    /// The positions of all bytes but `/`, and of those not in `excluded`.
    @_noLocks @_noAllocation
    package func withinParts(excluding excluded: UInt64 = 0) -> UInt64 {
        all & ~slashes & ~excluded
    }

    /// `reached`, and all positions that can be reached from it without stepping over a `/`.
    @_noLocks @_noAllocation
    package func fillParts(_ reached: UInt64) -> UInt64 {
        // Added to a run of ones, a one inside the run clears all bits from there to its end, and sets the bit behind
        // it: the carry has walked over just the positions asked for. Bit 63 is never part of a run.
        let runs = withinParts()
        return reached | (((reached & runs) &+ runs) ^ runs)
    }

    /// The positions behind any `/` that stands at or after the first of `reached`, provided that a `/` stands at one
    /// of `reached`.
    @_noLocks @_noAllocation
    package func skipParts(_ reached: UInt64) -> UInt64 {
        let entered = step(reached, over: slashes)
        guard entered != 0 else { return 0 }
        let first = entered & (0 &- entered)
        return (slashes &<< 1) & ~(first &- 1)
    }
}
