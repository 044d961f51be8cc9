internal import TonewheelRealtime

/// Rendering in the device callback, which has the lowest latency.
struct DirectStream: ~Copyable {
    var core: RenderCore
    var outputStage: OutputStage

    @_noLocks @_noAllocation
    mutating func render(
        _ output: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>?, frameCount: Int, hostTime: Int64
    ) {
        let entry = MonotonicClock.now()
        core.render(output, frameCount: frameCount, input: input, inputFrames: frameCount)
        outputStage.process(output, frameCount: frameCount, played: frameCount, hostTime: hostTime, entry: entry)
    }
}

/// The device callback of a `DirectStream`.
@_noLocks @_noAllocation
func directCallback(
    context: UnsafeMutableRawPointer,
    input: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>,
    frameCount: Int,
    hostTime: Int64
) {
    context.assumingMemoryBound(to: DirectStream.self).pointee
        .render(output, input: input, frameCount: frameCount, hostTime: hostTime)
}
