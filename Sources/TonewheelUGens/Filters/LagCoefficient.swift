internal import TonewheelRealtime

/// The feedback coefficient of a lag.
enum LagCoefficient {
    /// Returns the factor per frame that decays by 60 dB in `seconds`, 0.001^(1 / (seconds · sampleRate)), at most 1.
    /// 0 seconds or NaN yield 0. A negative time yields 1, so that the output is constant.
    @_noLocks @_noAllocation
    static func of(_ seconds: Float, _ sampleRate: Double) -> Double {
        seconds > 0 || seconds < 0 ? min(1, Maths.exp(-6.907755278982137 / (Double(seconds) * sampleRate))) : 0
    }
}
