/// Phases in integer steps of 2⁻²⁹ of a cycle, the resolution of scsynth's sine oscillators: a table of 8192 points
/// with 16 fractional bits (measured, 3.13). The fraction of a step is truncated.
///
/// Results are fractions of a cycle where 2³² is one, so that they wrap around. Values outside of a signed 32-bit
/// integer (four cycles and more) and NaN yield 0.
public enum TablePhase {
    /// The number of steps in a cycle.
    public static var stepsPerCycle: Double { @_noLocks @_noAllocation get { 0x1p29 } }

    /// The number of steps in a radian.
    public static var stepsPerRadian: Double { @_noLocks @_noAllocation get { 0x1p29 * 0.15915494309189535 } }

    /// Returns the phase of a number of steps, for inputs that are read once per block. `[any]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func word(_ steps: Double) -> UInt32 {
        // A NaN compares false.
        let inRange = steps > -0x1p31 && steps < 0x1p31 ? steps : 0
        return UInt32(truncatingIfNeeded: Int64(inRange)) &<< 3
    }

    /// Returns the phase of a number of steps, for inputs that are read on every frame. scsynth computes these in
    /// single precision. `[any]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func word(_ steps: Float) -> UInt32 {
        let inRange = steps > -0x1p31 && steps < 0x1p31 ? steps : 0
        return UInt32(truncatingIfNeeded: Int64(inRange)) &<< 3
    }

    /// Returns the phase of an angle that is read once per block, or its increment per frame. `[any]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func turn(radians: Double) -> UInt32 {
        word(radians * stepsPerRadian)
    }

    /// Returns the phase of an angle that is read on every frame. `[any]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func turn(radians: Float) -> UInt32 {
        word(radians * Float(stepsPerRadian))
    }
}
