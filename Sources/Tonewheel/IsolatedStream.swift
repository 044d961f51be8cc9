internal import TonewheelRealtime
internal import TonewheelWorkers

/// Playing what a worker process renders. Time goes on where it has nothing to play.
struct IsolatedStream: ~Copyable {
    var player: SlotPlayer
    var edge: DeviceEdge

    @_noLocks @_noAllocation
    mutating func play(_ output: UnsafeMutablePointer<Float>, frameCount: Int, hostTime: Int64) {
        let entry = MonotonicClock.now()
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
        .play(output, frameCount: frameCount, hostTime: hostTime)
}
