/// The reading end of an `AudioBuffer`. One thread at a time.
package struct AudioConsumer: ~Copyable, @unchecked Sendable {  // only the owner can use it
    private var ring: RingConsumer<Float>
    private let channelCount: Int

    private var fades: GapFades

    init(_ ring: consuming RingConsumer<Float>, channelCount: Int) {
        self.ring = ring
        self.channelCount = channelCount
        fades = GapFades(channelCount: channelCount)
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
    /// - Returns: the number of missing frames. More than 0 is counted as an underrun.
    @_noLocks @_noAllocation
    package mutating func play(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        let read = read(into: frames, frameCount: frameCount)
        fades.play(frames, frameCount: read)
        let missing = frameCount &- read
        if missing > 0 {
            fades.pad(frames + read &* channelCount, frameCount: missing)
            ring.cursor.add(1, toCounter: AudioCounter.events)
            ring.cursor.add(missing, toCounter: AudioCounter.frames)
        }
        return missing
    }
}
