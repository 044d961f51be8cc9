/// Which frame the device takes at which moment: a straight line through the latest period. `[any]`
package struct SampleClock: BitwiseCopyable, Sendable, Hashable {
    /// A frame, counted from the start of the stream.
    package var frame: Int64

    /// The moment at which the device takes it, in nanoseconds of the monotonic clock.
    package var hostTime: Int64

    /// The length of a frame as measured, in nanoseconds.
    package var nanosecondsPerFrame: Double

    @_noLocks @_noAllocation
    package init(frame: Int64, hostTime: Int64, nanosecondsPerFrame: Double) {
        self.frame = frame
        self.hostTime = hostTime
        self.nanosecondsPerFrame = nanosecondsPerFrame
    }

    /// The frame that is nearest to `time`, in nanoseconds of the monotonic clock.
    package func frame(at time: Int64) -> Int64 {
        let frames = (Double(time.subtractingReportingOverflow(hostTime).partialValue) / nanosecondsPerFrame).rounded()
        return frame &+ Int64(min(max(frames, -1e15), 1e15))
    }

    /// The moment at which the device takes `frame`, in nanoseconds of the monotonic clock.
    package func hostTime(of frame: Int64) -> Int64 {
        let offset = (Double(frame &- self.frame) * nanosecondsPerFrame).rounded()
        return hostTime &+ Int64(min(max(offset, -1e18), 1e18))
    }
}
