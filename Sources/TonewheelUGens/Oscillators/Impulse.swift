package import TonewheelDSP
internal import TonewheelRealtime

/// Single frames of 1, and zeros between them: one wherever the phase comes to a whole number of cycles, forwards or backwards. Where it
/// turns round on a whole number there is one, however it is rounded; in scsynth there may be two, or none.
///
/// - Input 0 `frequency`: hertz, of any sign; at control rate it glides over the block. 0 gives one impulse at most, unless the
///   phase moves at audio rate.
/// - Input 1 `phase`: an offset in cycles. At 0 it begins with an impulse. At control rate it glides over the block, and the cycles that
///   it moves by give no impulse, as in scsynth (measured, 3.13). At audio rate it counts as the oscillator's own phase; a step
///   of more than half a cycle is a jump, which gives no impulse.
/// - Output 0 `out`: 0 or 1; may be the same memory as an input.
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
    private var pending: Double = 0  // the step to this frame
    private var wasBackwards = false  // the way to the frame before

    package init(_ setup: UnitSetup) {
        cyclesPerHertz = Float(1 / setup.sampleRate)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        phase = 0
        frequency = BlockRamp()
        offset = BlockRamp()
        lastOffset = 0
        pending = 0
        wasBackwards = false
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (frequency, offset) = (block.input(0), block.input(1))
        let output = block.output(0)
        let frequencyLine = self.frequency.start(frequency, block)
        let offsetLine = self.offset.start(offset, block)
        if block.isFirst { begin(frequency, offset) }
        let isSteady =
            frequency.isConstant && frequencyLine.isLevel && offset.isConstant && offsetLine.isLevel
            && Double(Held.finite(offset[0])) == lastOffset
        if isSteady {
            let step = step(frequency[0])
            for frame in 0..<block.frameCount {
                output[frame] = move(pending) ? 1 : 0
                pending = step
            }
            return
        }
        for frame in 0..<block.frameCount {
            // Read before the output is written, which may be the memory of an input.
            let step = step(frequency.isConstant ? frequencyLine.at(frame &+ 1) : frequency[frame])
            let shift = Double(Held.finite(offset.isConstant ? offsetLine.at(frame) : offset[frame]))
            var motion = pending
            if shift != lastOffset {
                let turn = shift - lastOffset
                lastOffset = shift
                if offset.isConstant {
                    phase += turn
                    _ = arrives(backwards: wasBackwards)
                } else if turn > 0.5 || turn < -0.5 {
                    jump(turn)
                } else {
                    motion += turn
                }
            }
            output[frame] = move(motion) ? 1 : 0
            pending = step
        }
    }

    /// Takes the initial phase in. A cycle that begins there, in the direction in which it goes, has its impulse at once.
    @_noLocks @_noAllocation
    private mutating func begin(_ frequency: Signal, _ offset: Signal) {
        lastOffset = Double(Held.finite(offset.initial))
        let turn = offset.isConstant ? 0 : Double(Held.finite(offset[0])) - lastOffset
        let isBackwards = turn < 0 || (turn == 0 && frequency[0] < 0)
        phase = lastOffset - Maths.floor(lastOffset)
        if phase == 0, !isBackwards { phase = 1 }
        // Nothing but the direction of the first step.
        pending = isBackwards ? -1e-300 : 0
        wasBackwards = isBackwards
    }

    /// What sums of steps in single precision are off by, at most, in cycles.
    private static var rounding: Double { @_noLocks @_noAllocation get { 1e-6 } }

    /// Goes a step on; whether that leads to a whole number of cycles.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func move(_ step: Double) -> Bool {
        let isBackwards = step < 0 || (step == 0 && wasBackwards)
        var isAtTurn = false
        if isBackwards != wasBackwards {
            wasBackwards = isBackwards
            isAtTurn = turn(backwards: isBackwards)
        }
        phase += step
        return arrives(backwards: isBackwards) || isAtTurn
    }

    /// Jumps, without an impulse: not even for a whole number that it jumps to.
    @_noLocks @_noAllocation
    private mutating func jump(_ turn: Double) {
        phase += turn
        phase -= Maths.floor(phase)
        if wasBackwards, phase < Self.rounding { phase += 1 }
        if !wasBackwards, phase > 1 - Self.rounding { phase -= 1 }
    }

    /// Turns round; whether it does so on a whole number, as far as one can tell, that has not had its impulse yet.
    @_noLocks @_noAllocation
    private mutating func turn(backwards: Bool) -> Bool {
        let isAtBeginning = phase >= 0 && phase < Self.rounding
        let isAtEnd = phase <= 1 && phase > 1 - Self.rounding
        // What has had its impulse, and is left on the side that it was reached from, has none again.
        if backwards, isAtBeginning { phase += 1 }
        if !backwards, isAtEnd { phase -= 1 }
        return backwards ? isAtEnd : isAtBeginning
    }

    /// Takes the phase back into the cycle; whether it had left it in the direction in which it goes.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func arrives(backwards: Bool) -> Bool {
        if backwards {
            if phase > 0 { return false }
            phase += phase > -1 ? 1 : 1 - Maths.ceil(phase)
        } else {
            if phase < 1 { return false }
            phase -= phase < 2 ? 1 : Maths.floor(phase)
        }
        return true
    }

    /// Cycles a frame.
    @inline(__always)
    @_noLocks @_noAllocation
    private func step(_ hertz: Float) -> Double {
        Double(Held.finite(hertz) * cyclesPerHertz)
    }
}
