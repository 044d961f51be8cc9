/// The end of an `AudioBuffer` that renders into it. One thread at a time.
package struct AudioProducer: ~Copyable, Sendable {
    private var ring: RingProducer<Float>
    private let channelCount: Int

    init(_ ring: consuming RingProducer<Float>, channelCount: Int) {
        self.ring = ring
        self.channelCount = channelCount
    }

    /// Goes on from where the buffer stands now, in memory that somebody has cleared since. `[render]`
    @_noLocks @_noAllocation
    package mutating func renew() {
        ring.cursor = ring.cursor.renewed()
    }

    /// Frames that can be written now, counted up to `wanted`. `[render]`
    @_noLocks @_noAllocation
    package mutating func room(for wanted: Int) -> Int {
        ring.cursor.claim(wanted &* channelCount).count / channelCount
    }

    /// Appends the first of `frameCount` interleaved frames, as many as there is room for, and returns how many. `[render]`
    ///
    /// Too little room is an overrun: it is counted, and the rest is the caller's to keep or to drop.
    @_noLocks @_noAllocation
    package mutating func write(_ frames: UnsafePointer<Float>, frameCount: Int) -> Int {
        let stretch = ring.cursor.claim(frameCount &* channelCount)
        stretch.write(frames, to: ring.elements, stride: MemoryLayout<Float>.stride)
        ring.cursor.advance(by: stretch.count)
        let written = stretch.count / channelCount
        if written < frameCount {
            ring.cursor.add(1, toCounter: AudioCounter.events)
            ring.cursor.add(frameCount &- written, toCounter: AudioCounter.frames)
        }
        return written
    }
}
