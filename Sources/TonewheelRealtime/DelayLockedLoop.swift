/// A filter for the jitter of the times at which a device requests its periods.
///
/// A second-order loop. It follows the device's true rate, which differs from the nominal one by some parts in a
/// million, and a late wake-up moves the time by a small fraction only. Times without jitter pass unchanged. The
/// periods may be of any length, and may differ.
///
/// Reference: F. Adriaensen, "Using a DLL to filter time", Linux Audio Conference 2005.
package struct DelayLockedLoop: BitwiseCopyable {
    /// The bandwidth of the loop, in hertz.
    private static var bandwidth: Double { 0.5 }

    private static var squareRootOf2: Double { 1.4142135623730951 }

    /// The error, in nanoseconds, beyond which a time is not jitter but a jump (a suspended machine, another device).
    /// The loop restarts there.
    private static var largestError: Double { 100_000_000 }

    private let nominalFrame: Double  // nanoseconds

    private var origin: Int64 = 0  // the host time that `next` counts from, to keep its precision
    private var next = 0.0  // the expected time of the next period, in nanoseconds from the origin
    private var frameLength: Double  // as measured, in nanoseconds
    private var isLocked = false

    package init(_ format: StreamFormat) {
        nominalFrame = 1e9 / format.sampleRate
        frameLength = nominalFrame
    }

    /// Records that the device requested the period of `frameCount` frames that begins with `frame` at `hostTime`, and
    /// returns the filtered mapping. `[render]`
    @_noLocks @_noAllocation
    package mutating func update(frame: Int64, frameCount: Int, hostTime: Int64) -> SampleClock {
        let error = Double(hostTime &- origin) - next
        var begin = next
        if !isLocked || abs(error) > Self.largestError {
            isLocked = true
            origin = hostTime
            begin = 0
            frameLength = nominalFrame
        } else {
            // Limited for stability: beyond about 1, reached by periods of a third of a second, the loop oscillates.
            let omega = min(0.3, 2 * Double.pi * Self.bandwidth * nominalFrame * Double(frameCount) / 1e9)
            begin = next + Self.squareRootOf2 * omega * error
            frameLength += omega * omega * error / Double(frameCount)
        }
        next = begin + Double(frameCount) * frameLength
        return SampleClock(
            frame: frame,
            // In range: `begin` is within `largestError` of the time since the origin, which is an `Int64`.
            hostTime: origin &+ Int64(begin),
            nanosecondsPerFrame: frameLength
        )
    }
}
