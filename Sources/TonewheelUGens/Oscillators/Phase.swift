internal import TonewheelDSP
internal import TonewheelRealtime

/// Phases as parts of a cycle, where 2⁶⁴ is one.
enum Phase {
    /// Where an oscillator begins.
    ///
    /// - Parameters:
    ///   - value: what its input says, of any sign; what is no number begins at 0.
    ///   - perCycle: what a whole cycle is in the units of the input.
    @_noLocks @_noAllocation
    static func start(_ value: Float, perCycle: Double) -> UInt64 {
        start(Double(Held.finite(value)), perCycle: perCycle)
    }

    /// As `start`, in double precision, of what is a number.
    @_noLocks @_noAllocation
    static func start(_ value: Double, perCycle: Double) -> UInt64 {
        let cycles = value / perCycle
        let part = cycles - Maths.floor(cycles) - 0.5
        // 2⁶³ itself would not fit.
        return UInt64(bitPattern: Int64(max(-0.5, min(0.5.nextDown, part)) * 0x1p64)) &+ 0x8000_0000_0000_0000
    }

    /// The part of a cycle that an oscillator goes on in a frame, in single precision as in scsynth: where a wave jumps, both
    /// jump at the same frame. A frequency beyond half the sample rate aliases.
    @inline(__always)
    @_noLocks @_noAllocation
    static func step(_ hertz: Float, _ cyclesPerHertz: Float) -> UInt64 {
        PhaseStep.word(Double(hertz * cyclesPerHertz))
    }

    /// The upper half of a phase.
    @inline(__always)
    @_noLocks @_noAllocation
    static func word(_ phase: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: phase &>> 32)
    }

    /// What a block of an oscillator needs: fills the output with `shape` of the phase, −2³¹ … 2³¹, of every frame, and
    /// returns the phase after it.
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
            // Within a block 32 bits are enough, and make a vector loop.
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
