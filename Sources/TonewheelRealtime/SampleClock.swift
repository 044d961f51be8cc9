/// The mapping between frames and times of the device: a straight line through the latest period. `[any]`
package struct SampleClock: BitwiseCopyable, Sendable, Hashable {
    /// The reference frame, counted from the start of the stream.
    package var frame: Int64

    /// The time at which the device consumes it, in nanoseconds of the monotonic clock.
    package var hostTime: Int64

    /// The measured length of a frame, in nanoseconds.
    package var nanosecondsPerFrame: Double

    @_noLocks @_noAllocation
    package init(frame: Int64, hostTime: Int64, nanosecondsPerFrame: Double) {
        self.frame = frame
        self.hostTime = hostTime
        self.nanosecondsPerFrame = nanosecondsPerFrame
    }

    /// Returns the frame that is nearest to `time`, in nanoseconds of the monotonic clock.
    package func frame(at time: Int64) -> Int64 {
        let frames = (Double(time.subtractingReportingOverflow(hostTime).partialValue) / nanosecondsPerFrame).rounded()
        return frame &+ Int64(min(max(frames, -1e15), 1e15))
    }

    /// Returns the time at which the device consumes `frame`, in nanoseconds of the monotonic clock.
    package func hostTime(of frame: Int64) -> Int64 {
        let offset = (Double(frame &- self.frame) * nanosecondsPerFrame).rounded()
        return hostTime &+ Int64(min(max(offset, -1e18), 1e18))
    }
}
