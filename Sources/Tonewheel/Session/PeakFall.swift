/// How fast a meter falls: by 20 dB a second.
struct PeakFall: BitwiseCopyable {
    private let perFrame: Float

    /// - Parameter sampleRate: in hertz.
    init(sampleRate: Double) {
        perFrame = Float(2.302585092994046 / sampleRate)  // ln 10: 20 dB
    }

    /// What the peak is multiplied by after so many frames. `[render]`
    @_noLocks @_noAllocation
    func factor(frameCount: Int) -> Float {
        // e^-x to its second order, which is enough for a meter.
        let x = perFrame * Float(frameCount)
        return 1 / (1 + x + 0.5 * x * x)
    }
}
