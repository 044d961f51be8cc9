/// The writing end of an `AudioBuffer`. One thread at a time.
package struct AudioProducer: ~Copyable, Sendable {
    private var ring: RingProducer<Float>
    private let channelCount: Int

    init(_ ring: consuming RingProducer<Float>, channelCount: Int) {
        self.ring = ring
        self.channelCount = channelCount
    }

    /// Resumes from the buffer's current positions, after the memory has been cleared. `[render]`
    @_noLocks @_noAllocation
    package mutating func resynchronize() {
        ring.cursor = ring.cursor.resynchronized()
    }

    /// Returns the number of frames that can be written now, up to `wanted`. `[render]`
    @_noLocks @_noAllocation
    package mutating func writableFrames(upTo wanted: Int) -> Int {
        ring.cursor.claim(wanted &* channelCount).count / channelCount
    }

    /// Appends as many of `frameCount` interleaved frames as there is capacity for, and returns their number.
    /// `[render]`
    ///
    /// If fewer frames than `frameCount` are written, an overrun is counted. The caller keeps or drops the rest.
    @_noLocks @_noAllocation
    package mutating func write(_ frames: UnsafePointer<Float>, frameCount: Int) -> Int {
        let region = ring.cursor.claim(frameCount &* channelCount)
        region.write(frames, to: ring.elements, stride: MemoryLayout<Float>.stride)
        ring.cursor.advance(by: region.count)
        let written = region.count / channelCount
        if written < frameCount {
            ring.cursor.add(1, toCounter: AudioCounter.events)
            ring.cursor.add(frameCount &- written, toCounter: AudioCounter.frames)
        }
        return written
    }
}
