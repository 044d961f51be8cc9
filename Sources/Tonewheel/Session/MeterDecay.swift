/// The decay of a peak meter: 20 dB a second.
struct MeterDecay: BitwiseCopyable {
    private let perFrame: Float

    /// - Parameter sampleRate: In hertz.
    init(sampleRate: Double) {
        perFrame = Float(2.302585092994046 / sampleRate)  // ln 10: 20 dB
    }

    /// Returns the factor by which the peak falls within `frameCount` frames. `[render]`
    @_noLocks @_noAllocation
    func factor(frameCount: Int) -> Float {
        // The second-order approximation of e^-x is accurate enough for a meter.
        let x = perFrame * Float(frameCount)
        return 1 / (1 + x + 0.5 * x * x)
    }
}
