/// A generator of uniform random numbers. The same seed yields the same sequence.
///
/// Reference: G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (2003); the seed is spread by the
/// finalizer of SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
public struct NoiseSource: BitwiseCopyable, Sendable {
    @usableFromInline var state: UInt64

    /// Creates a generator. Seeds that differ in a single bit yield unrelated sequences.
    @_noLocks @_noAllocation
    public init(seed: UInt64) {
        let spread = Self.spread(seed)
        state = spread == 0 ? 0x9E37_79B9_7F4A_7C15 : spread
    }

    /// Mixes the bits of a number so that each bit of the result depends on all bits of `value`.
    @_noLocks @_noAllocation
    public static func spread(_ value: UInt64) -> UInt64 {
        var bits = value &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits &>> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits &>> 31)
    }

    /// Returns the next 64 random bits.
    @inlinable
    @_noLocks @_noAllocation
    public mutating func nextBits() -> UInt64 {
        state = state ^ (state &<< 13)
        state = state ^ (state &>> 7)
        state = state ^ (state &<< 17)
        return state
    }

    /// Returns the next number in 0 ..< 1.
    @inlinable
    @_noLocks @_noAllocation
    public mutating func nextUnit() -> Float {
        Float(Int32(truncatingIfNeeded: nextBits() &>> 40)) * 0x1p-24
    }

    /// Returns the next number in −1 ..< 1.
    @inlinable
    @_noLocks @_noAllocation
    public mutating func nextSigned() -> Float {
        Float(Int32(truncatingIfNeeded: nextBits() &>> 32)) * 0x1p-31
    }
}
