/// A value that moves to its target in a straight line.
package struct Glide: BitwiseCopyable, Sendable {
    /// The number of frames from a new target until the value reaches it.
    package let length: Int

    /// The target value.
    package private(set) var target: Float
    private var step: Float = 0  // the increment per frame during a glide
    private var framesLeft = 0

    /// - Parameter length: the duration of a glide in frames, 1 or more.
    package init(_ value: Float, length: Int) {
        target = value
        self.length = length
    }

    /// Whether the value has reached the target.
    package var hasReachedTarget: Bool {
        @_noLocks @_noAllocation get { framesLeft == 0 }
    }

    /// The value at the current frame.
    package var value: Float {
        @_noLocks @_noAllocation get { target - step * Float(framesLeft) }
    }

    /// Starts a glide from the current value to `target`. `[render]`
    @_noLocks @_noAllocation
    package mutating func glide(to target: Float) {
        glide(to: target, over: length)
    }

    /// Starts a glide from the current value to `target`, which it reaches after `frameCount` frames, 1 or more.
    /// `[render]`
    @_noLocks @_noAllocation
    package mutating func glide(to target: Float, over frameCount: Int) {
        let start = value
        self.target = target
        step = (target - start) / Float(frameCount)
        framesLeft = target == start ? 0 : frameCount
    }

    /// Sets the value to `value` without a glide. `[render]`
    @_noLocks @_noAllocation
    package mutating func jump(to value: Float) {
        target = value
        framesLeft = 0
    }

    /// Advances by one frame and returns the value there. `[render]`
    ///
    /// The first frame of a glide already includes one step, so that the last one is the target.
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

    /// Multiplies interleaved frames by the values of the next frames: see `next`. `[render]`
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
