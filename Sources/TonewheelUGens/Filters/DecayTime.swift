internal import TonewheelRealtime

/// The conversion of decay times by 60 dB to feedback factors.
enum DecayTime {
    /// Returns the factor per frame, 0.001^(1 / (time · sampleRate)). A time of 0 and below, or NaN, yields 0.
    @_noLocks @_noAllocation
    static func factor(_ time: Float, _ sampleRate: Double) -> Double {
        // ln 0.001
        time > 0 ? Maths.exp(-6.907755278982137 / (Double(time) * sampleRate)) : 0
    }
}
