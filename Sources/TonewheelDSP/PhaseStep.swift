/// How far a phase goes, as whole numbers: they wrap around by themselves, exactly.
public enum PhaseStep {
    /// The part of a cycle, where 2⁶⁴ is one, that an oscillator goes on in a frame. A backward turn is a large step forward,
    /// modulo one cycle. `[any]`
    ///
    /// - Parameters:
    ///   - hertz: held to half the sample rate, and what is no number to its lower bound.
    ///   - cyclesPerHertz: 1 / sample rate.
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func cycles(_ hertz: Float, _ cyclesPerHertz: Double) -> UInt64 {
        // Written so that a NaN is held to the lower bound: the conversion would trap on it.
        let cycles = min(0.5.nextDown, max(-0.5, Double(hertz) * cyclesPerHertz))
        return UInt64(bitPattern: Int64(cycles * 0x1p64))
    }

    /// An angle as a part of a cycle, where 2³² is one. `[any]`
    ///
    /// - Parameter radians: held to ± 2¹⁹ turns, beyond which single precision has no angle left.
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func turn(radians: Float) -> UInt32 {
        let turns = Double(radians) * 0.15915494309189535
        let held = min(0x1p19, max(-0x1p19, turns))
        return UInt32(truncatingIfNeeded: Int64(held * 0x1p32))
    }
}
