internal import TonewheelRealtime
internal import TonewheelWorkers

/// Playback of the blocks that a worker renders, and input on its way to the worker. The clock continues while no block
/// is available.
struct IsolatedStream: ~Copyable {
    var player: SlotPlayer
    var outputStage: OutputStage

    @_noLocks @_noAllocation
    mutating func play(
        _ output: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>?, frameCount: Int, hostTime: Int64
    ) {
        let entry = MonotonicClock.now()
        if let input { player.record(input, frameCount: frameCount) }
        _ = player.play(output, frameCount: frameCount)
        outputStage.process(output, frameCount: frameCount, played: frameCount, hostTime: hostTime, entry: entry)
    }
}

/// The device callback of an `IsolatedStream`.
@_noLocks @_noAllocation
func isolatedCallback(
    context: UnsafeMutableRawPointer,
    input: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>,
    frameCount: Int,
    hostTime: Int64
) {
    context.assumingMemoryBound(to: IsolatedStream.self).pointee
        .play(output, input: input, frameCount: frameCount, hostTime: hostTime)
}
