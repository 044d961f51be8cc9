internal import TonewheelDSP
internal import TonewheelRealtime

/// The phase of an oscillator that has begun outside its cycle, until it is inside.
///
/// scsynth takes an initial phase as it is, plays what the wave's formula gives there, and takes a cycle off with each frame in which
/// the phase is beyond the cycle's end; below its beginning nothing is added, unless the frequency is negative (measured, 3.13).
/// So a slow oscillator may be outside its usual range for long, and pieces are made with that. Of an initial phase that is more
/// than 64 cycles away, only the fraction counts.
struct EarlyPhase: BitwiseCopyable {
    /// Where the next frame is, in the unit of the oscillator's input.
    private(set) var value: Double = 0

    /// Whether it is still outside.
    private(set) var isActive = false

    /// Where the wave begins anew, in the unit of the oscillator's input.
    struct Cycle: BitwiseCopyable {
        let start: Double
        let length: Double

        /// Whether a frame beyond the end is played as it is, and the cycle taken off after it.
        let playsEnd: Bool

        /// Whether the frequency, where it is constant, says by its sign at which end a cycle is taken off or added.
        let followsFrequency: Bool

        @_noLocks @_noAllocation
        init(start: Double, length: Double, playsEnd: Bool, followsFrequency: Bool = false) {
            self.start = start
            self.length = length
            self.playsEnd = playsEnd
            self.followsFrequency = followsFrequency
        }

        var end: Double { @_noLocks @_noAllocation get { start + length } }
    }

    @_noLocks @_noAllocation
    init() {}

    /// An initial phase.
    @_noLocks @_noAllocation
    init(_ phase: Float, _ cycle: Cycle) {
        value = Self.held(Double(Held.finite(phase)) / cycle.length) * cycle.length
    }

    /// Cycles, of which the fraction counts if there are many.
    @_noLocks @_noAllocation
    static func held(_ cycles: Double) -> Double {
        cycles > -64 && cycles < 64 ? cycles : cycles - Maths.floor(cycles)
    }

    /// Takes the initial phase in, and goes one step on. `[render]`
    @_noLocks @_noAllocation
    mutating func begin(_ phase: Float, _ cycle: Cycle, step: Double, isConstant: Bool) {
        self = EarlyPhase(phase, cycle)
        _ = next(cycle, step: step, isConstant: isConstant) { _, _ in 0 }
        isActive = !(value >= cycle.start && value < cycle.end)
    }

    /// Whether the phase has come into the cycle: then it is no longer active. `[render]`
    @_noLocks @_noAllocation
    mutating func hasEntered(_ cycle: Cycle) -> Bool {
        isActive = !(value >= cycle.start && value < cycle.end)
        return !isActive
    }

    /// The wave at this frame, going on to the next. `[render]`
    ///
    /// - Parameters:
    ///   - step: to the next frame.
    ///   - isConstant: whether the frequency is constant within a block.
    ///   - shape: the wave at a phase, and whether a cycle has just been taken off it.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func next(
        _ cycle: Cycle, step: Double, isConstant: Bool, _ shape: (Double, Bool) -> Float
    ) -> Float {
        var isWrapped = false
        if !cycle.playsEnd, value >= cycle.end {
            value -= cycle.length
            isWrapped = true
        }
        let result = shape(value, isWrapped)
        value += step
        let looksBack = step < 0 || (cycle.followsFrequency && !isConstant)
        let looksOn = cycle.playsEnd && !(cycle.followsFrequency && isConstant && step < 0)
        if looksOn, value >= cycle.end {
            value -= cycle.length
        } else if looksBack, value <= cycle.start {
            value += cycle.length
        }
        return result
    }
}
