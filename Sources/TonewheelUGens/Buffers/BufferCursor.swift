internal import TonewheelDSP
internal import TonewheelRealtime

/// Positions in a buffer, in frames.
struct BufferCursor: BitwiseCopyable {
    let frameCount: Int
    let isLooping: Bool

    @_noLocks @_noAllocation
    init(frameCount: Int, isLooping: Bool) {
        self.frameCount = frameCount
        self.isLooping = isLooping
    }

    /// Whether a position is beyond where playing can go on without a loop.
    @inline(__always)
    @_noLocks @_noAllocation
    func isBeyond(_ position: Double) -> Bool {
        !(position >= 0 && position < Double(frameCount &- 1))
    }

    /// A position, brought into the buffer: around its end with a loop, else to its ends. What is no number is 0.
    @inline(__always)
    @_noLocks @_noAllocation
    func bring(_ position: Double) -> Double {
        if isLooping {
            let count = Double(frameCount)
            if position >= 0, position < count { return position }
            let turned = position - count * Maths.floor(position / count)
            return turned >= 0 && turned < count ? turned : 0
        }
        return Bounds.hold(position, 0, Double(frameCount &- 1))
    }

    /// The frame `offset` frames from `frame`, which is in the buffer.
    @inline(__always)
    @_noLocks @_noAllocation
    func frame(_ frame: Int, _ offset: Int) -> Int {
        var moved = frame &+ offset
        if isLooping {
            // A buffer may be shorter than the curve through its frames.
            while moved < 0 { moved = moved &+ frameCount }
            while moved >= frameCount { moved = moved &- frameCount }
            return moved
        }
        moved = moved < 0 ? 0 : moved
        return moved >= frameCount ? frameCount &- 1 : moved
    }
}

/// The frames around a position of a buffer.
struct BufferPoint: BitwiseCopyable {
    private let before: Int
    private let at: Int
    private let next: Int
    private let after: Int
    private let part: Float

    /// - Parameter position: in the buffer.
    @inline(__always)
    @_noLocks @_noAllocation
    init(_ position: Double, _ cursor: BufferCursor, _ channelCount: Int) {
        let frame = Int(position)
        part = Float(position - Double(frame))
        at = frame &* channelCount
        if frame > 0, frame < cursor.frameCount &- 2 {
            before = at &- channelCount
            next = at &+ channelCount
            after = next &+ channelCount
        } else {
            before = cursor.frame(frame, -1) &* channelCount
            next = cursor.frame(frame, 1) &* channelCount
            after = cursor.frame(frame, 2) &* channelCount
        }
    }

    /// The sample of a channel without interpolation.
    @inline(__always)
    @_noLocks @_noAllocation
    func nearest(_ channel: UnsafeMutablePointer<Float>) -> Float {
        channel[at]
    }

    /// The sample of a channel on a straight line between two frames.
    @inline(__always)
    @_noLocks @_noAllocation
    func linear(_ channel: UnsafeMutablePointer<Float>) -> Float {
        Interpolation.linear(part, channel[at], channel[next])
    }

    /// The sample of a channel on a cubic curve through four frames.
    @inline(__always)
    @_noLocks @_noAllocation
    func cubic(_ channel: UnsafeMutablePointer<Float>) -> Float {
        Interpolation.cubic(part, channel[before], channel[at], channel[next], channel[after])
    }
}
