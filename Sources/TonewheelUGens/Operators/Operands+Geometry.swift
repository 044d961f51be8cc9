internal import TonewheelRealtime

extension Operands {
    /// Angles, lengths and powers.
    @_noLocks @_noAllocation
    func applyGeometry(_ operation: Int) {
        switch operation {
        case 22: map { Maths.atan2($0, $1) }
        case 23: map { Maths.sqrt($0 * $0 + $1 * $1) }
        case 24: map { Self.approximateLength($0, $1) }
        // The sign of a negative base is kept: a fractional power of it would be no number.
        default: map { $0 > 0 ? Maths.pow($0, $1) : $0 < 0 ? -Maths.pow(-$0, $1) : $1 == 0 ? 1 : 0 }
        }
    }

    /// The length of the vector (x, y), never too small by more than the help file's formula is.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func approximateLength(_ x: Float, _ y: Float) -> Float {
        let (width, height) = (Whole.magnitude(x), Whole.magnitude(y))
        return width + height - 0.41421356 * (width < height ? width : height)
    }
}
