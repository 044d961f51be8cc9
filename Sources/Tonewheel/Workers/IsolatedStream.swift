internal import TonewheelRealtime
internal import TonewheelWorkers

/// Playing what a worker process renders, and taking what is recorded to it. Time goes on where it has nothing to play.
struct IsolatedStream: ~Copyable {
    var player: SlotPlayer
    var edge: DeviceEdge

    @_noLocks @_noAllocation
    mutating func play(
        _ output: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>?, frameCount: Int, hostTime: Int64
    ) {
        let entry = MonotonicClock.now()
        if let input { player.record(input, frameCount: frameCount) }
        _ = player.play(output, frameCount: frameCount)
        edge.pass(output, frameCount: frameCount, played: frameCount, hostTime: hostTime, entry: entry)
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
