internal import TonewheelRealtime

/// One segment of an envelope. It is computed by recurrences in double precision, so that no frame needs a call to a
/// mathematical function.
///
/// Reference: SuperCollider help, "Env", on the shapes.
struct EnvelopeSegment: BitwiseCopyable {
    private enum Kind: UInt8 {
        case hold, linear, exponential, sine, curve, square, cube
    }

    /// The level at the current frame.
    var level = 0.0

    /// The number of frames until the end of the segment.
    var framesLeft = 0

    private var kind = Kind.hold
    private var target = 0.0
    private var base = 0.0  // the offset of the moving part
    private var part = 0.0  // the moving part
    private var previous = 0.0  // the moving part in the previous frame
    private var factor = 0.0  // the factor or step of the recurrence

    @_noLocks @_noAllocation
    init() {}

    /// Starts a segment from the current level.
    @_noLocks @_noAllocation
    mutating func begin(to target: Double, frames: Int, shape: Float, curve: Float) {
        self.target = target
        framesLeft = frames
        let start = level
        let count = Double(frames)
        kind = .linear
        factor = (target - start) / count
        switch Clamp.index(shape, 0, 8) {
        case 0:
            kind = .hold
            level = target
        case 8: kind = .hold
        case 2:
            let ratio = target / start
            // From 0, or between different signs, the exponential is undefined: the segment stays linear.
            if ratio >= 0, ratio < 1e38 {
                kind = .exponential
                factor = Maths.pow(ratio, 1 / count)
            }
        case 3: beginSine(.pi / count, around: (start + target) * 0.5, (start - target) * 0.5, .pi * 0.5)
        case 4:
            // A quarter of a sine: a rise starts at the zero crossing, a fall ends there.
            let isRising = target >= start
            beginSine(
                .pi * 0.5 / count, around: isRising ? start : target, isRising ? target - start : start - target,
                isRising ? 0 : .pi * 0.5)
        case 5:
            let curve = Double(min(500, max(-500, Clamp.finite(curve))))
            if curve > 0.001 || curve < -0.001 {
                kind = .curve
                part = (target - start) / (1 - Maths.exp(curve))
                base = start + part
                factor = Maths.exp(curve / count)
            }
        case 6:
            kind = .square
            part = Maths.sqrt(max(0, start))
            factor = (Maths.sqrt(max(0, target)) - part) / count
        case 7:
            kind = .cube
            part = Maths.pow(max(0, start), 1.0 / 3)
            factor = (Maths.pow(max(0, target), 1.0 / 3) - part) / count
        default: break
        }
    }

    /// Starts a sine of `amplitude` around `base` that advances by `angle` radians per frame:
    /// y[n] = 2 cos(angle) y[n−1] − y[n−2].
    @_noLocks @_noAllocation
    private mutating func beginSine(_ angle: Double, around base: Double, _ amplitude: Double, _ phase: Double) {
        kind = .sine
        self.base = base
        factor = 2 * Maths.cos(angle)
        part = amplitude * Maths.sin(phase)
        previous = amplitude * Maths.sin(phase - angle)
    }

    /// Advances by one frame. At least one frame must be left.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func step() {
        framesLeft = framesLeft &- 1
        if framesLeft == 0 {
            level = target
            return
        }
        switch kind {
        case .hold: break
        case .linear: level += factor
        case .exponential: level *= factor
        case .sine:
            let next = factor * part - previous
            previous = part
            part = next
            level = base + part
        case .curve:
            part *= factor
            level = base - part
        case .square:
            part += factor
            level = part * part
        case .cube:
            part += factor
            level = part * part * part
        }
    }

    /// Writes `count` frames, at most `framesLeft`, starting at the current level. Each kind of curve has its own loop.
    @_noLocks @_noAllocation
    mutating func fill(_ output: UnsafeMutablePointer<Float>, _ count: Int) {
        // Locals stay in registers; fields that the loop writes would not.
        var (level, part, previous) = (self.level, self.part, self.previous)
        let (factor, base) = (self.factor, self.base)
        switch kind {
        case .hold:
            let value = Float(level)
            for frame in 0..<count { output[frame] = value }
        case .linear:
            for frame in 0..<count {
                output[frame] = Float(level)
                level += factor
            }
        case .exponential:
            for frame in 0..<count {
                output[frame] = Float(level)
                level *= factor
            }
        case .sine:
            for frame in 0..<count {
                output[frame] = Float(level)
                let next = factor * part - previous
                previous = part
                part = next
                level = base + part
            }
        case .curve:
            for frame in 0..<count {
                output[frame] = Float(level)
                part *= factor
                level = base - part
            }
        case .square:
            for frame in 0..<count {
                output[frame] = Float(level)
                part += factor
                level = part * part
            }
        case .cube:
            for frame in 0..<count {
                output[frame] = Float(level)
                part += factor
                level = part * part * part
            }
        }
        (self.level, self.part, self.previous) = (level, part, previous)
        framesLeft = framesLeft &- count
        // Removes the accumulated rounding error.
        if framesLeft == 0 { self.level = target }
    }
}
