/// Values between samples.
///
/// Reference: SuperCollider help, "BufRd", on its kinds of interpolation; E. Catmull and R. Rom, "A Class of Local Interpolating
/// Splines" (1974).
enum Interpolation {
    /// On the straight line from `y0` to `y1`; `x` is 0 … 1.
    @inline(__always)
    @_noLocks @_noAllocation
    static func linear(_ x: Float, _ y0: Float, _ y1: Float) -> Float {
        y0 + x * (y1 - y0)
    }

    /// On the cubic curve through four samples whose slopes are those of their neighbours; `x` is 0 … 1, from `y1` to `y2`.
    @inline(__always)
    @_noLocks @_noAllocation
    static func cubic(_ x: Float, _ y0: Float, _ y1: Float, _ y2: Float, _ y3: Float) -> Float {
        let c1 = 0.5 * (y2 - y0)
        let c2 = y0 - 2.5 * y1 + 2 * y2 - 0.5 * y3
        let c3 = 0.5 * (y3 - y0) + 1.5 * (y1 - y2)
        return ((c3 * x + c2) * x + c1) * x + y1
    }
}
