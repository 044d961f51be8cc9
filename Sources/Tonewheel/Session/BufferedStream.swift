internal import TonewheelRealtime

/// Playing from an `AudioBuffer` that a render thread fills ahead: a late wake-up of the device costs nothing, at the
/// price of latency.
struct BufferedStream: ~Copyable {
    var consumer: AudioConsumer
    var edge: DeviceEdge

    /// Takes what the device has recorded to the render thread, if there are inputs.
    var input: AudioProducer?
    let roomReady: WakeUp.Signal

    /// Counts how many frames there were for each period.
    let fill: FixedHistogram.Recorder

    @_noLocks @_noAllocation
    mutating func play(
        _ output: UnsafeMutablePointer<Float>, input recorded: UnsafePointer<Float>?, frameCount: Int, hostTime: Int64
    ) {
        let entry = MonotonicClock.now()
        fill.record(Int64(consumer.available))
        let missing = consumer.play(into: output, frameCount: frameCount)
        // As many frames in as were taken out: an underrun does not delay the input for good.
        if let recorded, input != nil { _ = input!.write(recorded, frameCount: frameCount &- missing) }
        roomReady()
        edge.pass(output, frameCount: frameCount, played: frameCount &- missing, hostTime: hostTime, entry: entry)
    }
}

/// The device callback of a `BufferedStream`.
@_noLocks @_noAllocation
func bufferedCallback(
    context: UnsafeMutableRawPointer,
    input: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>,
    frameCount: Int,
    hostTime: Int64
) {
    context.assumingMemoryBound(to: BufferedStream.self).pointee
        .play(output, input: input, frameCount: frameCount, hostTime: hostTime)
}
