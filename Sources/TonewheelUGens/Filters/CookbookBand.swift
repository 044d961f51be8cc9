internal import TonewheelRealtime

/// How wide the cookbook's filters are.
///
/// Reference: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".
enum CookbookBand {
    /// sin ω · sinh(ln 2 / 2 · octaves · ω / sin ω)
    @_noLocks @_noAllocation
    static func alpha(octaves: Float, angle: Double, sine: Double) -> Double {
        let ratio = 0.34657359027997264 * Bounds.hold(Double(octaves), 0, 100) * angle / sine
        let growth = Maths.exp(Bounds.hold(ratio, -100, 100))
        return sine * 0.5 * (growth - 1 / growth)
    }

    /// √((A² + 1)(1 / S − 1) + 2 A), which is what stands in the shelves' formulae as 2 √A α / sin ω.
    @_noLocks @_noAllocation
    static func shelf(_ a: Double, _ reciprocalS: Float) -> Double {
        let slope = (a * a + 1) * (Bounds.hold(Double(reciprocalS), 0, 1e6) - 1) + 2 * a
        return Maths.sqrt(Bounds.hold(slope, 0, 1e30))
    }
}
