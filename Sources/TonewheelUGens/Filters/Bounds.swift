/// Brings what a client may send into a range where the arithmetic that follows is defined.
enum Bounds {
    /// `x`, or the end of the range that it is beyond; what is no number is `low`.
    @inline(__always)
    @_noLocks @_noAllocation
    static func hold(_ x: Float, _ low: Float, _ high: Float) -> Float {
        let above = x > low ? x : low
        return above < high ? above : high
    }

    /// `x`, or the end of the range that it is beyond; what is no number is `low`.
    @inline(__always)
    @_noLocks @_noAllocation
    static func hold(_ x: Double, _ low: Double, _ high: Double) -> Double {
        let above = x > low ? x : low
        return above < high ? above : high
    }

    /// Whether `x` is a number, and small enough for the state of a filter.
    @inline(__always)
    @_noLocks @_noAllocation
    static func isSound(_ x: Double) -> Bool {
        x > -1e30 && x < 1e30
    }

    /// Whether `x` is a number, and small enough for the state of a filter.
    @inline(__always)
    @_noLocks @_noAllocation
    static func isSound(_ x: Float) -> Bool {
        x > -1e30 && x < 1e30
    }

    /// Puts 0 in the place of every sample that is no finite number.
    @inline(__always)
    @_noLocks @_noAllocation
    static func silenceNonFinite(_ samples: UnsafeMutablePointer<Float>, _ count: Int) {
        for frame in 0..<count {
            let bits = samples[frame].bitPattern
            samples[frame] = bits & 0x7F80_0000 == 0x7F80_0000 ? 0 : Float(bitPattern: bits)
        }
    }
}
