/// The end of an `AudioBuffer` that plays from it. One thread at a time.
package struct AudioConsumer: ~Copyable, @unchecked Sendable {  // only the owner can use it
    /// How long the fades around a gap are: at 48 kHz 1.3 ms, too short to hear as a fade and too long to hear as a click.
    package static var fadeFrames: Int { @_noLocks @_noAllocation get { 64 } }

    private var ring: RingConsumer<Float>
    private let channelCount: Int

    /// The frame that was played last; a gap begins from it.
    private let lastFrame: UnsafeMutablePointer<Float>

    /// The frame from which the latest gap began, and how much of its fade is left.
    private let heldFrame: UnsafeMutablePointer<Float>
    private var fadeOutLeft = 0

    /// Whether the latest frame was missing.
    private var isInGap = false

    /// How much is left of the fade with which the sound comes back.
    private var fadeInLeft = 0

    init(_ ring: consuming RingConsumer<Float>, channelCount: Int) {
        self.ring = ring
        self.channelCount = channelCount
        lastFrame = .allocate(capacity: channelCount)
        lastFrame.initialize(repeating: 0, count: channelCount)
        heldFrame = .allocate(capacity: channelCount)
        heldFrame.initialize(repeating: 0, count: channelCount)
    }

    deinit {
        lastFrame.deallocate()
        heldFrame.deallocate()
    }

    /// Frames that there are to take. `[render]`
    package var available: Int {
        @_noLocks @_noAllocation mutating get { ring.cursor.claim(ring.cursor.capacity).count / channelCount }
    }

    /// Takes all that there is, for nobody. `[render]`
    @_noLocks @_noAllocation
    package mutating func discard() {
        ring.cursor.advance(by: ring.cursor.claim(ring.cursor.capacity).count)
    }

    /// Takes up to `frameCount` interleaved frames, as many as there are, and returns how many. `[any]`
    ///
    /// For a reader that can wait, such as a disk thread: too few frames are no underrun.
    @_noLocks @_noAllocation
    package mutating func read(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        let stretch = ring.cursor.claim(frameCount &* channelCount)
        stretch.read(ring.elements, to: frames, stride: MemoryLayout<Float>.stride)
        ring.cursor.advance(by: stretch.count)
        return stretch.count / channelCount
    }

    /// Fills `frameCount` interleaved frames with what there is, and with silence behind a short fade for the rest. `[render]`
    ///
    /// The last frame before a gap fades to zero, and what comes after the gap fades in; where the gap is shorter than the
    /// fades they overlap. So neither edge clicks.
    ///
    /// - Returns: frames that were missing; more than 0 is an underrun, and counted.
    @_noLocks @_noAllocation
    package mutating func play(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        let read = read(into: frames, frameCount: frameCount)
        if read > 0 {
            if fadeInLeft > 0 || fadeOutLeft > 0 { comeBack(frames, frameCount: read) }
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
    private mutating func comeBack(_ frames: UnsafeMutablePointer<Float>, frameCount: Int) {
        for frame in 0..<frameCount {
            fadeInLeft = max(0, fadeInLeft &- 1)
            fadeOutLeft = max(0, fadeOutLeft &- 1)
            let gain = 1 - Float(fadeInLeft) / Float(Self.fadeFrames)
            let rest = Float(fadeOutLeft) / Float(Self.fadeFrames)
            for channel in 0..<channelCount {
                let sample = frame &* channelCount &+ channel
                frames[sample] = frames[sample] * gain + heldFrame[channel] * rest
            }
        }
    }

    @_noLocks @_noAllocation
    private mutating func pad(_ frames: UnsafeMutablePointer<Float>, frameCount: Int) {
        if !isInGap {
            isInGap = true
            for channel in 0..<channelCount { heldFrame[channel] = lastFrame[channel] }
            fadeOutLeft = Self.fadeFrames
        }
        for frame in 0..<frameCount {
            fadeOutLeft = max(0, fadeOutLeft &- 1)
            let gain = Float(fadeOutLeft) / Float(Self.fadeFrames)
            for channel in 0..<channelCount {
                frames[frame &* channelCount &+ channel] = heldFrame[channel] * gain
            }
        }
        fadeInLeft = Self.fadeFrames
    }
}
