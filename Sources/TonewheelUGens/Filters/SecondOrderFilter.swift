internal import TonewheelDSP

/// What a second-order section multiplies by.
///
///     w[n] = gain x[n] - a1 w[n-1] - a2 w[n-2],   y[n] = b0 w[n] + b1 w[n-1] + b2 w[n-2]
struct SecondOrderCoefficients: BitwiseCopyable {
    var gain: Double
    var b0: Double
    var b1: Double
    var b2: Double
    var a1: Double
    var a2: Double

    @_noLocks @_noAllocation
    init(gain: Double = 1, b0: Double = 0, b1: Double = 0, b2: Double = 0, a1: Double = 0, a2: Double = 0) {
        self.gain = gain
        self.b0 = b0
        self.b1 = b1
        self.b2 = b2
        self.a1 = a1
        self.a2 = a2
    }

    /// The step of `count` equal ones that lead from here to `target`.
    @inline(__always)
    @_noLocks @_noAllocation
    func step(to target: SecondOrderCoefficients, count: Int) -> SecondOrderCoefficients {
        let part = 1 / Double(count)
        return SecondOrderCoefficients(
            gain: (target.gain - gain) * part, b0: (target.b0 - b0) * part, b1: (target.b1 - b1) * part,
            b2: (target.b2 - b2) * part, a1: (target.a1 - a1) * part, a2: (target.a2 - a2) * part)
    }

    @inline(__always)
    @_noLocks @_noAllocation
    mutating func add(_ step: SecondOrderCoefficients) {
        gain += step.gain
        b0 += step.b0
        b1 += step.b1
        b2 += step.b2
        a1 += step.a1
        a2 += step.a2
    }
}

/// A second-order section in direct form II, whose coefficients follow its parameters once a block.
///
/// The form, and how the coefficients move, are scsynth's, as measured from outside: a new value is reached in steps of three
/// frames, and the first frame of a synth goes through the filter twice. Where all parameters are at audio rate, each three frames
/// have coefficients of their own, but scsynth goes on by one frame of the parameters for three of the signal (`BBandPass` and
/// `BBandStop` by two while they change), and begins anew with every block: so do we.
struct SecondOrderFilter: BitwiseCopyable {
    private var coefficients = SecondOrderCoefficients()
    private var w1 = 0.0
    private var w2 = 0.0
    private var parameters: (Float, Float, Float) = (.nan, .nan, .nan)

    // The glide of a block that is rendered in pieces: from where, and from which frame on; −1 without one.
    private var glideStart = SecondOrderCoefficients()
    private var glideFrame: Int32 = -1

    @_noLocks @_noAllocation
    init() {}

    /// Begins a first block: with the coefficients of the values that the parameters hold before it, and with what the input
    /// holds before it taken in.
    @_noLocks @_noAllocation
    mutating func begin(_ coefficients: SecondOrderCoefficients, _ block: borrowing Block) {
        self.coefficients = coefficients
        if !block.isPriming { _ = next(block.input(0).initial, coefficients) }
    }

    /// Whether the parameters differ from those of the last block; then `glide` has to follow.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func isChanged(_ first: Float, _ second: Float = 0, _ third: Float = 0) -> Bool {
        if first == parameters.0, second == parameters.1, third == parameters.2 { return false }
        parameters = (first, second, third)
        return true
    }

    /// One frame. `[render]`
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func next(_ x: Float, _ c: SecondOrderCoefficients) -> Float {
        let w0 = c.gain * Double(x) - c.a1 * w1 - c.a2 * w2
        let y = c.b0 * w0 + c.b1 * w1 + c.b2 * w2
        w2 = w1
        w1 = w0
        return Float(y)
    }

    /// Filters input 0 to output 0 with new coefficients, which are reached at the end of the block.
    ///
    /// - Parameter isLate: at control rate, where a block is one frame, whether they are reached with the next one.
    @_noLocks @_noAllocation
    mutating func glide(to target: SecondOrderCoefficients, _ block: borrowing Block, isLate: Bool = false) {
        if block.isPiece { return glidePiece(to: target, block) }
        let stepCount = block.frameCount / 3
        if stepCount == 0 {
            if !isLate { coefficients = target }
            process(block)
            coefficients = target
            return
        }
        let (input, output) = (block.input(0), block.output(0))
        let step = coefficients.step(to: target, count: stepCount)
        var moving = coefficients
        var frame = 0
        for _ in 0..<stepCount {
            output[frame] = next(input[frame], moving)
            output[frame &+ 1] = next(input[frame &+ 1], moving)
            output[frame &+ 2] = next(input[frame &+ 2], moving)
            moving.add(step)
            frame = frame &+ 3
        }
        coefficients = target
        while frame < block.frameCount {
            output[frame] = next(input[frame], target)
            frame = frame &+ 1
        }
        check(output, block.frameCount)
    }

    /// How many coefficients there are in a block where all parameters are at audio rate: one for three frames, and for those that are
    /// left over, the last one.
    @inline(__always)
    @_noLocks @_noAllocation
    static func tripleCount(_ block: borrowing Block) -> Int {
        max(1, block.frameCount / 3)
    }

    /// Sets the coefficients of the triples that follow.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func set(_ coefficients: SecondOrderCoefficients) {
        self.coefficients = coefficients
    }

    /// Whether the parameters of a band filter differ at a frame from those read last. The frame goes on by one; if they differ, by two,
    /// and it is the second one that has been read.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func isChanged(_ first: Signal, _ second: Signal, at frame: inout Int, _ block: borrowing Block) -> Bool {
        let isChanged = isChanged(first[frame], second[frame])
        if isChanged {
            frame = min(frame &+ 1, block.frameCount &- 1)
            _ = self.isChanged(first[frame], second[frame])
        }
        frame = frame &+ 1
        return isChanged
    }

    /// Filters three frames, or from the last triple on all that are left.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func process(triple: Int, _ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        let frameCount = block.frameCount
        let coefficients = coefficients
        let isLast = triple &+ 1 >= Self.tripleCount(block)
        for frame in triple &* 3..<(isLast ? frameCount : triple &* 3 &+ 3) {
            output[frame] = next(input[frame], coefficients)
        }
        if isLast { check(output, frameCount) }
    }

    /// Filters input 0 to output 0.
    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        if block.isPiece { return processPiece(block) }
        processSteadily(block)
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func processSteadily(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        let frameCount = block.frameCount
        let fixed = coefficients
        if input.isConstant {
            let x = input[0]
            for frame in 0..<frameCount { output[frame] = next(x, fixed) }
        } else {
            let x = input.samples
            for frame in 0..<frameCount { output[frame] = next(x[frame], fixed) }
        }
        check(output, frameCount)
    }

    /// As `process`, in a piece of a block: goes on with its glide, if there is one.
    @inline(never)
    @_noLocks @_noAllocation
    private mutating func processPiece(_ block: borrowing Block) {
        if !block.isContinued { glideFrame = -1 }
        if glideFrame < 0 { processSteadily(block) } else { goOnGliding(block) }
    }

    /// As `glide`, in a piece of a block.
    @inline(never)
    @_noLocks @_noAllocation
    private mutating func glidePiece(to target: SecondOrderCoefficients, _ block: borrowing Block) {
        let isGliding = block.isContinued && glideFrame >= 0
        glideStart = isGliding ? glidingCoefficients(block) : coefficients
        glideFrame = Int32(truncatingIfNeeded: block.firstFrame)
        coefficients = target
        goOnGliding(block)
    }

    /// The coefficients that a glide has come to at the first frame of a piece.
    @_noLocks @_noAllocation
    private func glidingCoefficients(_ block: borrowing Block) -> SecondOrderCoefficients {
        let passed = block.firstFrame &- Int(glideFrame)
        let stepCount = (passed &+ block.framesToEnd) / 3
        if passed / 3 >= stepCount { return coefficients }
        let step = glideStart.step(to: coefficients, count: stepCount)
        var moving = glideStart
        for _ in 0..<passed / 3 { moving.add(step) }
        return moving
    }

    @_noLocks @_noAllocation
    private mutating func goOnGliding(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        var frame = block.firstFrame &- Int(glideFrame)
        let stepCount = (frame &+ block.framesToEnd) / 3
        let step = glideStart.step(to: coefficients, count: max(1, stepCount))
        var moving = glidingCoefficients(block)
        for place in 0..<block.frameCount {
            output[place] = next(input[place], frame < 3 &* stepCount ? moving : coefficients)
            frame = frame &+ 1
            if frame % 3 == 0 { moving.add(step) }
        }
        check(output, block.frameCount)
    }

    /// Takes what is infinite or NaN out of the output, and out of the memory. `[render]`
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func check(_ output: UnsafeMutablePointer<Float>, _ frameCount: Int) {
        Bounds.silenceNonFinite(output, frameCount)
        if !Bounds.isSound(w1) || !Bounds.isSound(w2) { (w1, w2) = (0, 0) }
    }
}
