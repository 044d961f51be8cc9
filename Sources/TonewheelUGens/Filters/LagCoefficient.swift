internal import TonewheelRealtime

/// How much of a one-pole filter's value is left after a frame.
enum LagCoefficient {
    /// The factor that falls by 60 dB in `seconds`: 0 for none; of what is negative the same as of its magnitude, inverted, held
    /// to ± 1.
    @_noLocks @_noAllocation
    static func of(_ seconds: Float, _ sampleRate: Double) -> Double {
        seconds > 0 || seconds < 0 ? min(1, Maths.exp(-6.907755278982137 / (Double(seconds) * sampleRate))) : 0
    }
}
