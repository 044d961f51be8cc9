extension Float {
    /// The largest magnitude among `count` samples: infinite or NaN if one of them is, 0 if there are none. `[any]`
    ///
    /// So `!(peak <= limit)` finds what is too loud and what is no number in one look.
    @_noLocks @_noAllocation
    package static func peak(of samples: UnsafePointer<Float>, count: Int) -> Float {
        // Without their sign, the bits of IEEE 754 numbers are ordered as the numbers are, and NaN is above infinity. The
        // maximum of integers may be taken in any order, so that this becomes a vector loop; that of numbers may not.
        var highest: Int32 = 0
        for sample in 0..<count {
            highest = max(highest, Int32(bitPattern: samples[sample].bitPattern & 0x7FFF_FFFF))
        }
        return Float(bitPattern: UInt32(bitPattern: highest))
    }
}
