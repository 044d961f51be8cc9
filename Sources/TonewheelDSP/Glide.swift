/// A value that goes to its target in a straight line instead of jumping there.
package struct Glide: BitwiseCopyable, Sendable {
    /// Frames from a new target to its arrival.
    package let length: Int

    /// Where the value goes, or is.
    package private(set) var target: Float
    private var step: Float = 0  // from one frame to the next, on the way
    private var framesLeft = 0

    /// - Parameter length: frames that a glide takes, 1 or more.
    package init(_ value: Float, length: Int) {
        target = value
        self.length = length
    }

    /// Whether the target has been reached.
    package var hasArrived: Bool {
        @_noLocks @_noAllocation get { framesLeft == 0 }
    }

    /// The value at this frame.
    package var value: Float {
        @_noLocks @_noAllocation get { target - step * Float(framesLeft) }
    }

    /// Sets out for `target` from where the value is now. `[render]`
    @_noLocks @_noAllocation
    package mutating func glide(to target: Float) {
        glide(to: target, over: length)
    }

    /// Sets out for `target` from where the value is now, to be there after `frameCount` frames, 1 or more. `[render]`
    @_noLocks @_noAllocation
    package mutating func glide(to target: Float, over frameCount: Int) {
        let start = value
        self.target = target
        step = (target - start) / Float(frameCount)
        framesLeft = target == start ? 0 : frameCount
    }

    /// Goes to `value` at once. `[render]`
    @_noLocks @_noAllocation
    package mutating func jump(to value: Float) {
        target = value
        framesLeft = 0
    }

    /// Goes on by a frame, and gives the value there. `[render]`
    ///
    /// The first frame of a glide has moved already, so that the last one is its target.
    @_noLocks @_noAllocation
    package mutating func next() -> Float {
        guard framesLeft > 0 else { return target }
        framesLeft = framesLeft &- 1
        return value
    }

    /// Writes the values of the next frames. `[render]`
    @_noLocks @_noAllocation
    package mutating func write(to samples: UnsafeMutablePointer<Float>, frameCount: Int) {
        var frame = 0
        while framesLeft > 0, frame < frameCount {
            samples[frame] = next()
            frame = frame &+ 1
        }
        let value = target
        while frame < frameCount {
            samples[frame] = value
            frame = frame &+ 1
        }
    }

    /// Multiplies interleaved frames by the value of their frame, and goes on by as many frames: see `next`. `[render]`
    @_noLocks @_noAllocation
    package mutating func apply(to samples: UnsafeMutablePointer<Float>, frameCount: Int, channelCount: Int = 1) {
        var frame = 0
        while framesLeft > 0, frame < frameCount {
            let gain = next()
            for channel in 0..<channelCount { samples[frame &* channelCount &+ channel] *= gain }
            frame = frame &+ 1
        }
        let gain = target
        guard gain != 1 else { return }
        for sample in frame &* channelCount..<frameCount &* channelCount { samples[sample] *= gain }
    }
}
