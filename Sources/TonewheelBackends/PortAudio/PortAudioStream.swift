#if PortAudio
internal import CPortAudio
internal import Synchronization
internal import TonewheelRealtime

/// What PortAudio's callback works on.
struct PortAudioStream: ~Copyable {
    var callback: RenderCallback?
    let rights: CallbackThreadRights
    let xruns = Atomic(0)

    /// Called when the stream has ended by itself. Not on the render path.
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
        // paInputOverflow and paOutputUnderflow: samples were lost on the way in, or missing on the way out.
        if flags & (0x2 | 0x4) != 0 { xruns.wrappingAdd(1, ordering: .relaxed) }
        callback?.render(output, input: input, frameCount: frameCount, hostTime: MonotonicClock.now())
    }
}

/// PortAudio's stream callback. Its own notion of when the period sounds differs from system to system; the moment of the
/// call, filtered, is the same on all.
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

/// What PortAudio calls when a stream has ended, by itself or by us.
func portAudioHasFinished(stream: UnsafeMutableRawPointer?) {
    stream?.assumingMemoryBound(to: PortAudioStream.self).pointee.onLoss.withLock { $0 }?()
}
#endif
