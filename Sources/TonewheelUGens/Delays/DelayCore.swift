internal import TonewheelDSP
internal import TonewheelRealtime

/// The interpolation of a delay line between frames.
enum DelayInterpolation {
    case nearest
    case linear
    case cubic
}

/// The structure around a delay line.
enum DelayStructure {
    /// No feedback.
    case plain
    /// The output is fed back and added to the input.
    case comb
    /// A comb with a feedforward path that makes the gain equal at all frequencies.
    case allpass
}

/// The core of all delay units: a delay line with interpolated reads and optional feedback.
///
/// Its inputs are 0 the signal, 1 the maximum delay, 2 the delay, both in seconds, and for combs and all-pass filters
/// 3 the time in seconds in which the echoes decay by 60 dB.
///
/// A delay at control rate ramps over one block in single precision, and stays at the value that the ramp has reached.
/// Delays are clamped to the length of the line, which is the next power of two above the maximum delay plus one block.
/// Both are as measured on scsynth. A plain delay by the full length is silent until the line is full, and passes the
/// signal through from then on, because the newest sample overwrites the oldest one before it is read.
///
/// Reference: M. R. Schroeder, "Natural Sounding Artificial Reverberation" (1962): feedback 0.001^(delay / decay).
struct DelayCore: BitwiseCopyable {
    private let memory: ArenaSlice
    private let mask: Int
    private let sampleRate: Float
    private let shortest: Float
    private let longest: Float

    /// Whether the delay is scalar. A delay of 0 is then not raised to the minimum.
    private let isFixed: Bool
    private var position = 0
    private var delay: Float = 0
    private var time = Float.nan
    private var decay = Float.nan
    private var feedback: Float = 0

    // A ramp that continues in the next piece of the block.
    private var isRamping = false
    private var step: Float = 0
    private var feedbackStep: Float = 0
    private var targetFeedback: Float = 0

    /// The maximum delay is the initial value of input 1, or 1 s if that is unknown.
    init(_ setup: UnitSetup, _ interpolation: DelayInterpolation, _ structure: DelayStructure) {
        let seconds = Bounds.clamp(Double(setup.value(ofInput: 1) ?? 1), 0, 120)
        // The cubic interpolation reads four samples.
        var count = 4
        while Double(count) < seconds * setup.sampleRate + Double(setup.maximumFrameCount + 1) { count *= 2 }
        memory = setup.reserveMemory(count)
        mask = count - 1
        longest = Float(count)
        sampleRate = Float(setup.sampleRate)
        switch (interpolation, structure) {
        case (.cubic, .comb), (.cubic, .allpass): shortest = 2
        default: shortest = 1
        }
        if case .plain = structure { isFixed = setup.inputs[2].rate == .scalar } else { isFixed = false }
    }

    @_noLocks @_noAllocation
    mutating func reset() {
        position = 0
        delay = 0
        time = .nan
        decay = .nan
        feedback = 0
        isRamping = false
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private func frames(_ seconds: Float) -> Float {
        isFixed && seconds == 0 ? 0 : Bounds.clamp(seconds * sampleRate, shortest, longest)
    }

    /// Returns the gain from one echo to the next; negative for a negative decay.
    @_noLocks @_noAllocation
    private func feedback(_ delay: Float, _ decay: Float) -> Float {
        if delay == 0 || decay == 0 { return 0 }
        let magnitude = decay < 0 ? -decay : decay
        // ln 0.001
        let factor = Bounds.clamp(Maths.exp(-6.907755278982137 * Double(delay) / Double(magnitude)), 0, 1)
        return Float(decay < 0 ? -factor : factor)
    }

    /// Returns the sample written at `frame`, or 0 before the first frame.
    @inline(__always)
    @_noLocks @_noAllocation
    private func sample(_ samples: UnsafeMutablePointer<Float>, _ frame: Int, _ isFilling: Bool) -> Float {
        isFilling && frame < 0 ? 0 : samples[frame & mask]
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private func read(
        _ samples: UnsafeMutablePointer<Float>, _ delay: Float, _ interpolation: DelayInterpolation, _ isFilling: Bool
    ) -> Float {
        let whole = Int(delay)
        let readIndex = position &- whole
        switch interpolation {
        case .nearest:
            return sample(samples, readIndex, isFilling)
        case .linear:
            let fraction = delay - Float(whole)
            return Interpolation.linear(
                fraction, sample(samples, readIndex, isFilling), sample(samples, readIndex &- 1, isFilling))
        case .cubic:
            let fraction = delay - Float(whole)
            return Interpolation.cubic(
                fraction, sample(samples, readIndex &+ 1, isFilling), sample(samples, readIndex, isFilling),
                sample(samples, readIndex &- 1, isFilling), sample(samples, readIndex &- 2, isFilling))
        }
    }

    /// Processes one frame.
    ///
    /// - Parameter isFilling: whether reads may go back beyond the first frame.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func next(
        _ x: Float, _ samples: UnsafeMutablePointer<Float>, _ interpolation: DelayInterpolation,
        _ structure: DelayStructure, _ isFilling: Bool
    ) -> Float {
        let writeIndex = position & mask
        var y: Float
        switch structure {
        case .plain:
            samples[writeIndex] = x
            y = read(samples, delay, interpolation, isFilling)
        case .comb:
            y = read(samples, delay, interpolation, isFilling)
            let echo = x + feedback * y
            samples[writeIndex] = Bounds.isBounded(echo) ? echo : 0
        case .allpass:
            let old = read(samples, delay, interpolation, isFilling)
            let echo = x + feedback * old
            samples[writeIndex] = Bounds.isBounded(echo) ? echo : 0
            y = old - feedback * echo
            // Until the first sample is read, the cubic variant is silent, as measured on scsynth.
            if isFilling, case .cubic = interpolation, position &+ 1 < Int(delay) { y = 0 }
        }
        position = position &+ 1
        return y
    }

    /// Starts the first block with the initial values of the inputs.
    @_noLocks @_noAllocation
    private mutating func begin(_ seconds: Signal, _ block: borrowing Block, _ structure: DelayStructure) {
        time = seconds.initial
        delay = frames(time)
        if case .plain = structure { return decay = 0 }
        decay = block.input(3).initial
        feedback = feedback(time, decay)
    }

    /// Sets the initial output of a plain delay: 0, or the input for a scalar delay of 0. `[render]`
    @_noLocks @_noAllocation
    func prime(_ block: borrowing Block) {
        block.output(0)[0] = isFixed && block.input(2)[0] == 0 ? block.input(0)[0] : 0
    }

    @inline(__always)
    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block, _ interpolation: DelayInterpolation, _ structure: DelayStructure) {
        // Reads go back up to two frames beyond the maximum delay.
        if position > mask &+ 3 {
            render(block, interpolation, structure, isFilling: false)
        } else {
            render(block, interpolation, structure, isFilling: true)
        }
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func render(
        _ block: borrowing Block, _ interpolation: DelayInterpolation, _ structure: DelayStructure, isFilling: Bool
    ) {
        let (input, seconds, output) = (block.input(0), block.input(2), block.output(0))
        let samples = block.memory(memory)
        let frameCount = block.frameCount
        var decayTime: Float = 0
        if case .plain = structure {} else { decayTime = block.held(3)[0] }
        if block.isFirst { begin(seconds, block, structure) }
        let continuesRamp = isRamping && block.isContinued
        if isRamping, !block.isContinued { feedback = targetFeedback }
        isRamping = false
        if !seconds.isConstant {
            time = .nan
            for frame in 0..<frameCount {
                let now = seconds[frame]
                delay = frames(now)
                if case .plain = structure {} else { feedback = feedback(now, decayTime) }
                output[frame] = next(input[frame], samples, interpolation, structure, isFilling)
            }
        } else if continuesRamp, seconds[0] == time, decayTime == decay {
            ramp(block, samples, interpolation, structure, isFilling)
        } else if seconds[0] == time, decayTime == decay {
            for frame in 0..<frameCount {
                output[frame] = next(input[frame], samples, interpolation, structure, isFilling)
            }
        } else {
            let target = frames(seconds[0])
            targetFeedback = 0
            if case .plain = structure {} else { targetFeedback = feedback(seconds[0], decayTime) }
            if time.isNaN {
                delay = target
                feedback = targetFeedback
            }
            let fraction = 1 / Float(block.framesToEnd)
            let delayChanges = seconds[0] != time
            step = delayChanges ? (target - delay) * fraction : 0
            feedbackStep = (targetFeedback - feedback) * fraction
            (time, decay) = (seconds[0], decayTime)
            // The feedback is one frame ahead, without interpolation only if the delay changes: as measured on scsynth.
            var isAhead = true
            if case .nearest = interpolation { isAhead = delayChanges }
            if isAhead { feedback += feedbackStep }
            ramp(block, samples, interpolation, structure, isFilling)
        }
        Bounds.silenceNonFinite(output, frameCount)
    }

    /// Renders a block or piece in which delay and feedback ramp, up to the end of the block.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func ramp(
        _ block: borrowing Block, _ samples: UnsafeMutablePointer<Float>, _ interpolation: DelayInterpolation,
        _ structure: DelayStructure, _ isFilling: Bool
    ) {
        let (input, output) = (block.input(0), block.output(0))
        let (step, feedbackStep) = (self.step, self.feedbackStep)
        for frame in 0..<block.frameCount {
            delay = Bounds.clamp(delay + step, 0, longest)
            output[frame] = next(input[frame], samples, interpolation, structure, isFilling)
            feedback += feedbackStep
        }
        isRamping = block.framesToEnd > block.frameCount
        if !isRamping { feedback = targetFeedback }
    }
}
