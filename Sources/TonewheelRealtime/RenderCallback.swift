/// What a backend calls for every period of sound: a C function and its context. `[render]`
///
/// A backend sees this and never the engine. The function and everything it calls carry `@_noLocks @_noAllocation`;
/// name it `…Callback`, so that `scripts/check-annotations` finds it.
package struct RenderCallback: @unchecked Sendable {  // the context's owner keeps it alive and on one thread at a time
    /// Fills `frameCount` interleaved frames of `output`, 1 … `StreamFormat.maximumPeriodFrames`.
    ///
    /// `input` holds as many interleaved frames of what the device has recorded, in the format's input channels; nil where
    /// there is nothing. `hostTime` is the moment on the monotonic clock, in nanoseconds, at which the device takes the
    /// first frame.
    package typealias Function =
        @convention(c) (
            _ context: UnsafeMutableRawPointer,
            _ input: UnsafePointer<Float>?,
            _ output: UnsafeMutablePointer<Float>,
            _ frameCount: Int,
            _ hostTime: Int64
        ) -> Void

    let function: Function
    let context: UnsafeMutableRawPointer

    package init(context: UnsafeMutableRawPointer, _ function: @escaping Function) {
        self.context = context
        self.function = function
    }
}
