internal import TonewheelDSP
internal import TonewheelRealtime

/// The phase of an oscillator whose initial phase lies outside the cycle, until it has entered the cycle.
///
/// scsynth uses an initial phase as it is, evaluates the waveform's formula there, and subtracts one cycle on each
/// frame at which the phase is beyond the cycle's end. Below the cycle's start nothing is added, unless the frequency
/// is negative (measured, 3.13). A slow oscillator may therefore stay outside its usual range for long, and existing
/// music relies on it. An initial phase that is more than 64 cycles away is reduced to its fraction.
struct InitialPhase: BitwiseCopyable {
    /// The phase at the next frame, in the unit of the oscillator's input.
    private(set) var value: Double = 0

    /// Whether the phase is still outside the cycle.
    private(set) var isActive = false

    /// The bounds of the cycle, in the unit of the oscillator's input, and the way in which the phase wraps.
    struct Cycle: BitwiseCopyable {
        let start: Double
        let length: Double

        /// Whether a frame beyond the end is output unchanged, and the cycle is subtracted after it.
        let wrapsAfterOutput: Bool

        /// Whether the sign of a constant frequency determines the end at which the phase wraps.
        let followsFrequency: Bool

        @_noLocks @_noAllocation
        init(start: Double, length: Double, wrapsAfterOutput: Bool, followsFrequency: Bool = false) {
            self.start = start
            self.length = length
            self.wrapsAfterOutput = wrapsAfterOutput
            self.followsFrequency = followsFrequency
        }

        var end: Double { @_noLocks @_noAllocation get { start + length } }
    }

    @_noLocks @_noAllocation
    init() {}

    /// Creates a phase from the value of the input.
    @_noLocks @_noAllocation
    init(_ phase: Float, _ cycle: Cycle) {
        value = Self.reduced(Double(Clamp.finite(phase)) / cycle.length) * cycle.length
    }

    /// Returns a number of cycles; its fraction if the magnitude is 64 or more.
    @_noLocks @_noAllocation
    static func reduced(_ cycles: Double) -> Double {
        cycles > -64 && cycles < 64 ? cycles : cycles - Maths.floor(cycles)
    }

    /// Sets the initial phase and advances it by one step. `[render]`
    @_noLocks @_noAllocation
    mutating func begin(_ phase: Float, _ cycle: Cycle, step: Double, isConstant: Bool) {
        self = InitialPhase(phase, cycle)
        _ = next(cycle, step: step, isConstant: isConstant) { _, _ in 0 }
        isActive = !(value >= cycle.start && value < cycle.end)
    }

    /// Deactivates the phase once it is inside the cycle, and returns whether it is. `[render]`
    @_noLocks @_noAllocation
    mutating func deactivateIfInside(_ cycle: Cycle) -> Bool {
        isActive = !(value >= cycle.start && value < cycle.end)
        return !isActive
    }

    /// Returns the waveform at this frame, and advances to the next one. `[render]`
    ///
    /// - Parameters:
    ///   - step: the phase increment to the next frame.
    ///   - isConstant: whether the frequency is constant within a block.
    ///   - shape: the waveform, as a function of the phase and of whether a cycle has just been subtracted from it.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func next(
        _ cycle: Cycle, step: Double, isConstant: Bool, _ shape: (Double, Bool) -> Float
    ) -> Float {
        var isWrapped = false
        if !cycle.wrapsAfterOutput, value >= cycle.end {
            value -= cycle.length
            isWrapped = true
        }
        let result = shape(value, isWrapped)
        value += step
        let checksStart = step < 0 || (cycle.followsFrequency && !isConstant)
        let checksEnd = cycle.wrapsAfterOutput && !(cycle.followsFrequency && isConstant && step < 0)
        if checksEnd, value >= cycle.end {
            value -= cycle.length
        } else if checksStart, value <= cycle.start {
            value += cycle.length
        }
        return result
    }
}
