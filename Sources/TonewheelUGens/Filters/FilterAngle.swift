internal import TonewheelRealtime

/// Frequencies, bandwidths and gains of filters, clamped to ranges in which the designs are stable.
enum FilterAngle {
    /// Returns the angular frequency in radians per frame, clamped to above 0 and below π.
    @inline(__always)
    @_noLocks @_noAllocation
    static func radians(_ hertz: Float, _ radiansPerHertz: Double) -> Double {
        Bounds.clamp(Double(hertz) * radiansPerHertz, 1e-6, 3.141_592_6)
    }

    /// Returns the angular frequency in radians per frame, 0 or above, for designs that are stable at any frequency.
    /// Beyond π, half the sample rate, they alias, as in scsynth.
    @inline(__always)
    @_noLocks @_noAllocation
    static func aliasing(_ hertz: Float, _ radiansPerHertz: Double) -> Double {
        Bounds.clamp(Double(hertz) * radiansPerHertz, 0, 1e6)
    }

    /// Returns half the bandwidth in radians per frame, clamped to above 0 and below π / 2.
    @inline(__always)
    @_noLocks @_noAllocation
    static func halfBand(_ angle: Double, _ reciprocalQ: Float) -> Double {
        Bounds.clamp(angle * 0.5 * Double(reciprocalQ), 1e-9, 1.5707)
    }

    /// Returns the square root of a gain, 10^(decibels / 40). The decibels are clamped to ± 200.
    @_noLocks @_noAllocation
    static func rootGain(_ decibels: Float) -> Double {
        // ln 10 / 40
        Maths.exp(Bounds.clamp(Double(decibels), -200, 200) * 0.057564627324851145)
    }
}
