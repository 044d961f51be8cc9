/// Interpolation between samples.
///
/// Reference: SuperCollider help, "BufRd", on its kinds of interpolation; E. Catmull and R. Rom, "A Class of Local
/// Interpolating Splines" (1974).
enum Interpolation {
    /// Returns the value on the line from `y0` to `y1` at `x`, 0 … 1.
    @inline(__always)
    @_noLocks @_noAllocation
    static func linear(_ x: Float, _ y0: Float, _ y1: Float) -> Float {
        y0 + x * (y1 - y0)
    }

    /// Returns the value on the Catmull-Rom curve through four samples at `x`, which is 0 at `y1` and 1 at `y2`. The
    /// slope at a sample is half the difference of its neighbours.
    @inline(__always)
    @_noLocks @_noAllocation
    static func cubic(_ x: Float, _ y0: Float, _ y1: Float, _ y2: Float, _ y3: Float) -> Float {
        let c1 = 0.5 * (y2 - y0)
        let c2 = y0 - 2.5 * y1 + 2 * y2 - 0.5 * y3
        let c3 = 0.5 * (y3 - y0) + 1.5 * (y1 - y2)
        return ((c3 * x + c2) * x + c1) * x + y1
    }
}
