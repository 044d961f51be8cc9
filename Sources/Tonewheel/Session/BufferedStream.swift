internal import TonewheelRealtime

/// Playback from an `AudioBuffer` that a render thread fills ahead of the device. A late wake-up of the device's thread
/// causes no underrun; the price is latency.
struct BufferedStream: ~Copyable {
    var consumer: AudioConsumer
    var outputStage: OutputStage

    /// Input on its way to the render thread; nil without inputs.
    var input: AudioProducer?
    let spaceAvailable: WakeUp.Signal

    /// Counts the buffered frames at each period.
    let fill: FixedHistogram.Recorder

    @_noLocks @_noAllocation
    mutating func play(
        _ output: UnsafeMutablePointer<Float>, input recorded: UnsafePointer<Float>?, frameCount: Int, hostTime: Int64
    ) {
        let entry = MonotonicClock.now()
        fill.record(Int64(consumer.available))
        let missing = consumer.play(into: output, frameCount: frameCount)
        // As many frames enter as leave, so that an underrun does not increase the input's delay for good.
        if let recorded, input != nil { _ = input!.write(recorded, frameCount: frameCount &- missing) }
        spaceAvailable()
        outputStage.process(
            output, frameCount: frameCount, played: frameCount &- missing, hostTime: hostTime, entry: entry)
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
