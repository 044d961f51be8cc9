#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A first-order high-pass filter below the audible range, which removes the constant part of a signal.
///
///     y[n] = x[n] - m[n-1],   m[n] = R m[n-1] + (1 - R) x[n],   R = exp(-2π corner / sampleRate)
///
/// `m` is the running mean. An offset decays to a thousandth in half a second; a sine of 20 Hz loses 0.04 dB. The mean
/// has double precision: it must follow changes of 1/4000 of the last bit of a sample, and adds no noise.
///
/// Reference: J. O. Smith III, *Introduction to Digital Filters*, "DC Blocker".
package struct DCBlocker: ~Copyable, @unchecked Sendable {  // only the owner can use it
    /// The frequency at which a sine loses 3 dB, in hertz.
    package static var corner: Double { 2 }

    /// The magnitude below which a mean is set to 0: 10⁻¹⁰⁰. It affects no sample, not even a subnormal one, so the
    /// moment at which this is done does not matter. It keeps long silences from ending in subnormal numbers, which are
    /// slow.
    private static var negligible: Double { @_noLocks @_noAllocation get { 1e-100 } }

    private let channelCount: Int
    private let decay: Double  // R: the part of the mean that remains after a frame
    private let means: UnsafeMutablePointer<Double>  // one for each channel

    /// - Parameters:
    ///   - sampleRate: in hertz.
    ///   - channelCount: the number of samples per frame, 1 or more.
    package init(sampleRate: Double, channelCount: Int) {
        precondition(sampleRate > 0 && channelCount > 0, "a filter has a sample rate and channels")
        self.channelCount = channelCount
        decay = exp(-2 * .pi * Self.corner / sampleRate)
        means = .allocate(capacity: channelCount)
        means.initialize(repeating: 0, count: channelCount)
    }

    deinit {
        means.deallocate()
    }

    /// Returns to the initial state. `[render]`
    @_noLocks @_noAllocation
    package mutating func reset() {
        for channel in 0..<channelCount { means[channel] = 0 }
    }

    /// Filters interleaved frames in place. All samples must be finite. `[render]`
    @_noLocks @_noAllocation
    package mutating func process(_ frames: UnsafeMutablePointer<Float>, frameCount: Int) {
        let decay = decay
        let share = 1 - decay
        for channel in 0..<channelCount {
            var mean = means[channel]
            var sample = channel
            for _ in 0..<frameCount {
                let x = Double(frames[sample])
                frames[sample] = Float(x - mean) + 0  // turns −0, which a tiny mean would leave, into 0
                mean = decay * mean + share * x
                sample = sample &+ channelCount
            }
            means[channel] = abs(mean) < Self.negligible ? 0 : mean
        }
    }
}
