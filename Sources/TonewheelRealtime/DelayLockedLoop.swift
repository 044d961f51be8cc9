/// Filters the jitter out of the moments at which a device asks for its periods.
///
/// A second-order loop: it follows the device's true rate, which differs from its nominal one by some parts in a million,
/// and lets a late wake-up move the time by a small part only. Moments without jitter pass unchanged. The periods may be of
/// any length, and differ.
///
/// Reference: F. Adriaensen, "Using a DLL to filter time", Linux Audio Conference 2005.
package struct DelayLockedLoop: BitwiseCopyable {
    /// How fast the loop follows, in hertz.
    private static var bandwidth: Double { 0.5 }

    private static var squareRootOf2: Double { 1.4142135623730951 }

    /// An error beyond this is no jitter but a jump (a suspended machine, another device): the loop starts anew there.
    private static var largestError: Double { 100_000_000 }

    private let nominalFrame: Double  // nanoseconds

    private var origin: Int64 = 0  // the host time that `next` counts from, so that it keeps its digits
    private var next = 0.0  // when the next period is expected, in nanoseconds from the origin
    private var frameLength: Double  // as measured, in nanoseconds
    private var isLocked = false

    package init(_ format: StreamFormat) {
        nominalFrame = 1e9 / format.sampleRate
        frameLength = nominalFrame
    }

    /// Takes note that the device asked for the period of `frameCount` frames that begins with `frame` at `hostTime`, and
    /// says how the two correspond. `[render]`
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
            // Held where the loop is stable: beyond about 1, which periods of a third of a second reach, it swings up.
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
