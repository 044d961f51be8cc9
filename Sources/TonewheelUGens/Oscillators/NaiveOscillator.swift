internal import TonewheelDSP

/// An oscillator that computes its waveform from the phase without limiting its bandwidth: the common part of `LFSaw`,
/// `LFTri`, `LFPar` and `LFCub`. Input 0 is the frequency, input 1 the initial phase.
///
/// The output begins one step after the initial phase, with the frequency before the first block, as in scsynth
/// (measured, 3.13).
struct NaiveOscillator: BitwiseCopyable {
    private let cyclesPerHertz: Float
    private var phase: UInt64 = 0  // 2⁶⁴ is one cycle
    private var initialPhase = InitialPhase()
    private var origin = PhaseOrigin()

    init(_ setup: UnitSetup) {
        cyclesPerHertz = Float(1 / setup.sampleRate)
    }

    @_noLocks @_noAllocation
    mutating func reset() {
        phase = 0
        initialPhase = InitialPhase()
    }

    /// Fills a block. `[render]`
    ///
    /// - Parameters:
    ///   - cycle: the bounds of the cycle.
    ///   - shape: the waveform at a phase of −2³¹ … 2³¹, where 0 corresponds to 0 in the unit of the input.
    ///   - extended: the waveform at a phase in the unit of the input, which may lie outside the cycle; the second
    ///     argument is whether a cycle has just been subtracted from it.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func process(
        _ block: borrowing Block, _ cycle: InitialPhase.Cycle, _ shape: (Int32) -> Float,
        extended: (Double, Bool) -> Float
    ) {
        let (frequency, output) = (block.input(0), block.output(0))
        if block.isFirst {
            let initial = block.input(1).initial
            phase = Phase.start(initial, perCycle: cycle.length) &+ Phase.step(frequency.initial, cyclesPerHertz)
            initialPhase.begin(initial, cycle, step: step(frequency.initial, cycle), isConstant: frequency.isConstant)
        }
        if initialPhase.isActive {
            for frame in 0..<block.frameCount {
                let step = step(frequency[frame], cycle)
                output[frame] = initialPhase.next(cycle, step: step, isConstant: frequency.isConstant, extended)
            }
            // Checked once per block, whether it is rendered whole or in pieces.
            if block.framesToEnd == block.frameCount, initialPhase.deactivateIfInside(cycle) {
                phase = Phase.start(initialPhase.value, perCycle: cycle.length)
            }
            return
        }
        phase = Phase.fill(
            output, block.frameCount, frequency.samples, isConstant: frequency.isConstant, cyclesPerHertz, from: phase,
            &origin, block, shape)
    }

    /// Fills the first frame with the waveform at the initial phase. `[render]`
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func prime(_ block: borrowing Block, _ cycle: InitialPhase.Cycle, extended: (Double, Bool) -> Float) {
        var initial = InitialPhase(block.held(1)[0], cycle)
        block.output(0)[0] = initial.next(cycle, step: 0, isConstant: true, extended)
    }

    /// Returns the phase increment per frame, in the unit of the initial phase.
    @inline(__always)
    @_noLocks @_noAllocation
    private func step(_ hertz: Float, _ cycle: InitialPhase.Cycle) -> Double {
        cycle.length * PhaseStep.fraction(Double(hertz * cyclesPerHertz))
    }
}
