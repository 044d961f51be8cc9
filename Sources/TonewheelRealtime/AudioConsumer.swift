/// The end of an `AudioBuffer` that plays from it. One thread at a time.
package struct AudioConsumer: ~Copyable, @unchecked Sendable {  // only the owner can use it
    /// How long the fades around a gap are: at 48 kHz 1.3 ms, too short to hear as a fade and too long to hear as a click.
    package static var fadeFrames: Int { @_noLocks @_noAllocation get { 64 } }

    private var ring: RingConsumer<Float>
    private let channelCount: Int

    /// The frame that was played last before the gap: the fade starts from it.
    private let lastFrame: UnsafeMutablePointer<Float>

    /// Frames of the gap so far; 0 while sound flows.
    private var gapFrames = 0

    /// Frames since the latest gap, counted up to the length of the fade.
    private var framesSinceGap = Self.fadeFrames

    init(_ ring: consuming RingConsumer<Float>, channelCount: Int) {
        self.ring = ring
        self.channelCount = channelCount
        lastFrame = .allocate(capacity: channelCount)
        lastFrame.initialize(repeating: 0, count: channelCount)
    }

    deinit {
        lastFrame.deallocate()
    }

    /// Frames that can be read now, counted up to `wanted`. `[render]`
    @_noLocks @_noAllocation
    package mutating func available(for wanted: Int) -> Int {
        ring.cursor.claim(wanted &* channelCount).count / channelCount
    }

    /// Takes up to `frameCount` interleaved frames, as many as there are, and returns how many. `[any]`
    ///
    /// For a reader that can wait, such as a disk thread: too few frames are no underrun.
    @_noLocks @_noAllocation
    package mutating func read(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        let stretch = ring.cursor.claim(frameCount &* channelCount)
        let elements = ring.elements
        for index in 0..<stretch.beforeEnd { frames[index] = elements[stretch.start &+ index] }
        for index in stretch.beforeEnd..<stretch.count { frames[index] = elements[index &- stretch.beforeEnd] }
        ring.cursor.advance(by: stretch.count)
        return stretch.count / channelCount
    }

    /// Fills `frameCount` interleaved frames with what there is, and with silence behind a short fade for the rest. `[render]`
    ///
    /// The last frame before a gap fades to zero, and the first ones after it fade in, so that neither edge clicks.
    ///
    /// - Returns: frames that were missing; more than 0 is an underrun, and counted.
    @_noLocks @_noAllocation
    package mutating func play(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        let read = read(into: frames, frameCount: frameCount)
        if read > 0 {
            fadeIn(frames, frameCount: read)
            let last = frames + (read &- 1) &* channelCount
            for channel in 0..<channelCount { lastFrame[channel] = last[channel] }
            gapFrames = 0
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
        var frame = 0
        while framesSinceGap < Self.fadeFrames, frame < frameCount {
            framesSinceGap = framesSinceGap &+ 1
            let gain = Float(framesSinceGap) / Float(Self.fadeFrames)
            for channel in 0..<channelCount { frames[frame &* channelCount &+ channel] *= gain }
            frame = frame &+ 1
        }
    }

    @_noLocks @_noAllocation
    private mutating func pad(_ frames: UnsafeMutablePointer<Float>, frameCount: Int) {
        for frame in 0..<frameCount {
            gapFrames = min(gapFrames &+ 1, Self.fadeFrames)
            let gain = 1 - Float(gapFrames) / Float(Self.fadeFrames)
            for channel in 0..<channelCount {
                frames[frame &* channelCount &+ channel] = lastFrame[channel] * gain
            }
        }
        framesSinceGap = 0
    }
}
