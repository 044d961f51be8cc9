/// How far a phase goes, as whole numbers: they wrap around by themselves, exactly.
public enum PhaseStep {
    /// The part of a cycle, where 2⁶⁴ is one, that an oscillator goes on in a frame. A backward turn is a large step forward,
    /// modulo one cycle; a frequency above half the sample rate, or below minus it, aliases. `[any]`
    ///
    /// Below half the sample rate it is exact to the last bit of a `Double`: what is off adds up with every frame of a day.
    ///
    /// - Parameters:
    ///   - hertz: if it is infinite or NaN, it is 0.
    ///   - cyclesPerHertz: 1 / sample rate.
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func cycles(_ hertz: Float, _ cyclesPerHertz: Double) -> UInt64 {
        // 2⁶³ itself would not fit.
        let cycles = min(0.5.nextDown, fraction(Double(hertz) * cyclesPerHertz))
        return UInt64(bitPattern: Int64(cycles * 0x1p64))
    }

    /// The fraction of cycles, where 2⁶⁴ is one: exact to 2⁻⁵². `[any]`
    ///
    /// - Parameter cycles: of any sign; of 2¹⁰ and more, or if they are infinite or NaN, it is 0.
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func word(_ cycles: Double) -> UInt64 {
        // Written so that a NaN is held to the lower bound: the conversion would trap on it. Whole cycles are shifted out.
        let held = min(0x1p10, max(-0x1p10, cycles))
        return UInt64(bitPattern: Int64(held * 0x1p52)) &<< 12
    }

    /// What `cycles` differ by from the nearest whole number: −0.5 … 0.5; 0 if they are infinite or NaN. `[any]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func fraction(_ cycles: Double) -> Double {
        // Beyond 2⁵¹ there are no fractions. Written so that a NaN is held to the lower bound.
        let held = min(0x1p51, max(-0x1p51, cycles))
        // From 2⁵² on neighbours are 1 apart, so that adding it rounds.
        return held - ((held + 0x1.8p52) - 0x1.8p52)
    }

    /// An angle as a part of a cycle, where 2³² is one. `[any]`
    ///
    /// - Parameter radians: held to ± 2¹⁹ turns, beyond which single precision has no angle left.
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func turn(radians: Double) -> UInt32 {
        let held = min(0x1p19, max(-0x1p19, radians * 0.15915494309189535))
        return UInt32(truncatingIfNeeded: Int64(held * 0x1p32))
    }
}
