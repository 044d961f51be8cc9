/// A change that is due at a frame, on its way to the render thread.
package struct TimedChange: BitwiseCopyable, Sendable {
    package var frame: Int64
    package var change: ParameterChange

    package init(frame: Int64, change: ParameterChange) {
        self.frame = frame
        self.change = change
    }
}
