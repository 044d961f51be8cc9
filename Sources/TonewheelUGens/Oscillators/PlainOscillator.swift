internal import TonewheelDSP

/// An oscillator whose wave is a formula of its phase, without a limit to its band: what `LFSaw` and its siblings share. Input 0 is
/// the frequency, input 1 the initial phase.
///
/// It begins one step after the initial phase, with the frequency that it has before the first block, as scsynth does (measured, 3.13).
struct PlainOscillator: BitwiseCopyable {
    private let cyclesPerHertz: Float
    private var phase: UInt64 = 0  // 2⁶⁴ is one cycle
    private var early = EarlyPhase()
    private var origin = PhaseOrigin()

    init(_ setup: UnitSetup) {
        cyclesPerHertz = Float(1 / setup.sampleRate)
    }

    @_noLocks @_noAllocation
    mutating func reset() {
        phase = 0
        early = EarlyPhase()
    }

    /// Fills a block. `[render]`
    ///
    /// - Parameters:
    ///   - cycle: where the wave begins and ends.
    ///   - shape: the wave at a phase of −2³¹ … 2³¹, 0 being 0 in the unit of the input.
    ///   - beyond: the wave at a phase in the unit of the input, which may lie outside the cycle; and whether a cycle has just been
    ///     taken off it.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func process(
        _ block: borrowing Block, _ cycle: EarlyPhase.Cycle, _ shape: (Int32) -> Float,
        beyond: (Double, Bool) -> Float
    ) {
        let (frequency, output) = (block.input(0), block.output(0))
        if block.isFirst {
            let initial = block.input(1).initial
            phase = Phase.start(initial, perCycle: cycle.length) &+ Phase.step(frequency.initial, cyclesPerHertz)
            early.begin(initial, cycle, step: step(frequency.initial, cycle), isConstant: frequency.isConstant)
        }
        if early.isActive {
            for frame in 0..<block.frameCount {
                let step = step(frequency[frame], cycle)
                output[frame] = early.next(cycle, step: step, isConstant: frequency.isConstant, beyond)
            }
            // Looked at once a block, whether it is rendered whole or in pieces.
            if block.framesToEnd == block.frameCount, early.hasEntered(cycle) {
                phase = Phase.start(early.value, perCycle: cycle.length)
            }
            return
        }
        phase = Phase.fill(
            output, block.frameCount, frequency.samples, isConstant: frequency.isConstant, cyclesPerHertz, from: phase,
            &origin, block, shape)
    }

    /// Fills the first frame with the wave at the initial phase. `[render]`
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func prime(_ block: borrowing Block, _ cycle: EarlyPhase.Cycle, beyond: (Double, Bool) -> Float) {
        var initial = EarlyPhase(block.held(1)[0], cycle)
        block.output(0)[0] = initial.next(cycle, step: 0, isConstant: true, beyond)
    }

    /// What a frame goes on by, in the unit of the initial phase.
    @inline(__always)
    @_noLocks @_noAllocation
    private func step(_ hertz: Float, _ cycle: EarlyPhase.Cycle) -> Double {
        cycle.length * PhaseStep.fraction(Double(hertz * cyclesPerHertz))
    }
}
