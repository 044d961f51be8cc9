internal import TonewheelRealtime

/// Playing from an `AudioBuffer` that a render thread fills ahead: a late wake-up of the device costs nothing, at the
/// price of latency.
struct BufferedStream: ~Copyable {
    var consumer: AudioConsumer
    var edge: DeviceEdge
    let roomReady: WakeUp.Signal

    @_noLocks @_noAllocation
    mutating func play(_ output: UnsafeMutablePointer<Float>, frameCount: Int, hostTime: Int64) {
        let missing = consumer.play(into: output, frameCount: frameCount)
        roomReady()
        edge.pass(output, frameCount: frameCount, played: frameCount &- missing, hostTime: hostTime)
    }
}

/// The device callback of a `BufferedStream`.
@_noLocks @_noAllocation
func bufferedCallback(
    context: UnsafeMutableRawPointer, output: UnsafeMutablePointer<Float>, frameCount: Int, hostTime: Int64
) {
    context.assumingMemoryBound(to: BufferedStream.self).pointee
        .play(output, frameCount: frameCount, hostTime: hostTime)
}

/// What the render-ahead thread calls to fill a period of the buffer.
@_noLocks @_noAllocation
func renderAheadCallback(
    context: UnsafeMutableRawPointer, output: UnsafeMutablePointer<Float>, frameCount: Int, hostTime: Int64
) {
    context.assumingMemoryBound(to: RenderCore.self).pointee.render(output, frameCount: frameCount)
}
