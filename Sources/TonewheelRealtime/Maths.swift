internal import CTonewheel

// All audited: functions of numbers only. They set `errno` and the floating-point flags, and neither lock nor allocate.

@_semantics("no_performance_analysis")
private func sinDoor(_ x: Float) -> Float { tonewheel_sinf(x) }

@_semantics("no_performance_analysis")
private func cosDoor(_ x: Float) -> Float { tonewheel_cosf(x) }

@_semantics("no_performance_analysis")
private func tanDoor(_ x: Float) -> Float { tonewheel_tanf(x) }

@_semantics("no_performance_analysis")
private func asinDoor(_ x: Float) -> Float { tonewheel_asinf(x) }

@_semantics("no_performance_analysis")
private func acosDoor(_ x: Float) -> Float { tonewheel_acosf(x) }

@_semantics("no_performance_analysis")
private func atanDoor(_ x: Float) -> Float { tonewheel_atanf(x) }

@_semantics("no_performance_analysis")
private func sinhDoor(_ x: Float) -> Float { tonewheel_sinhf(x) }

@_semantics("no_performance_analysis")
private func coshDoor(_ x: Float) -> Float { tonewheel_coshf(x) }

@_semantics("no_performance_analysis")
private func tanhDoor(_ x: Float) -> Float { tonewheel_tanhf(x) }

@_semantics("no_performance_analysis")
private func expDoor(_ x: Float) -> Float { tonewheel_expf(x) }

@_semantics("no_performance_analysis")
private func exp2Door(_ x: Float) -> Float { tonewheel_exp2f(x) }

@_semantics("no_performance_analysis")
private func logDoor(_ x: Float) -> Float { tonewheel_logf(x) }

@_semantics("no_performance_analysis")
private func log2Door(_ x: Float) -> Float { tonewheel_log2f(x) }

@_semantics("no_performance_analysis")
private func log10Door(_ x: Float) -> Float { tonewheel_log10f(x) }

@_semantics("no_performance_analysis")
private func atan2Door(_ x: Float, _ y: Float) -> Float { tonewheel_atan2f(x, y) }

@_semantics("no_performance_analysis")
private func powDoor(_ x: Float, _ y: Float) -> Float { tonewheel_powf(x, y) }

@_semantics("no_performance_analysis")
private func fmodDoor(_ x: Float, _ y: Float) -> Float { tonewheel_fmodf(x, y) }

@_semantics("no_performance_analysis")
private func sinDoor(_ x: Double) -> Double { tonewheel_sin(x) }

@_semantics("no_performance_analysis")
private func cosDoor(_ x: Double) -> Double { tonewheel_cos(x) }

@_semantics("no_performance_analysis")
private func tanDoor(_ x: Double) -> Double { tonewheel_tan(x) }

@_semantics("no_performance_analysis")
private func expDoor(_ x: Double) -> Double { tonewheel_exp(x) }

@_semantics("no_performance_analysis")
private func logDoor(_ x: Double) -> Double { tonewheel_log(x) }

@_semantics("no_performance_analysis")
private func tanhDoor(_ x: Double) -> Double { tonewheel_tanh(x) }

@_semantics("no_performance_analysis")
private func powDoor(_ x: Double, _ y: Double) -> Double { tonewheel_pow(x, y) }

@_semantics("no_performance_analysis")
private func sqrtDoor(_ x: Float) -> Float { x.squareRoot() }

@_semantics("no_performance_analysis")
private func sqrtDoor(_ x: Double) -> Double { x.squareRoot() }

@_semantics("no_performance_analysis")
private func floorDoor(_ x: Float) -> Float { x.rounded(.down) }

@_semantics("no_performance_analysis")
private func floorDoor(_ x: Double) -> Double { x.rounded(.down) }

@_semantics("no_performance_analysis")
private func ceilDoor(_ x: Float) -> Float { x.rounded(.up) }

@_semantics("no_performance_analysis")
private func ceilDoor(_ x: Double) -> Double { x.rounded(.up) }

@_semantics("no_performance_analysis")
private func truncDoor(_ x: Float) -> Float { x.rounded(.towardZero) }

@_semantics("no_performance_analysis")
private func truncDoor(_ x: Double) -> Double { x.rounded(.towardZero) }

@_semantics("no_performance_analysis")
private func nearestDoor(_ x: Float) -> Float { x.rounded(.toNearestOrEven) }

@_semantics("no_performance_analysis")
private func nearestDoor(_ x: Double) -> Double { x.rounded(.toNearestOrEven) }

/// The functions of the C library's mathematics, for the render thread. Results and rounding are the library's. `[any]`
package enum Maths {
    /// Returns the sine of an angle in radians.
    @_noLocks @_noAllocation
    package static func sin(_ x: Float) -> Float { sinDoor(x) }

    /// Returns the cosine of an angle in radians.
    @_noLocks @_noAllocation
    package static func cos(_ x: Float) -> Float { cosDoor(x) }

    /// Returns the tangent of an angle in radians.
    @_noLocks @_noAllocation
    package static func tan(_ x: Float) -> Float { tanDoor(x) }

    /// Returns the arcsine, in radians; of values outside −1 … 1, NaN.
    @_noLocks @_noAllocation
    package static func asin(_ x: Float) -> Float { asinDoor(x) }

    /// Returns the arccosine, in radians; of values outside −1 … 1, NaN.
    @_noLocks @_noAllocation
    package static func acos(_ x: Float) -> Float { acosDoor(x) }

    /// Returns the arctangent, in radians.
    @_noLocks @_noAllocation
    package static func atan(_ x: Float) -> Float { atanDoor(x) }

    /// Returns the hyperbolic sine.
    @_noLocks @_noAllocation
    package static func sinh(_ x: Float) -> Float { sinhDoor(x) }

    /// Returns the hyperbolic cosine.
    @_noLocks @_noAllocation
    package static func cosh(_ x: Float) -> Float { coshDoor(x) }

    /// Returns the hyperbolic tangent.
    @_noLocks @_noAllocation
    package static func tanh(_ x: Float) -> Float { tanhDoor(x) }

    /// Returns e to the power `x`.
    @_noLocks @_noAllocation
    package static func exp(_ x: Float) -> Float { expDoor(x) }

    /// Returns 2 to the power `x`.
    @_noLocks @_noAllocation
    package static func exp2(_ x: Float) -> Float { exp2Door(x) }

    /// Returns the natural logarithm.
    @_noLocks @_noAllocation
    package static func log(_ x: Float) -> Float { logDoor(x) }

    /// Returns the logarithm to base 2.
    @_noLocks @_noAllocation
    package static func log2(_ x: Float) -> Float { log2Door(x) }

    /// Returns the logarithm to base 10.
    @_noLocks @_noAllocation
    package static func log10(_ x: Float) -> Float { log10Door(x) }

    /// Returns the square root; of negative values, NaN.
    @_noLocks @_noAllocation
    package static func sqrt(_ x: Float) -> Float { sqrtDoor(x) }

    /// Returns the largest integer that is not above `x`.
    @_noLocks @_noAllocation
    package static func floor(_ x: Float) -> Float { floorDoor(x) }

    /// Returns the smallest integer that is not below `x`.
    @_noLocks @_noAllocation
    package static func ceil(_ x: Float) -> Float { ceilDoor(x) }

    /// Returns `x` rounded toward zero.
    @_noLocks @_noAllocation
    package static func trunc(_ x: Float) -> Float { truncDoor(x) }

    /// Returns the nearest integer; of two, the even one.
    @_noLocks @_noAllocation
    package static func nearest(_ x: Float) -> Float { nearestDoor(x) }

    /// Returns the angle of the point (`x`, `y`), in radians. `y` comes first.
    @_noLocks @_noAllocation
    package static func atan2(_ y: Float, _ x: Float) -> Float { atan2Door(y, x) }

    /// Returns `x` to the power `y`.
    @_noLocks @_noAllocation
    package static func pow(_ x: Float, _ y: Float) -> Float { powDoor(x, y) }

    /// Returns the remainder of `x` divided by `y`, with the sign of `x`.
    @_noLocks @_noAllocation
    package static func fmod(_ x: Float, _ y: Float) -> Float { fmodDoor(x, y) }

    /// Returns the sine of an angle in radians.
    @_noLocks @_noAllocation
    package static func sin(_ x: Double) -> Double { sinDoor(x) }

    /// Returns the cosine of an angle in radians.
    @_noLocks @_noAllocation
    package static func cos(_ x: Double) -> Double { cosDoor(x) }

    /// Returns the tangent of an angle in radians.
    @_noLocks @_noAllocation
    package static func tan(_ x: Double) -> Double { tanDoor(x) }

    /// Returns e to the power `x`.
    @_noLocks @_noAllocation
    package static func exp(_ x: Double) -> Double { expDoor(x) }

    /// Returns the natural logarithm.
    @_noLocks @_noAllocation
    package static func log(_ x: Double) -> Double { logDoor(x) }

    /// Returns the hyperbolic tangent.
    @_noLocks @_noAllocation
    package static func tanh(_ x: Double) -> Double { tanhDoor(x) }

    /// Returns the square root; of negative values, NaN.
    @_noLocks @_noAllocation
    package static func sqrt(_ x: Double) -> Double { sqrtDoor(x) }

    /// Returns the largest integer that is not above `x`.
    @_noLocks @_noAllocation
    package static func floor(_ x: Double) -> Double { floorDoor(x) }

    /// Returns the smallest integer that is not below `x`.
    @_noLocks @_noAllocation
    package static func ceil(_ x: Double) -> Double { ceilDoor(x) }

    /// Returns `x` rounded toward zero.
    @_noLocks @_noAllocation
    package static func trunc(_ x: Double) -> Double { truncDoor(x) }

    /// Returns the nearest integer; of two, the even one.
    @_noLocks @_noAllocation
    package static func nearest(_ x: Double) -> Double { nearestDoor(x) }

    /// Returns `x` to the power `y`.
    @_noLocks @_noAllocation
    package static func pow(_ x: Double, _ y: Double) -> Double { powDoor(x, y) }
}
