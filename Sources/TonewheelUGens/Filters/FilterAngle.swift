internal import TonewheelRealtime

/// Frequencies, bandwidths and gains of filters, brought to where the designs are stable.
enum FilterAngle {
    /// The angle that a frequency turns in a frame: above 0 and below π.
    @inline(__always)
    @_noLocks @_noAllocation
    static func radians(_ hertz: Float, _ radiansPerHertz: Double) -> Double {
        Bounds.hold(Double(hertz) * radiansPerHertz, 1e-6, 3.141_592_6)
    }

    /// The angle that a frequency turns in a frame, for designs that are stable beyond π, too: there they come back from half the
    /// sample rate, as in scsynth. An envelope at the cutoff of a bass goes as far.
    @inline(__always)
    @_noLocks @_noAllocation
    static func radiansAround(_ hertz: Float, _ radiansPerHertz: Double) -> Double {
        Bounds.hold(Double(hertz) * radiansPerHertz, 0, 1e6)
    }

    /// Half of a bandwidth, as an angle: above 0 and below π / 2.
    @inline(__always)
    @_noLocks @_noAllocation
    static func halfBand(_ angle: Double, _ reciprocalQ: Float) -> Double {
        Bounds.hold(angle * 0.5 * Double(reciprocalQ), 1e-9, 1.5707)
    }

    /// The square root of a gain: 10^(decibels / 40), the decibels held to ± 200.
    @_noLocks @_noAllocation
    static func rootGain(_ decibels: Float) -> Double {
        // ln 10 / 40
        Maths.exp(Bounds.hold(Double(decibels), -200, 200) * 0.057564627324851145)
    }
}
