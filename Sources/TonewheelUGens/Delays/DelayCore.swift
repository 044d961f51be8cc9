internal import TonewheelDSP
internal import TonewheelRealtime

/// How a delay reads between two frames.
enum DelayReading {
    case nearest
    case linear
    case cubic
}

/// What a delay does with what it has read.
enum DelayForm {
    /// It is the output.
    case plain
    /// It is the output, and goes back in with the input.
    case comb
    /// As a comb, but with the input taken away so that all frequencies are equally loud.
    case allpass
}

/// A delay line with its inputs: 0 the signal, 1 the longest delay, 2 the delay, both in seconds, and for combs and all-pass
/// filters 3 the time in which the echoes decay by 60 dB.
///
/// A delay at control rate glides over a block, in single precision, and stays where that led to: as measured of scsynth. So is the
/// length of the line, the next power of two above the longest delay and a block, which is what delays are held to. A plain
/// delay of the whole line is silent until the line is full, and none from then on, since the newest sample takes the oldest one's
/// place before it is read.
///
/// Reference: M. R. Schroeder, "Natural Sounding Artificial Reverberation" (1962): feedback 0.001^(delay / decay).
struct DelayCore: BitwiseCopyable {
    private let memory: ArenaSlice
    private let mask: Int
    private let sampleRate: Float
    private let shortest: Float
    private let longest: Float

    /// Whether the delay never changes: then 0 is 0, and not the shortest.
    private let isFixed: Bool
    private var position = 0
    private var delay: Float = 0
    private var time = Float.nan
    private var decay = Float.nan
    private var feedback: Float = 0

    // A change of a block that is rendered in pieces, and has not come to its end.
    private var isMoving = false
    private var step: Float = 0
    private var feedbackStep: Float = 0
    private var targetFeedback: Float = 0

    /// The longest delay is that of input 1, if it is known beforehand, and else 1 s.
    init(_ setup: UnitSetup, _ reading: DelayReading, _ form: DelayForm) {
        let seconds = Bounds.hold(Double(setup.value(ofInput: 1) ?? 1), 0, 120)
        // Four samples, of which a cubic curve is made, have to be there.
        var count = 4
        while Double(count) < seconds * setup.sampleRate + Double(setup.maximumFrameCount + 1) { count *= 2 }
        memory = setup.takeMemory(count)
        mask = count - 1
        longest = Float(count)
        sampleRate = Float(setup.sampleRate)
        switch (reading, form) {
        case (.cubic, .comb), (.cubic, .allpass): shortest = 2
        default: shortest = 1
        }
        if case .plain = form { isFixed = setup.inputs[2].rate == .scalar } else { isFixed = false }
    }

    @_noLocks @_noAllocation
    mutating func reset() {
        position = 0
        delay = 0
        time = .nan
        decay = .nan
        feedback = 0
        isMoving = false
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private func frames(_ seconds: Float) -> Float {
        isFixed && seconds == 0 ? 0 : Bounds.hold(seconds * sampleRate, shortest, longest)
    }

    /// The part of an echo that the next one has; negative for a negative decay.
    @_noLocks @_noAllocation
    private func feedback(_ delay: Float, _ decay: Float) -> Float {
        if delay == 0 || decay == 0 { return 0 }
        let magnitude = decay < 0 ? -decay : decay
        // ln 0.001
        let factor = Bounds.hold(Maths.exp(-6.907755278982137 * Double(delay) / Double(magnitude)), 0, 1)
        return Float(decay < 0 ? -factor : factor)
    }

    /// The sample of a frame; before the first there is none.
    @inline(__always)
    @_noLocks @_noAllocation
    private func sample(_ samples: UnsafeMutablePointer<Float>, _ frame: Int, _ isFilling: Bool) -> Float {
        isFilling && frame < 0 ? 0 : samples[frame & mask]
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private func read(
        _ samples: UnsafeMutablePointer<Float>, _ delay: Float, _ reading: DelayReading, _ isFilling: Bool
    ) -> Float {
        let whole = Int(delay)
        let at = position &- whole
        switch reading {
        case .nearest:
            return sample(samples, at, isFilling)
        case .linear:
            let part = delay - Float(whole)
            return Interpolation.linear(part, sample(samples, at, isFilling), sample(samples, at &- 1, isFilling))
        case .cubic:
            let part = delay - Float(whole)
            return Interpolation.cubic(
                part, sample(samples, at &+ 1, isFilling), sample(samples, at, isFilling),
                sample(samples, at &- 1, isFilling), sample(samples, at &- 2, isFilling))
        }
    }

    /// - Parameter isFilling: whether the line may not be full yet.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func next(
        _ x: Float, _ samples: UnsafeMutablePointer<Float>, _ reading: DelayReading, _ form: DelayForm,
        _ isFilling: Bool
    ) -> Float {
        let here = position & mask
        var y: Float
        switch form {
        case .plain:
            samples[here] = x
            y = read(samples, delay, reading, isFilling)
        case .comb:
            y = read(samples, delay, reading, isFilling)
            let echo = x + feedback * y
            samples[here] = Bounds.isSound(echo) ? echo : 0
        case .allpass:
            let old = read(samples, delay, reading, isFilling)
            let echo = x + feedback * old
            samples[here] = Bounds.isSound(echo) ? echo : 0
            y = old - feedback * echo
            // Before anything has come through, the cubic one is silent: as measured of scsynth.
            if isFilling, case .cubic = reading, position &+ 1 < Int(delay) { y = 0 }
        }
        position = position &+ 1
        return y
    }

    /// Begins a first block, with the values that the inputs hold before it.
    @_noLocks @_noAllocation
    private mutating func begin(_ seconds: Signal, _ block: borrowing Block, _ form: DelayForm) {
        time = seconds.initial
        delay = frames(time)
        if case .plain = form { return decay = 0 }
        decay = block.input(3).initial
        feedback = feedback(time, decay)
    }

    /// What it holds before the first frame: silence, since nothing has come through yet, unless there is no delay.
    @_noLocks @_noAllocation
    func prime(_ block: borrowing Block) {
        block.output(0)[0] = isFixed && block.input(2)[0] == 0 ? block.input(0)[0] : 0
    }

    @inline(__always)
    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block, _ reading: DelayReading, _ form: DelayForm) {
        // Frames before the first are asked for up to two beyond the longest delay.
        if position > mask &+ 3 {
            fill(block, reading, form, isFilling: false)
        } else {
            fill(block, reading, form, isFilling: true)
        }
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func fill(
        _ block: borrowing Block, _ reading: DelayReading, _ form: DelayForm, isFilling: Bool
    ) {
        let (input, seconds, output) = (block.input(0), block.input(2), block.output(0))
        let samples = block.memory(memory)
        let frameCount = block.frameCount
        var decayTime: Float = 0
        if case .plain = form {} else { decayTime = block.held(3)[0] }
        if block.isFirst { begin(seconds, block, form) }
        let isGoingOn = isMoving && block.isContinued
        if isMoving, !block.isContinued { feedback = targetFeedback }
        isMoving = false
        if !seconds.isConstant {
            time = .nan
            for frame in 0..<frameCount {
                let now = seconds[frame]
                delay = frames(now)
                if case .plain = form {} else { feedback = feedback(now, decayTime) }
                output[frame] = next(input[frame], samples, reading, form, isFilling)
            }
        } else if isGoingOn, seconds[0] == time, decayTime == decay {
            move(block, samples, reading, form, isFilling)
        } else if seconds[0] == time, decayTime == decay {
            for frame in 0..<frameCount { output[frame] = next(input[frame], samples, reading, form, isFilling) }
        } else {
            let target = frames(seconds[0])
            targetFeedback = 0
            if case .plain = form {} else { targetFeedback = feedback(seconds[0], decayTime) }
            if time.isNaN {
                delay = target
                feedback = targetFeedback
            }
            let part = 1 / Float(block.framesToEnd)
            let moves = seconds[0] != time
            step = moves ? (target - delay) * part : 0
            feedbackStep = (targetFeedback - feedback) * part
            (time, decay) = (seconds[0], decayTime)
            // The feedback is one frame ahead, without interpolation only while the delay moves: as measured of scsynth.
            var isAhead = true
            if case .nearest = reading { isAhead = moves }
            if isAhead { feedback += feedbackStep }
            move(block, samples, reading, form, isFilling)
        }
        Bounds.silenceNonFinite(output, frameCount)
    }

    /// Fills the output while delay and feedback move, up to the end of the block.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func move(
        _ block: borrowing Block, _ samples: UnsafeMutablePointer<Float>, _ reading: DelayReading, _ form: DelayForm,
        _ isFilling: Bool
    ) {
        let (input, output) = (block.input(0), block.output(0))
        let (step, feedbackStep) = (self.step, self.feedbackStep)
        for frame in 0..<block.frameCount {
            delay = Bounds.hold(delay + step, 0, longest)
            output[frame] = next(input[frame], samples, reading, form, isFilling)
            feedback += feedbackStep
        }
        isMoving = block.framesToEnd > block.frameCount
        if !isMoving { feedback = targetFeedback }
    }
}
