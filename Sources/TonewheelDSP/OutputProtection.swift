/// What stands between an engine and a device, so that nothing it plays can harm a loudspeaker or an ear.
///
/// In this order: what is no number becomes silence; the constant part goes (`DCBlocker`); what is above −1 decibel of full
/// scale is turned down in time (`LookAheadLimiter`); and behind that stands a hard clip at ±1, which has nothing to do.
/// Sound that needs none of this passes unchanged, delayed by the look-ahead.
package struct OutputProtection: ~Copyable, @unchecked Sendable {  // only the owner can use it
    /// What no sample exceeds.
    package static var ceiling: Float { @_noLocks @_noAllocation get { LookAheadLimiter.ceiling } }

    /// Louder samples are taken for samples of this: +48 decibels of full scale, beyond any sound. A single wild one would
    /// move the mean in the DC blocker far enough to be heard for a second, and its arithmetic might overflow.
    private static var loudest: Float { @_noLocks @_noAllocation get { 0x1p8 } }

    /// Samples so far that were no numbers, and became 0; `reset` lets them stand.
    package private(set) var nonFiniteSamples = 0

    /// Samples so far that the hard clip met: 0, or there is a fault in the limiter; `reset` lets them stand.
    package private(set) var clippedSamples = 0

    private let channelCount: Int
    private var blocker: DCBlocker
    private var limiter: LookAheadLimiter

    /// Takes all the memory that it will ever need. `[control]`
    ///
    /// - Parameters:
    ///   - sampleRate: in hertz, up to 30 MHz.
    ///   - channelCount: samples in a frame, 1 or more.
    package init(sampleRate: Double, channelCount: Int) {
        self.channelCount = channelCount
        blocker = DCBlocker(sampleRate: sampleRate, channelCount: channelCount)
        limiter = LookAheadLimiter(sampleRate: sampleRate, channelCount: channelCount)
    }

    /// Frames by which the sound is delayed at so many frames a second: 1 ms, at least 1 frame. `[any]`
    package static func latencyFrames(sampleRate: Double) -> Int {
        LookAheadLimiter.latencyFrames(sampleRate: sampleRate)
    }

    /// Frames by which the sound is delayed.
    package var latencyFrames: Int {
        @_noLocks @_noAllocation get { limiter.latencyFrames }
    }

    /// The lowest gain in the latest call of `process`: 1 if nothing was limited. `[any]`
    package var lowestGain: Float {
        @_noLocks @_noAllocation get { limiter.lowestGain }
    }

    /// By how much the latest call of `process` turned down, in decibels: 0 if nothing was limited. `[control]`
    package var gainReduction: Float {
        lowestGain < 1 ? Float(-lowestGain.decibels) : 0
    }

    /// Frames so far that were turned down. `[any]`
    package var limitedFrames: Int {
        @_noLocks @_noAllocation get { limiter.limitedFrames }
    }

    /// Back to time zero, but for what was counted. `[render]`
    @_noLocks @_noAllocation
    package mutating func reset() {
        blocker.reset()
        limiter.reset()
    }

    /// Protects interleaved frames in place: the same sound for any division into calls. `[render]`
    @_noLocks @_noAllocation
    package mutating func process(_ frames: UnsafeMutablePointer<Float>, frameCount: Int) {
        let sampleCount = frameCount &* channelCount
        if !(Float.peak(of: frames, count: sampleCount) <= Self.loudest) { tame(frames, sampleCount: sampleCount) }
        blocker.process(frames, frameCount: frameCount)
        limiter.process(frames, frameCount: frameCount)
        if !(Float.peak(of: frames, count: sampleCount) <= 1) { clip(frames, sampleCount: sampleCount) }
    }

    /// Leaves only numbers, and none beyond the loudest.
    @_noLocks @_noAllocation
    private mutating func tame(_ samples: UnsafeMutablePointer<Float>, sampleCount: Int) {
        for sample in 0..<sampleCount where !(abs(samples[sample]) <= Self.loudest) {
            if samples[sample].isFinite {
                samples[sample] = samples[sample] < 0 ? -Self.loudest : Self.loudest
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
