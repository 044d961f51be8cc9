#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Peak limiter with linked channels: no sample leaves above the ceiling, and none is clipped.
///
/// The sound is delayed by the look-ahead, so that the gain is down before a peak comes. At every frame:
///
///     needed[n]  = min(1, ceiling / loudest channel of x[n])
///     lowest[n]  = min(needed[n-L] ... needed[n])                      L frames of look-ahead
///     held[n]    = min(lowest[n], held[n-1] + k (1 + 1/1024 - held[n-1]))      the release, 100 ms
///     gain[n]    = mean(held[n-L] ... held[n])                         down and up in straight lines, without a click
///     y[n]       = gain[n] x[n-L]
///
/// Each of the L + 1 values in the mean is a minimum over `needed[n-L]`, and so is the mean at most that: y never exceeds
/// the ceiling. The release aims a little above 1, so that it arrives there.
///
/// Gains are integers in 2⁻⁴⁸: the sum under the mean is exact for ever, however often a value is added to it and taken
/// from it again, and so the gain at rest is 1 and nothing else after any time. They are rounded down, so that rounding
/// does not lift a peak above the ceiling either.
///
/// Reference: P. Hämäläinen, "Smoothing of the Control Signal Without Clipped Output in Digital Peak Limiters", DAFx 2002.
package struct LookAheadLimiter: ~Copyable, @unchecked Sendable {  // only the owner can use it
    /// What no sample exceeds: −1 decibel of full scale.
    package static var ceiling: Float { @_noLocks @_noAllocation get { 0.8912509 } }

    /// In seconds.
    private static var lookAhead: Double { 0.001 }

    /// How long the release takes for all but 1/e of its way, in seconds.
    private static var release: Double { 0.1 }

    /// Gain 1.
    private static var unity: Int64 { @_noLocks @_noAllocation get { 1 << 48 } }

    /// Where the release would end.
    private static var aim: Int64 { @_noLocks @_noAllocation get { unity + (unity >> 10) } }

    /// Frames by which the sound is delayed at so many frames a second. `[any]`
    static func latencyFrames(sampleRate: Double) -> Int { max(1, Int((lookAhead * sampleRate).rounded())) }

    /// Frames by which the sound is delayed, 1 or more.
    package let latencyFrames: Int

    /// The lowest gain in the latest call of `process`: 1 if nothing was limited.
    package private(set) var lowestGain: Float = 1

    /// Frames so far whose gain was below 1; `reset` lets them stand.
    package private(set) var limitedFrames = 0

    private let channelCount: Int
    private let releaseShare: Double  // k

    private let delayed: UnsafeMutablePointer<Float>  // a ring of `latencyFrames`
    private var position = 0

    private var minimum: SlidingMinimum
    private var held: Int64
    private let window: UnsafeMutablePointer<Int64>  // what the mean is of: a ring of one more than the delay
    private var oldest = 0
    private var sum: Int64  // of the window
    private let sumAtRest: Int64

    /// - Parameters:
    ///   - sampleRate: in hertz, up to 30 MHz: the sum must be an `Int64`.
    ///   - channelCount: samples in a frame, 1 or more.
    package init(sampleRate: Double, channelCount: Int) {
        precondition(sampleRate > 0 && sampleRate <= 30e6, "a limiter has a sample rate")
        precondition(channelCount > 0, "a limiter has channels")
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

    /// Back to time zero. `[render]`
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
    /// - Precondition: no sample is above 2²⁴, or no number: beyond, what the gain is rounded down by would be heard.
    @_noLocks @_noAllocation
    package mutating func process(_ frames: UnsafeMutablePointer<Float>, frameCount: Int) {
        lowestGain = 1
        var done = 0
        while done < frameCount {
            let count = min(frameCount &- done, latencyFrames &- position)
            let stretch = frames + done &* channelCount
            // At rest every gain is 1, and leaving out the arithmetic changes no bit.
            if isAtRest, Float.peak(of: stretch, count: count &* channelCount) <= Self.ceiling {
                delay(stretch, frameCount: count)
            } else {
                limit(stretch, frameCount: count)
            }
            position = position &+ count == latencyFrames ? 0 : position &+ count
            done = done &+ count
        }
    }

    private var isAtRest: Bool {
        @_noLocks @_noAllocation get { minimum.isAtRest && held == Self.unity && sum == sumAtRest }
    }

    /// Exchanges frames for those of a look-ahead ago; at most up to the end of the ring.
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

    /// The gain for the frame of a look-ahead ago, when a frame of this peak comes in.
    @_noLocks @_noAllocation
    private mutating func nextGain(peak: Float) -> Double {
        let unity = Self.unity
        let needed = peak > Self.ceiling ? Int64(Double(Self.ceiling) / Double(peak) * Double(unity)) : unity
        let released = held &+ Int64(Double(Self.aim &- held) * releaseShare)
        held = min(minimum.next(needed), released)
        sum = sum &+ held &- window[oldest]
        window[oldest] = held
        oldest = oldest == latencyFrames ? 0 : oldest &+ 1
        return Double(sum) / Double(sumAtRest)  // a division: a number over itself is 1
    }
}
