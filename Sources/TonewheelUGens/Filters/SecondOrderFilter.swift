internal import TonewheelDSP

/// The coefficients of a second-order section.
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

    /// Returns the difference to `target`, divided by `count`.
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

/// A second-order section in direct form II, whose coefficients are updated once a block.
///
/// The structure and the interpolation of coefficients are as measured on scsynth. New coefficients are reached in
/// steps of three frames, and the first frame of a synth is processed twice. If all parameters are at audio rate, every
/// three frames have their own coefficients. However, scsynth advances by one frame of the parameters for three frames
/// of the signal (`BBandPass` and `BBandStop` by two while the parameters change), and restarts with every block. This
/// implementation does the same.
struct SecondOrderFilter: BitwiseCopyable {
    private var coefficients = SecondOrderCoefficients()
    private var w1 = 0.0
    private var w2 = 0.0
    private var parameters: (Float, Float, Float) = (.nan, .nan, .nan)

    // The glide in a block that is rendered in pieces: its initial coefficients and its first frame, −1 for none.
    private var glideStart = SecondOrderCoefficients()
    private var glideFrame: Int32 = -1

    @_noLocks @_noAllocation
    init() {}

    /// Starts the first block with the coefficients of the initial parameters, and processes the initial value of input
    /// 0.
    @_noLocks @_noAllocation
    mutating func begin(_ coefficients: SecondOrderCoefficients, _ block: borrowing Block) {
        self.coefficients = coefficients
        if !block.isPriming { _ = next(block.input(0).initial, coefficients) }
    }

    /// Stores the parameters, and returns whether they differ from the previous ones. If so, `glide` must follow.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func isChanged(_ first: Float, _ second: Float = 0, _ third: Float = 0) -> Bool {
        if first == parameters.0, second == parameters.1, third == parameters.2 { return false }
        parameters = (first, second, third)
        return true
    }

    /// Processes one frame. `[render]`
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func next(_ x: Float, _ c: SecondOrderCoefficients) -> Float {
        let w0 = c.gain * Double(x) - c.a1 * w1 - c.a2 * w2
        let y = c.b0 * w0 + c.b1 * w1 + c.b2 * w2
        w2 = w1
        w1 = w0
        return Float(y)
    }

    /// Filters input 0 to output 0 while the coefficients change to `target`, which is reached at the end of the block.
    ///
    /// - Parameter isDelayed: whether at control rate, where a block is one frame, `target` is reached in the next
    ///   block.
    @_noLocks @_noAllocation
    mutating func glide(to target: SecondOrderCoefficients, _ block: borrowing Block, isDelayed: Bool = false) {
        if block.isPiece { return glidePiece(to: target, block) }
        let stepCount = block.frameCount / 3
        if stepCount == 0 {
            if !isDelayed { coefficients = target }
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
        sanitize(output, block.frameCount)
    }

    /// Returns the number of sets of coefficients in a block if all parameters are at audio rate: one for three frames.
    /// Remaining frames use the last set.
    @inline(__always)
    @_noLocks @_noAllocation
    static func tripleCount(_ block: borrowing Block) -> Int {
        max(1, block.frameCount / 3)
    }

    /// Sets the coefficients for the next triples.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func set(_ coefficients: SecondOrderCoefficients) {
        self.coefficients = coefficients
    }

    /// Returns whether the parameters of a band filter at a frame differ from the previous ones. `frame` advances by
    /// one; if they differ, by two, and the parameters of the second frame are stored.
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

    /// Filters three frames, or in the last triple all remaining frames.
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
        if isLast { sanitize(output, frameCount) }
    }

    /// Filters input 0 to output 0.
    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block) {
        if block.isPiece { return processPiece(block) }
        processFixed(block)
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func processFixed(_ block: borrowing Block) {
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
        sanitize(output, frameCount)
    }

    /// As `process`, in a piece of a block. Continues the glide of the block, if there is one.
    @inline(never)
    @_noLocks @_noAllocation
    private mutating func processPiece(_ block: borrowing Block) {
        if !block.isContinued { glideFrame = -1 }
        if glideFrame < 0 { processFixed(block) } else { continueGlide(block) }
    }

    /// As `glide`, in a piece of a block.
    @inline(never)
    @_noLocks @_noAllocation
    private mutating func glidePiece(to target: SecondOrderCoefficients, _ block: borrowing Block) {
        let isGliding = block.isContinued && glideFrame >= 0
        glideStart = isGliding ? glidingCoefficients(block) : coefficients
        glideFrame = Int32(truncatingIfNeeded: block.firstFrame)
        coefficients = target
        continueGlide(block)
    }

    /// Returns the coefficients of the glide at the first frame of a piece.
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
    private mutating func continueGlide(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        var frame = block.firstFrame &- Int(glideFrame)
        let stepCount = (frame &+ block.framesToEnd) / 3
        let step = glideStart.step(to: coefficients, count: max(1, stepCount))
        var moving = glidingCoefficients(block)
        for index in 0..<block.frameCount {
            output[index] = next(input[index], frame < 3 &* stepCount ? moving : coefficients)
            frame = frame &+ 1
            if frame % 3 == 0 { moving.add(step) }
        }
        sanitize(output, block.frameCount)
    }

    /// Replaces non-finite samples of the output by 0, and clears the state if it is NaN or too large. `[render]`
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func sanitize(_ output: UnsafeMutablePointer<Float>, _ frameCount: Int) {
        Bounds.silenceNonFinite(output, frameCount)
        if !Bounds.isBounded(w1) || !Bounds.isBounded(w2) { (w1, w2) = (0, 0) }
    }
}
