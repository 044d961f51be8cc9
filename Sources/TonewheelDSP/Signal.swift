/// An input of a unit: a value for every frame (audio rate), or one value for the whole block (control rate).
public struct Signal: BitwiseCopyable {
    @usableFromInline let base: UnsafePointer<Float>
    @usableFromInline let stride: Int  // 1 at audio rate, 0 at control rate

    /// One value for every frame. `[render]`
    @_noLocks @_noAllocation
    public init(audioRate base: UnsafePointer<Float>) {
        self.base = base
        stride = 1
    }

    /// One value for the whole block. `[render]`
    @_noLocks @_noAllocation
    public init(controlRate value: UnsafePointer<Float>) {
        base = value
        stride = 0
    }

    /// Whether one value holds for the whole block: a hot unit branches on it once.
    @inlinable
    public var isConstant: Bool {
        @_noLocks @_noAllocation get { stride == 0 }
    }

    /// The values: one for every frame at audio rate, a single one at control rate.
    @inlinable
    public var samples: UnsafePointer<Float> {
        @_noLocks @_noAllocation get { base }
    }

    /// The value at `frame`.
    @inlinable
    public subscript(frame: Int) -> Float {
        @_noLocks @_noAllocation get { base[frame &* stride] }
    }
}
