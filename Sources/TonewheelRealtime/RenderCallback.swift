/// The callback of a backend for every period of sound: a C function and its context. `[render]`
///
/// A backend knows this and never the engine. The function and everything it calls carry `@_noLocks @_noAllocation`.
/// Name it `…Callback`, so that `scripts/check-annotations` finds it.
package struct RenderCallback: @unchecked Sendable {  // the context's owner keeps it alive and on one thread at a time
    /// Fills `frameCount` interleaved frames of `output`, 1 … `StreamFormat.maximumPeriodFrames`.
    ///
    /// `input` holds as many interleaved frames that the device has recorded, in the format's input channels; nil
    /// without input. `hostTime` is the time on the monotonic clock, in nanoseconds, at which the device consumes the
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
