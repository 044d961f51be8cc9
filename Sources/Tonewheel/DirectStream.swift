internal import TonewheelRealtime

/// Rendering inside the device callback: the lowest latency.
struct DirectStream: ~Copyable {
    var core: RenderCore
    var edge: DeviceEdge

    @_noLocks @_noAllocation
    mutating func render(_ output: UnsafeMutablePointer<Float>, frameCount: Int, hostTime: Int64) {
        core.render(output, frameCount: frameCount)
        edge.pass(output, frameCount: frameCount, played: frameCount, hostTime: hostTime)
    }
}

/// The device callback of a `DirectStream`.
@_noLocks @_noAllocation
func directCallback(
    context: UnsafeMutableRawPointer, output: UnsafeMutablePointer<Float>, frameCount: Int, hostTime: Int64
) {
    context.assumingMemoryBound(to: DirectStream.self).pointee
        .render(output, frameCount: frameCount, hostTime: hostTime)
}
