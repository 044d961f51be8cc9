internal import TonewheelRealtime

extension Operands {
    /// Applies an angle, length or power.
    @_noLocks @_noAllocation
    func applyGeometry(_ operation: Int) {
        switch operation {
        case 22: map { Maths.atan2($0, $1) }
        case 23: map { Maths.sqrt($0 * $0 + $1 * $1) }
        case 24: map { Self.approximateLength($0, $1) }
        // The sign of a negative base is moved outside; a fractional power of it would be NaN.
        default: map { $0 > 0 ? Maths.pow($0, $1) : $0 < 0 ? -Maths.pow(-$0, $1) : $1 == 0 ? 1 : 0 }
        }
    }

    /// Returns the approximate length of the vector (x, y) by the formula of SuperCollider's help.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func approximateLength(_ x: Float, _ y: Float) -> Float {
        let (width, height) = (InlineMath.magnitude(x), InlineMath.magnitude(y))
        return width + height - 0.41421356 * (width < height ? width : height)
    }
}
