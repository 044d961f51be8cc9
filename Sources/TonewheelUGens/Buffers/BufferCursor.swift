internal import TonewheelDSP
internal import TonewheelRealtime

/// The arithmetic of positions in a buffer, in frames.
struct BufferCursor: BitwiseCopyable {
    let frameCount: Int
    let isLooping: Bool

    @_noLocks @_noAllocation
    init(frameCount: Int, isLooping: Bool) {
        self.frameCount = frameCount
        self.isLooping = isLooping
    }

    /// Returns whether a position is out of the range in which playback can continue without a loop.
    @inline(__always)
    @_noLocks @_noAllocation
    func isPastEnd(_ position: Double) -> Bool {
        !(position >= 0 && position < Double(frameCount &- 1))
    }

    /// Returns a position in the buffer: wrapped around with a loop, otherwise clamped to the ends. NaN becomes 0.
    @inline(__always)
    @_noLocks @_noAllocation
    func wrapOrClamp(_ position: Double) -> Double {
        if isLooping {
            let count = Double(frameCount)
            if position >= 0, position < count { return position }
            let wrapped = position - count * Maths.floor(position / count)
            return wrapped >= 0 && wrapped < count ? wrapped : 0
        }
        return Bounds.clamp(position, 0, Double(frameCount &- 1))
    }

    /// Returns the index of the frame `offset` frames after `frame`, which is in the buffer.
    @inline(__always)
    @_noLocks @_noAllocation
    func frame(_ frame: Int, _ offset: Int) -> Int {
        var moved = frame &+ offset
        if isLooping {
            // A buffer may have fewer frames than an interpolation reads.
            while moved < 0 { moved = moved &+ frameCount }
            while moved >= frameCount { moved = moved &- frameCount }
            return moved
        }
        moved = moved < 0 ? 0 : moved
        return moved >= frameCount ? frameCount &- 1 : moved
    }
}

/// The four frames around a position in a buffer, for interpolation.
struct BufferPoint: BitwiseCopyable {
    private let previous: Int
    private let current: Int
    private let next: Int
    private let afterNext: Int
    private let fraction: Float

    /// - Parameter position: a position in the buffer, as returned by `BufferCursor.wrapOrClamp`.
    @inline(__always)
    @_noLocks @_noAllocation
    init(_ position: Double, _ cursor: BufferCursor, _ channelCount: Int) {
        let frame = Int(position)
        fraction = Float(position - Double(frame))
        current = frame &* channelCount
        if frame > 0, frame < cursor.frameCount &- 2 {
            previous = current &- channelCount
            next = current &+ channelCount
            afterNext = next &+ channelCount
        } else {
            previous = cursor.frame(frame, -1) &* channelCount
            next = cursor.frame(frame, 1) &* channelCount
            afterNext = cursor.frame(frame, 2) &* channelCount
        }
    }

    /// Returns the sample of a channel without interpolation: that of the frame at or before the position.
    @inline(__always)
    @_noLocks @_noAllocation
    func nearest(_ channel: UnsafeMutablePointer<Float>) -> Float {
        channel[current]
    }

    /// Returns the sample of a channel, interpolated linearly between two frames.
    @inline(__always)
    @_noLocks @_noAllocation
    func linear(_ channel: UnsafeMutablePointer<Float>) -> Float {
        Interpolation.linear(fraction, channel[current], channel[next])
    }

    /// Returns the sample of a channel, interpolated by a cubic curve through four frames.
    @inline(__always)
    @_noLocks @_noAllocation
    func cubic(_ channel: UnsafeMutablePointer<Float>) -> Float {
        Interpolation.cubic(fraction, channel[previous], channel[current], channel[next], channel[afterNext])
    }
}
