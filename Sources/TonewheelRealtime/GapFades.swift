/// The fades around gaps in a sound. The last frame before a gap fades out, and the first frames after it fade in. If
/// the gap is shorter than the fades, they overlap. Neither edge clicks. One thread at a time.
package struct GapFades: ~Copyable, @unchecked Sendable {  // only the owner can use it
    /// The length of a fade, in frames. At 48 kHz, 1.3 ms: too short to be heard as a fade, and too long to be heard as
    /// a click.
    package static var frameCount: Int { @_noLocks @_noAllocation get { 64 } }

    private let channelCount: Int

    /// The last played frame, from which a gap fades out, and the frame at which the latest gap began.
    package let frames: UnsafeMutablePointer<Float>

    private var lastFrame: UnsafeMutablePointer<Float> { @_noLocks @_noAllocation get { frames } }
    private var fadeOutFrame: UnsafeMutablePointer<Float> {
        @_noLocks @_noAllocation get { frames + channelCount }
    }

    /// The counts of a fade.
    package struct Counts: BitwiseCopyable, Sendable, Equatable {
        /// The remaining frames of the fade-out.
        package var fadeOutLeft: Int32 = 0

        /// The remaining frames of the fade-in after a gap.
        package var fadeInLeft: Int32 = 0

        /// Whether the latest frame was missing.
        package var isInGap = false

        @_noLocks @_noAllocation
        package init() {}
    }

    package var counts = Counts()

    init(channelCount: Int) {
        self.channelCount = channelCount
        frames = .allocate(capacity: 2 * channelCount)
        frames.initialize(repeating: 0, count: 2 * channelCount)
    }

    deinit {
        frames.deallocate()
    }

    /// Fades frames in that follow a gap, and notes the last of them. `[render]`
    @_noLocks @_noAllocation
    mutating func play(_ samples: UnsafeMutablePointer<Float>, frameCount: Int) {
        guard frameCount > 0 else { return }
        if counts.fadeInLeft > 0 || counts.fadeOutLeft > 0 { fadeIn(samples, frameCount: frameCount) }
        let last = samples + (frameCount &- 1) &* channelCount
        for channel in 0..<channelCount { lastFrame[channel] = last[channel] }
        counts.isInGap = false
    }

    @_noLocks @_noAllocation
    private mutating func fadeIn(_ samples: UnsafeMutablePointer<Float>, frameCount: Int) {
        for frame in 0..<frameCount {
            counts.fadeInLeft = max(0, counts.fadeInLeft &- 1)
            counts.fadeOutLeft = max(0, counts.fadeOutLeft &- 1)
            let gain = 1 - Float(counts.fadeInLeft) / Float(Self.frameCount)
            let rest = Float(counts.fadeOutLeft) / Float(Self.frameCount)
            for channel in 0..<channelCount {
                let sample = frame &* channelCount &+ channel
                samples[sample] = samples[sample] * gain + fadeOutFrame[channel] * rest
            }
        }
    }

    /// Fills a gap: the last frame fades out, and silence follows. `[render]`
    @_noLocks @_noAllocation
    mutating func pad(_ samples: UnsafeMutablePointer<Float>, frameCount: Int) {
        if !counts.isInGap {
            counts.isInGap = true
            for channel in 0..<channelCount { fadeOutFrame[channel] = lastFrame[channel] }
            counts.fadeOutLeft = Int32(truncatingIfNeeded: Self.frameCount)
        }
        for frame in 0..<frameCount {
            counts.fadeOutLeft = max(0, counts.fadeOutLeft &- 1)
            let gain = Float(counts.fadeOutLeft) / Float(Self.frameCount)
            for channel in 0..<channelCount {
                samples[frame &* channelCount &+ channel] = fadeOutFrame[channel] * gain
            }
        }
        counts.fadeInLeft = Int32(truncatingIfNeeded: Self.frameCount)
    }
}
