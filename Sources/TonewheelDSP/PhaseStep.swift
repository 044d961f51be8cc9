/// How far a phase goes, as whole numbers: they wrap around by themselves, exactly.
public enum PhaseStep {
    /// The part of a cycle, where 2⁶⁴ is one, that an oscillator goes on in a frame. A backward turn is a large step forward,
    /// modulo one cycle; a frequency above half the sample rate, or below minus it, aliases. `[any]`
    ///
    /// - Parameters:
    ///   - hertz: of any size; 0 if it is infinite or NaN.
    ///   - cyclesPerHertz: 1 / sample rate.
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func cycles(_ hertz: Float, _ cyclesPerHertz: Double) -> UInt64 {
        word(fraction(Double(hertz) * cyclesPerHertz))
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

    /// A part of a cycle, −0.5 … 0.5, where 2⁶⁴ is one. `[any]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func word(_ fraction: Double) -> UInt64 {
        // Half a cycle would not fit into a signed word of which 2⁶⁴ is one.
        UInt64(bitPattern: Int64(fraction * 0x1p63)) &<< 1
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

    /// As `turn`, but an angle of four turns and more is 0, which is what pieces for scsynth have been made with
    /// (measured, 3.13). `[any]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func modulation(radians: Float) -> UInt32 {
        let turns = Double(radians) * 0.15915494309189535
        // A NaN compares false.
        return UInt32(truncatingIfNeeded: Int64((turns > -4 && turns < 4 ? turns : 0) * 0x1p32))
    }
}
