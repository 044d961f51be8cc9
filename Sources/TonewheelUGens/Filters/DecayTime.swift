internal import TonewheelRealtime

/// The factors of what decays by 60 dB in a time.
enum DecayTime {
    /// The factor of a frame, 0.001^(1 / (time · sampleRate)): 0 for a time of 0 and below.
    @_noLocks @_noAllocation
    static func factor(_ time: Float, _ sampleRate: Double) -> Double {
        // ln 0.001; a time that is no number is one of 0.
        time > 0 ? Maths.exp(-6.907755278982137 / (Double(time) * sampleRate)) : 0
    }
}
