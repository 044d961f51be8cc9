internal import TonewheelRealtime

/// One segment of an envelope, computed frame by frame: recurrences in double precision, so that a frame costs no call.
///
/// Reference: SuperCollider help, "Env", on the shapes.
struct EnvelopeSegment: BitwiseCopyable {
    private enum Kind: UInt8 {
        case hold, linear, exponential, rotation, curve, square, cube
    }

    /// The level at this frame.
    var level = 0.0

    /// Frames until the segment has ended.
    var framesLeft = 0

    private var kind = Kind.hold
    private var target = 0.0
    private var base = 0.0  // what the moving part is added to
    private var part = 0.0  // the moving part
    private var previous = 0.0  // the moving part of the frame before
    private var factor = 0.0  // of the recurrence, or its step

    @_noLocks @_noAllocation
    init() {}

    /// Begins a segment from the level as it is.
    @_noLocks @_noAllocation
    mutating func begin(to target: Double, frames: Int, shape: Float, curve: Float) {
        self.target = target
        framesLeft = frames
        let start = level
        let count = Double(frames)
        kind = .linear
        factor = (target - start) / count
        switch Held.index(shape, 0, 8) {
        case 0:
            kind = .hold
            level = target
        case 8: kind = .hold
        case 2:
            let ratio = target / start
            // Between different signs, and from 0, there is no such curve.
            if ratio >= 0, ratio < 1e38 {
                kind = .exponential
                factor = Maths.pow(ratio, 1 / count)
            }
        case 3: beginRotation(.pi / count, around: (start + target) * 0.5, (start - target) * 0.5, .pi * 0.5)
        case 4:
            // A quarter of a sine: rising from its zero, falling towards it.
            let isRising = target >= start
            beginRotation(
                .pi * 0.5 / count, around: isRising ? start : target, isRising ? target - start : start - target,
                isRising ? 0 : .pi * 0.5)
        case 5:
            let curve = Double(min(500, max(-500, Held.finite(curve))))
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

    /// A sine of `amplitude` around `base`, going on by `angle` a frame: y[n] = 2 cos(angle) y[n−1] − y[n−2].
    @_noLocks @_noAllocation
    private mutating func beginRotation(_ angle: Double, around base: Double, _ amplitude: Double, _ phase: Double) {
        kind = .rotation
        self.base = base
        factor = 2 * Maths.cos(angle)
        part = amplitude * Maths.sin(phase)
        previous = amplitude * Maths.sin(phase - angle)
    }

    /// Goes on by a frame, of which there is one left at least.
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
        case .rotation:
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

    /// Gives `count` frames, as many as are left at most, beginning with the level as it is: a loop for each kind of curve.
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
        case .rotation:
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
        // Many steps together are a little off.
        if framesLeft == 0 { self.level = target }
    }
}
