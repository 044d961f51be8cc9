internal import TonewheelRealtime

/// The bandwidth and slope terms of the cookbook's filters.
///
/// Reference: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".
enum CookbookBand {
    /// Returns sin ω · sinh(ln 2 / 2 · octaves · ω / sin ω).
    @_noLocks @_noAllocation
    static func alpha(octaves: Float, angle: Double, sine: Double) -> Double {
        let ratio = 0.34657359027997264 * Bounds.clamp(Double(octaves), 0, 100) * angle / sine
        let growth = Maths.exp(Bounds.clamp(ratio, -100, 100))
        return sine * 0.5 * (growth - 1 / growth)
    }

    /// Returns √((A² + 1)(1 / S − 1) + 2 A), which equals 2 √A α / sin ω in the formulae of the shelves.
    @_noLocks @_noAllocation
    static func shelf(_ a: Double, _ reciprocalS: Float) -> Double {
        let slope = (a * a + 1) * (Bounds.clamp(Double(reciprocalS), 0, 1e6) - 1) + 2 * a
        return Maths.sqrt(Bounds.clamp(slope, 0, 1e30))
    }
}
