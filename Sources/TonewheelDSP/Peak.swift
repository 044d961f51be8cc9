extension Float {
    /// Returns the largest magnitude among `count` samples: infinity or NaN if one of them is, 0 if there are none.
    /// `[any]`
    ///
    /// `!(peak <= limit)` therefore detects both excessive samples and NaN.
    @_noLocks @_noAllocation
    package static func peak(of samples: UnsafePointer<Float>, count: Int) -> Float {
        // Without the sign bit, the bit patterns of IEEE 754 numbers are ordered like the numbers, with NaN above
        // infinity. The maximum of integers may be computed in any order, so the compiler can vectorize the loop; the
        // maximum of floats may not.
        var highest: Int32 = 0
        for sample in 0..<count {
            highest = max(highest, Int32(bitPattern: samples[sample].bitPattern & 0x7FFF_FFFF))
        }
        return Float(bitPattern: UInt32(bitPattern: highest))
    }
}
