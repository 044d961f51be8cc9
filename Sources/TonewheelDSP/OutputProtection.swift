/// The last stage between an engine and a device. It protects loudspeakers and ears from any signal that the engine
/// produces.
///
/// In this order: NaN and infinities become 0; `DCBlocker` removes the constant part; `LookAheadLimiter` reduces peaks
/// above −1 decibel of full scale; a hard clip at ±1 follows as a safeguard that should never act. A signal that needs
/// none of this passes unchanged, delayed by the look-ahead.
package struct OutputProtection: ~Copyable, @unchecked Sendable {  // only the owner can use it
    /// The maximum magnitude of an output sample.
    package static var ceiling: Float { @_noLocks @_noAllocation get { LookAheadLimiter.ceiling } }

    /// The magnitude to which louder samples are clamped: +48 decibels of full scale, above any sound. A single extreme
    /// sample would shift the mean in the DC blocker audibly for a second, and its arithmetic might overflow.
    private static var maximumInput: Float { @_noLocks @_noAllocation get { 0x1p8 } }

    /// The number of non-finite samples so far, which became 0. `reset` does not clear it.
    package private(set) var nonFiniteSamples = 0

    /// The number of samples so far that the hard clip changed. A value above 0 indicates an error in the limiter.
    /// `reset` does not clear it.
    package private(set) var clippedSamples = 0

    private let channelCount: Int
    private var blocker: DCBlocker
    private var limiter: LookAheadLimiter

    /// Allocates all memory. `[control]`
    ///
    /// - Parameters:
    ///   - sampleRate: in hertz, up to 30 MHz.
    ///   - channelCount: the number of samples per frame, 1 or more.
    package init(sampleRate: Double, channelCount: Int) {
        self.channelCount = channelCount
        blocker = DCBlocker(sampleRate: sampleRate, channelCount: channelCount)
        limiter = LookAheadLimiter(sampleRate: sampleRate, channelCount: channelCount)
    }

    /// Returns the delay in frames at a sample rate: 1 ms, at least 1 frame. `[any]`
    package static func latencyFrames(sampleRate: Double) -> Int {
        LookAheadLimiter.latencyFrames(sampleRate: sampleRate)
    }

    /// The delay in frames.
    package var latencyFrames: Int {
        @_noLocks @_noAllocation get { limiter.latencyFrames }
    }

    /// The lowest gain in the latest call of `process`; 1 if nothing was limited. `[any]`
    package var lowestGain: Float {
        @_noLocks @_noAllocation get { limiter.lowestGain }
    }

    /// The gain reduction in the latest call of `process`, in decibels; 0 if nothing was limited. `[control]`
    package var gainReduction: Float {
        lowestGain < 1 ? Float(-lowestGain.decibels) : 0
    }

    /// The number of frames so far whose gain was reduced. `[any]`
    package var limitedFrames: Int {
        @_noLocks @_noAllocation get { limiter.limitedFrames }
    }

    /// Returns to the initial state, except for the counters. `[render]`
    @_noLocks @_noAllocation
    package mutating func reset() {
        blocker.reset()
        limiter.reset()
    }

    /// Protects interleaved frames in place. The output does not depend on the division into calls. `[render]`
    @_noLocks @_noAllocation
    package mutating func process(_ frames: UnsafeMutablePointer<Float>, frameCount: Int) {
        let sampleCount = frameCount &* channelCount
        if !(Float.peak(of: frames, count: sampleCount) <= Self.maximumInput) {
            sanitize(frames, sampleCount: sampleCount)
        }
        blocker.process(frames, frameCount: frameCount)
        limiter.process(frames, frameCount: frameCount)
        if !(Float.peak(of: frames, count: sampleCount) <= 1) { clip(frames, sampleCount: sampleCount) }
    }

    /// Replaces non-finite samples by 0, and clamps the others to the maximum input.
    @_noLocks @_noAllocation
    private mutating func sanitize(_ samples: UnsafeMutablePointer<Float>, sampleCount: Int) {
        for sample in 0..<sampleCount where !(abs(samples[sample]) <= Self.maximumInput) {
            if samples[sample].isFinite {
                samples[sample] = samples[sample] < 0 ? -Self.maximumInput : Self.maximumInput
            } else {
                samples[sample] = 0
                nonFiniteSamples = nonFiniteSamples &+ 1
            }
        }
    }

    @_noLocks @_noAllocation
    private mutating func clip(_ samples: UnsafeMutablePointer<Float>, sampleCount: Int) {
        for sample in 0..<sampleCount where !(abs(samples[sample]) <= 1) {
            samples[sample] = samples[sample] < 0 ? -1 : 1
            clippedSamples = clippedSamples &+ 1
        }
    }
}
