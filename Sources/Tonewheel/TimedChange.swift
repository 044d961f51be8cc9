/// A change that is due at a frame, on its way to the render thread.
package struct TimedChange: BitwiseCopyable, Sendable {
    package var frame: Int64
    package var change: ParameterChange

    /// Whether rendering goes on from that frame, with the parameters as they are given: all of them, and without a glide. So
    /// a worker begins in another one's place.
    package var isBeginning: Bool

    package init(frame: Int64, change: ParameterChange, isBeginning: Bool = false) {
        self.frame = frame
        self.change = change
        self.isBeginning = isBeginning
    }
}
