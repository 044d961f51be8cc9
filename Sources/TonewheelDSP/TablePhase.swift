/// Phases in whole steps of 2⁻²⁹ of a cycle, which is how scsynth's sine oscillators count theirs: 8192 points of a table, times
/// 2¹⁶ (measured, 3.13). The fraction of a step is dropped.
///
/// Results are parts of a cycle where 2³² is one, so that they wrap around by themselves. What a signed word of 32 bits does not hold, four
/// cycles and more, is 0, and so is NaN.
public enum TablePhase {
    /// Steps in a cycle.
    public static var stepsPerCycle: Double { @_noLocks @_noAllocation get { 0x1p29 } }

    /// Steps in a radian.
    public static var stepsPerRadian: Double { @_noLocks @_noAllocation get { 0x1p29 * 0.15915494309189535 } }

    /// A number of steps, for what is read once a block. `[any]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func word(_ steps: Double) -> UInt32 {
        // A NaN compares false.
        let held = steps > -0x1p31 && steps < 0x1p31 ? steps : 0
        return UInt32(truncatingIfNeeded: Int64(held)) &<< 3
    }

    /// A number of steps, for what is read on every frame: scsynth multiplies in single precision there. `[any]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func word(_ steps: Float) -> UInt32 {
        let held = steps > -0x1p31 && steps < 0x1p31 ? steps : 0
        return UInt32(truncatingIfNeeded: Int64(held)) &<< 3
    }

    /// An angle that is read once a block, or what it moves by in a frame. `[any]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func turn(radians: Double) -> UInt32 {
        word(radians * stepsPerRadian)
    }

    /// An angle that is read on every frame. `[any]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public static func turn(radians: Float) -> UInt32 {
        word(radians * Float(stepsPerRadian))
    }
}
