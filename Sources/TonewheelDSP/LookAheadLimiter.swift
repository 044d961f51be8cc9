#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A peak limiter with linked channels. No output sample exceeds the ceiling, and none is clipped.
///
/// The signal is delayed by the look-ahead, so that the gain has fallen before a peak is output. At every frame:
///
///     needed[n]  = min(1, ceiling / loudest channel of x[n])
///     lowest[n]  = min(needed[n-L] ... needed[n])                      L frames of look-ahead
///     held[n]    = min(lowest[n], held[n-1] + k (1 + 1/1024 - held[n-1]))      the release, 100 ms
///     gain[n]    = mean(held[n-L] ... held[n])                         linear slopes, without clicks
///     y[n]       = gain[n] x[n-L]
///
/// Each of the L + 1 values in the mean is at most `needed[n-L]`, hence so is the mean, and y never exceeds the
/// ceiling. The release aims slightly above 1, so that it reaches 1 in finite time.
///
/// Gains are integers in units of 2⁻⁴⁸. The running sum for the mean is therefore exact after any number of additions
/// and subtractions, and the gain at rest is always exactly 1. Gains are rounded down, so that rounding cannot lift a
/// peak above the ceiling.
///
/// Reference: P. Hämäläinen, "Smoothing of the Control Signal Without Clipped Output in Digital Peak Limiters",
/// DAFx 2002.
package struct LookAheadLimiter: ~Copyable, @unchecked Sendable {  // only the owner can use it
    /// The maximum magnitude of an output sample: −1 decibel of full scale.
    package static var ceiling: Float { @_noLocks @_noAllocation get { 0.8912509 } }

    /// The look-ahead, in seconds.
    private static var lookAhead: Double { 0.001 }

    /// The time constant of the release, in seconds.
    private static var release: Double { 0.1 }

    /// The fixed-point representation of gain 1.
    private static var unity: Int64 { @_noLocks @_noAllocation get { 1 << 48 } }

    /// The asymptote of the release.
    private static var releaseTarget: Int64 { @_noLocks @_noAllocation get { unity + (unity >> 10) } }

    /// Returns the delay in frames at a sample rate. `[any]`
    static func latencyFrames(sampleRate: Double) -> Int { max(1, Int((lookAhead * sampleRate).rounded())) }

    /// The delay in frames, 1 or more.
    package let latencyFrames: Int

    /// The lowest gain in the latest call of `process`; 1 if nothing was limited.
    package private(set) var lowestGain: Float = 1

    /// The number of frames so far whose gain was below 1. `reset` does not clear it.
    package private(set) var limitedFrames = 0

    private let channelCount: Int
    private let releaseShare: Double  // k

    private let delayed: UnsafeMutablePointer<Float>  // a ring of `latencyFrames`
    private var position = 0

    private var minimum: SlidingMinimum
    private var held: Int64
    private let window: UnsafeMutablePointer<Int64>  // the values to average: a ring of `latencyFrames + 1`
    private var oldest = 0
    private var sum: Int64  // of the window
    private let sumAtRest: Int64

    /// - Parameters:
    ///   - sampleRate: in hertz, up to 30 MHz, so that the sum fits in an `Int64`.
    ///   - channelCount: the number of samples per frame, 1 or more.
    package init(sampleRate: Double, channelCount: Int) {
        precondition(sampleRate > 0 && sampleRate <= 30e6, "the sample rate must be above 0 Hz, up to 30 MHz")
        precondition(channelCount > 0, "there must be at least one channel")
        self.channelCount = channelCount
        latencyFrames = Self.latencyFrames(sampleRate: sampleRate)
        releaseShare = 1 - exp(-1 / (Self.release * sampleRate))
        delayed = .allocate(capacity: latencyFrames * channelCount)
        delayed.initialize(repeating: 0, count: latencyFrames * channelCount)
        minimum = SlidingMinimum(window: latencyFrames + 1, rest: Self.unity)
        held = Self.unity
        window = .allocate(capacity: latencyFrames + 1)
        window.initialize(repeating: Self.unity, count: latencyFrames + 1)
        sumAtRest = Self.unity * Int64(latencyFrames + 1)
        sum = sumAtRest
    }

    deinit {
        delayed.deallocate()
        window.deallocate()
    }

    /// Returns to the initial state. `[render]`
    @_noLocks @_noAllocation
    package mutating func reset() {
        for sample in 0..<latencyFrames &* channelCount { delayed[sample] = 0 }
        position = 0
        minimum.reset()
        held = Self.unity
        for frame in 0...latencyFrames { window[frame] = Self.unity }
        oldest = 0
        sum = sumAtRest
        lowestGain = 1
    }

    /// Limits interleaved frames in place. `[render]`
    ///
    /// - Precondition: no sample is NaN or above 2²⁴. Above that, the rounding of the gain would be audible.
    @_noLocks @_noAllocation
    package mutating func process(_ frames: UnsafeMutablePointer<Float>, frameCount: Int) {
        lowestGain = 1
        var done = 0
        while done < frameCount {
            let count = min(frameCount &- done, latencyFrames &- position)
            let segment = frames + done &* channelCount
            // At rest every gain is 1; skipping the arithmetic changes no bit.
            if isAtRest, Float.peak(of: segment, count: count &* channelCount) <= Self.ceiling {
                delay(segment, frameCount: count)
            } else {
                limit(segment, frameCount: count)
            }
            position = position &+ count == latencyFrames ? 0 : position &+ count
            done = done &+ count
        }
    }

    private var isAtRest: Bool {
        @_noLocks @_noAllocation get { minimum.isAtRest && held == Self.unity && sum == sumAtRest }
    }

    /// Exchanges frames for those one look-ahead earlier. `frameCount` must not exceed the end of the ring.
    @_noLocks @_noAllocation
    private func delay(_ frames: UnsafeMutablePointer<Float>, frameCount: Int) {
        let ring = delayed + position &* channelCount
        for sample in 0..<frameCount &* channelCount {
            let earlier = ring[sample]
            ring[sample] = frames[sample]
            frames[sample] = earlier
        }
    }

    @_noLocks @_noAllocation
    private mutating func limit(_ frames: UnsafeMutablePointer<Float>, frameCount: Int) {
        let ring = delayed + position &* channelCount
        for frame in 0..<frameCount {
            let start = frame &* channelCount
            let gain = nextGain(peak: Float.peak(of: frames + start, count: channelCount))
            for sample in start..<start &+ channelCount {
                let earlier = ring[sample]
                ring[sample] = frames[sample]
                frames[sample] = Float(Double(earlier) * gain)
            }
            if gain < 1 { limitedFrames = limitedFrames &+ 1 }
            lowestGain = min(lowestGain, Float(gain))
        }
    }

    /// Returns the gain for the frame one look-ahead earlier, given the peak of the incoming frame.
    @_noLocks @_noAllocation
    private mutating func nextGain(peak: Float) -> Double {
        let unity = Self.unity
        let needed = peak > Self.ceiling ? Int64(Double(Self.ceiling) / Double(peak) * Double(unity)) : unity
        let released = held &+ Int64(Double(Self.releaseTarget &- held) * releaseShare)
        held = min(minimum.next(needed), released)
        sum = sum &+ held &- window[oldest]
        window[oldest] = held
        oldest = oldest == latencyFrames ? 0 : oldest &+ 1
        return Double(sum) / Double(sumAtRest)  // a division, not a reciprocal: x / x is exactly 1
    }
}
