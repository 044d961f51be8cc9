/// Conversions of frequencies and angles to fixed-point phases, which wrap around exactly.
public enum PhaseStep {
    /// Returns the phase increment per frame of an oscillator, where 2⁶⁴ is one cycle. A negative increment is a large
    /// positive one, modulo one cycle. A frequency outside of ± half the sample rate aliases. `[any]`
    ///
    /// Below half the sample rate the result is exact to the last bit of a `Double`, since an error would accumulate
    /// with every frame.
    ///
    /// - Parameters:
    ///   - hertz: the frequency. Infinities and NaN yield 0.
    ///   - cyclesPerHertz: 1 / sample rate.
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func cycles(_ hertz: Float, _ cyclesPerHertz: Double) -> UInt64 {
        // 2⁶³ itself would overflow.
        let cycles = min(0.5.nextDown, fraction(Double(hertz) * cyclesPerHertz))
        return UInt64(bitPattern: Int64(cycles * 0x1p64))
    }

    /// Returns the fraction of a number of cycles, where 2⁶⁴ is one cycle: exact to 2⁻⁵². `[any]`
    ///
    /// - Parameter cycles: of either sign. Magnitudes of 2¹⁰ and more, infinities and NaN yield 0.
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func word(_ cycles: Double) -> UInt64 {
        // The order of arguments clamps NaN to the lower bound; the conversion would trap on it. Whole cycles are
        // shifted out.
        let clamped = min(0x1p10, max(-0x1p10, cycles))
        return UInt64(bitPattern: Int64(clamped * 0x1p52)) &<< 12
    }

    /// Returns the difference between `cycles` and the nearest integer: −0.5 … 0.5; 0 for infinities and NaN. `[any]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func fraction(_ cycles: Double) -> Double {
        // Above 2⁵¹ there are no fractions. The order of arguments clamps NaN to the lower bound.
        let clamped = min(0x1p51, max(-0x1p51, cycles))
        // From 2⁵² on, adjacent numbers are 1 apart, so the addition rounds.
        return clamped - ((clamped + 0x1.8p52) - 0x1.8p52)
    }

    /// Returns an angle as a fraction of a cycle, where 2³² is one cycle. `[any]`
    ///
    /// - Parameter radians: clamped to ± 2¹⁹ cycles, above which single precision cannot represent an angle.
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func turn(radians: Double) -> UInt32 {
        let clamped = min(0x1p19, max(-0x1p19, radians * 0.15915494309189535))
        return UInt32(truncatingIfNeeded: Int64(clamped * 0x1p32))
    }
}
