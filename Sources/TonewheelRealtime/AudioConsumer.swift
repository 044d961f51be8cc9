/// The reading end of an `AudioBuffer`. One thread at a time.
package struct AudioConsumer: ~Copyable, @unchecked Sendable {  // only the owner can use it
    /// The length of the fades around a gap, in frames. At 48 kHz, 1.3 ms: too short to be heard as a fade, and too
    /// long to be heard as a click.
    package static var fadeFrames: Int { @_noLocks @_noAllocation get { 64 } }

    private var ring: RingConsumer<Float>
    private let channelCount: Int

    /// The last played frame, from which a gap fades out.
    private let lastFrame: UnsafeMutablePointer<Float>

    /// The frame at which the latest gap began, and the remaining frames of its fade-out.
    private let fadeOutFrame: UnsafeMutablePointer<Float>
    private var fadeOutLeft = 0

    /// Whether the latest frame was missing.
    private var isInGap = false

    /// The remaining frames of the fade-in after a gap.
    private var fadeInLeft = 0

    init(_ ring: consuming RingConsumer<Float>, channelCount: Int) {
        self.ring = ring
        self.channelCount = channelCount
        lastFrame = .allocate(capacity: channelCount)
        lastFrame.initialize(repeating: 0, count: channelCount)
        fadeOutFrame = .allocate(capacity: channelCount)
        fadeOutFrame.initialize(repeating: 0, count: channelCount)
    }

    deinit {
        lastFrame.deallocate()
        fadeOutFrame.deallocate()
    }

    /// The number of frames that can be read. `[render]`
    package var available: Int {
        @_noLocks @_noAllocation mutating get { ring.cursor.claim(ring.cursor.capacity).count / channelCount }
    }

    /// Discards all available frames. `[render]`
    @_noLocks @_noAllocation
    package mutating func discard() {
        ring.cursor.advance(by: ring.cursor.claim(ring.cursor.capacity).count)
    }

    /// Reads up to `frameCount` interleaved frames, and returns the number of frames read. `[any]`
    ///
    /// For a reader that can wait, such as a disk thread: too few frames do not count as an underrun.
    @_noLocks @_noAllocation
    package mutating func read(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        let region = ring.cursor.claim(frameCount &* channelCount)
        region.read(ring.elements, to: frames, stride: MemoryLayout<Float>.stride)
        ring.cursor.advance(by: region.count)
        return region.count / channelCount
    }

    /// Fills `frameCount` interleaved frames with the available ones, and the rest with silence after a short fade.
    /// `[render]`
    ///
    /// The last frame before a gap fades out, and the first frames after it fade in. If the gap is shorter than the
    /// fades, they overlap. Neither edge clicks.
    ///
    /// - Returns: the number of missing frames. More than 0 is counted as an underrun.
    @_noLocks @_noAllocation
    package mutating func play(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        let read = read(into: frames, frameCount: frameCount)
        if read > 0 {
            if fadeInLeft > 0 || fadeOutLeft > 0 { fadeIn(frames, frameCount: read) }
            let last = frames + (read &- 1) &* channelCount
            for channel in 0..<channelCount { lastFrame[channel] = last[channel] }
            isInGap = false
        }
        let missing = frameCount &- read
        if missing > 0 {
            pad(frames + read &* channelCount, frameCount: missing)
            ring.cursor.add(1, toCounter: AudioCounter.events)
            ring.cursor.add(missing, toCounter: AudioCounter.frames)
        }
        return missing
    }

    @_noLocks @_noAllocation
    private mutating func fadeIn(_ frames: UnsafeMutablePointer<Float>, frameCount: Int) {
        for frame in 0..<frameCount {
            fadeInLeft = max(0, fadeInLeft &- 1)
            fadeOutLeft = max(0, fadeOutLeft &- 1)
            let gain = 1 - Float(fadeInLeft) / Float(Self.fadeFrames)
            let rest = Float(fadeOutLeft) / Float(Self.fadeFrames)
            for channel in 0..<channelCount {
                let sample = frame &* channelCount &+ channel
                frames[sample] = frames[sample] * gain + fadeOutFrame[channel] * rest
            }
        }
    }

    @_noLocks @_noAllocation
    private mutating func pad(_ frames: UnsafeMutablePointer<Float>, frameCount: Int) {
        if !isInGap {
            isInGap = true
            for channel in 0..<channelCount { fadeOutFrame[channel] = lastFrame[channel] }
            fadeOutLeft = Self.fadeFrames
        }
        for frame in 0..<frameCount {
            fadeOutLeft = max(0, fadeOutLeft &- 1)
            let gain = Float(fadeOutLeft) / Float(Self.fadeFrames)
            for channel in 0..<channelCount {
                frames[frame &* channelCount &+ channel] = fadeOutFrame[channel] * gain
            }
        }
        fadeInLeft = Self.fadeFrames
    }
}
