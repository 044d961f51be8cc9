internal import TonewheelDSP
internal import TonewheelRealtime

/// Functions on phases as fractions of a cycle, where 2⁶⁴ is one cycle.
enum Phase {
    /// Returns the initial phase of an oscillator.
    ///
    /// - Parameters:
    ///   - value: the value of its input, of either sign. NaN yields 0.
    ///   - perCycle: the length of a cycle in the unit of the input.
    @_noLocks @_noAllocation
    static func start(_ value: Float, perCycle: Double) -> UInt64 {
        start(Double(Clamp.finite(value)), perCycle: perCycle)
    }

    /// Returns the initial phase as in the other overload, in double precision. `value` must be finite.
    @_noLocks @_noAllocation
    static func start(_ value: Double, perCycle: Double) -> UInt64 {
        let cycles = value / perCycle
        let fraction = cycles - Maths.floor(cycles) - 0.5
        // 2⁶³ itself would overflow.
        return UInt64(bitPattern: Int64(max(-0.5, min(0.5.nextDown, fraction)) * 0x1p64)) &+ 0x8000_0000_0000_0000
    }

    /// Returns the phase increment per frame. It is computed in single precision, as in scsynth, so that waveforms jump
    /// at the same frame in both. Frequencies above half the sample rate alias.
    @inline(__always)
    @_noLocks @_noAllocation
    static func step(_ hertz: Float, _ cyclesPerHertz: Float) -> UInt64 {
        PhaseStep.word(Double(hertz * cyclesPerHertz))
    }

    /// Returns the upper half of a phase.
    @inline(__always)
    @_noLocks @_noAllocation
    static func word(_ phase: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: phase &>> 32)
    }

    /// Fills the output with `shape` of the phase of every frame, −2³¹ … 2³¹, and returns the phase after the block.
    @inline(__always)
    @_noLocks @_noAllocation
    static func fill(
        _ output: UnsafeMutablePointer<Float>, _ frameCount: Int, _ frequency: UnsafePointer<Float>, isConstant: Bool,
        _ cyclesPerHertz: Float, from start: UInt64, _ origin: inout PhaseOrigin, _ block: borrowing Block,
        _ shape: (Int32) -> Float
    ) -> UInt64 {
        var phase = start
        if isConstant {
            let increment = Phase.step(frequency[0], cyclesPerHertz)
            // 32 bits are sufficient within a block, and allow a vectorized loop.
            var angle = origin.word(phase, increment, block)
            let step = word(increment &+ 0x8000_0000)
            for frame in 0..<frameCount {
                output[frame] = shape(Int32(bitPattern: angle))
                angle = angle &+ step
            }
            phase = phase &+ increment &* UInt64(frameCount)
        } else {
            for frame in 0..<frameCount {
                let increment = Phase.step(frequency[frame], cyclesPerHertz)
                output[frame] = shape(Int32(bitPattern: word(phase)))
                phase = phase &+ increment
            }
        }
        return phase
    }
}
