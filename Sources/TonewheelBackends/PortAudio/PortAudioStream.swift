#if PortAudio
internal import CPortAudio
internal import Synchronization
internal import TonewheelRealtime

/// The state of PortAudio's stream callback.
struct PortAudioStream: ~Copyable {
    var callback: RenderCallback?
    let rights: CallbackThreadRights
    let xruns = Atomic(0)

    /// Called when the stream has ended without `stop`. Not on the render path.
    let onLoss = Mutex<(@Sendable () -> Void)?>(nil)

    init(priority: Int32) {
        rights = CallbackThreadRights(priority: priority)
    }

    /// Renders a period. `[render]`
    @_noLocks @_noAllocation
    mutating func process(
        _ input: UnsafePointer<Float>?, _ output: UnsafeMutablePointer<Float>, frameCount: Int, flags: UInt
    ) {
        rights.acquireOnce()
        // paInputOverflow, paOutputUnderflow: input samples were lost, or output samples were missing.
        if flags & (0x2 | 0x4) != 0 { xruns.wrappingAdd(1, ordering: .relaxed) }
        callback?.render(output, input: input, frameCount: frameCount, hostTime: MonotonicClock.now())
    }
}

/// PortAudio's stream callback. The output time that PortAudio reports differs between systems, so the time of the
/// call, filtered, is used instead.
@_noLocks @_noAllocation
func portAudioCallback(
    input: UnsafeRawPointer?,
    output: UnsafeMutableRawPointer?,
    frameCount: UInt,
    time: UnsafePointer<PaStreamCallbackTimeInfo>?,
    flags: PaStreamCallbackFlags,
    stream: UnsafeMutableRawPointer?
) -> Int32 {
    guard let output, let stream else { return 0 }
    stream.assumingMemoryBound(to: PortAudioStream.self).pointee.process(
        input?.assumingMemoryBound(to: Float.self),
        output.assumingMemoryBound(to: Float.self),
        frameCount: Int(truncatingIfNeeded: frameCount),
        flags: UInt(flags)
    )
    return 0
}

/// PortAudio's stream-finished callback. It is called however the stream has ended.
func portAudioStreamFinished(stream: UnsafeMutableRawPointer?) {
    stream?.assumingMemoryBound(to: PortAudioStream.self).pointee.onLoss.withLock { $0 }?()
}
#endif
