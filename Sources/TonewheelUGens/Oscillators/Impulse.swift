package import TonewheelDSP
internal import TonewheelRealtime

/// Impulses of one frame: 1 where the phase reaches an integer number of cycles in either direction, otherwise 0.
///
/// - Input 0 `frequency`: hertz, of either sign; at control rate it is interpolated linearly over the block. At 0 Hz
///   there is at most one impulse, unless the phase changes at audio rate.
/// - Input 1 `phase`: an offset in cycles. At 0 the output begins with an impulse. At control rate it is interpolated
///   linearly over the block, and the cycles that it traverses produce no impulse, as in scsynth (measured, 3.13). At
///   audio rate it is added to the oscillator's own phase; a step of more than half a cycle is a jump, which produces
///   no impulse.
/// - Output 0 `out`: 0 or 1; may be the same memory as an input.
///
/// When the direction reverses on an integer number of cycles there is exactly one impulse, regardless of rounding.
/// scsynth may produce two or none.
///
/// Reference: SuperCollider help, "Impulse".
package struct Impulse: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Impulse", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"])
    }

    private let cyclesPerHertz: Float
    private var phase: Double = 0  // in cycles
    private var frequency: BlockRamp = BlockRamp()
    private var offset: BlockRamp = BlockRamp()
    private var lastOffset: Double = 0
    private var nextStep: Double = 0  // the step to the next frame to be output
    private var wasBackwards = false  // the direction of the previous step

    package init(_ setup: UnitSetup) {
        cyclesPerHertz = Float(1 / setup.sampleRate)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        phase = 0
        frequency = BlockRamp()
        offset = BlockRamp()
        lastOffset = 0
        nextStep = 0
        wasBackwards = false
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (frequency, offset) = (block.input(0), block.input(1))
        let output = block.output(0)
        let frequencyLine = self.frequency.start(frequency, block)
        let offsetLine = self.offset.start(offset, block)
        if block.isFirst { setInitialPhase(frequency, offset) }
        let isSteady =
            frequency.isConstant && frequencyLine.isLevel && offset.isConstant && offsetLine.isLevel
            && Double(Clamp.finite(offset[0])) == lastOffset
        if isSteady {
            let step = step(frequency[0])
            for frame in 0..<block.frameCount {
                output[frame] = advance(nextStep) ? 1 : 0
                nextStep = step
            }
            return
        }
        for frame in 0..<block.frameCount {
            // Read before the output is written, since they may share memory.
            let step = step(frequency.isConstant ? frequencyLine.at(frame &+ 1) : frequency[frame])
            let shift = Double(Clamp.finite(offset.isConstant ? offsetLine.at(frame) : offset[frame]))
            var motion = nextStep
            if shift != lastOffset {
                let change = shift - lastOffset
                lastOffset = shift
                if offset.isConstant {
                    phase += change
                    _ = wrap(backwards: wasBackwards)
                } else if change > 0.5 || change < -0.5 {
                    jump(change)
                } else {
                    motion += change
                }
            }
            output[frame] = advance(motion) ? 1 : 0
            nextStep = step
        }
    }

    /// Sets the initial phase. A cycle that begins there, in the current direction, has its impulse in the first frame.
    @_noLocks @_noAllocation
    private mutating func setInitialPhase(_ frequency: Signal, _ offset: Signal) {
        lastOffset = Double(Clamp.finite(offset.initial))
        let change = offset.isConstant ? 0 : Double(Clamp.finite(offset[0])) - lastOffset
        let isBackwards = change < 0 || (change == 0 && frequency[0] < 0)
        phase = lastOffset - Maths.floor(lastOffset)
        if phase == 0, !isBackwards { phase = 1 }
        // The value determines the direction of the first step only.
        nextStep = isBackwards ? -1e-300 : 0
        wasBackwards = isBackwards
    }

    /// The maximum error of sums of steps in single precision, in cycles.
    private static var rounding: Double { @_noLocks @_noAllocation get { 1e-6 } }

    /// Advances by one step, and returns whether it reaches an integer number of cycles.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func advance(_ step: Double) -> Bool {
        let isBackwards = step < 0 || (step == 0 && wasBackwards)
        var isAtTurn = false
        if isBackwards != wasBackwards {
            wasBackwards = isBackwards
            isAtTurn = reverse(backwards: isBackwards)
        }
        phase += step
        return wrap(backwards: isBackwards) || isAtTurn
    }

    /// Jumps without an impulse, even if the target is an integer.
    @_noLocks @_noAllocation
    private mutating func jump(_ change: Double) {
        phase += change
        phase -= Maths.floor(phase)
        if wasBackwards, phase < Self.rounding { phase += 1 }
        if !wasBackwards, phase > 1 - Self.rounding { phase -= 1 }
    }

    /// Reverses the direction, and returns whether this happens on an integer, within `rounding`, that has not produced
    /// its impulse yet.
    @_noLocks @_noAllocation
    private mutating func reverse(backwards: Bool) -> Bool {
        let isAtStart = phase >= 0 && phase < Self.rounding
        let isAtEnd = phase <= 1 && phase > 1 - Self.rounding
        // An integer that has produced its impulse, and is left towards the side it was reached from, does not produce
        // another.
        if backwards, isAtStart { phase += 1 }
        if !backwards, isAtEnd { phase -= 1 }
        return backwards ? isAtEnd : isAtStart
    }

    /// Wraps the phase into the cycle, and returns whether it had left the cycle in the current direction.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func wrap(backwards: Bool) -> Bool {
        if backwards {
            if phase > 0 { return false }
            phase += phase > -1 ? 1 : 1 - Maths.ceil(phase)
        } else {
            if phase < 1 { return false }
            phase -= phase < 2 ? 1 : Maths.floor(phase)
        }
        return true
    }

    /// Returns the number of cycles per frame.
    @inline(__always)
    @_noLocks @_noAllocation
    private func step(_ hertz: Float) -> Double {
        Double(Clamp.finite(hertz) * cyclesPerHertz)
    }
}
