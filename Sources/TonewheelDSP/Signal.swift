/// An input of a unit: a value for every frame (audio rate), or one value for the whole block (control rate).
package struct Signal: BitwiseCopyable {
    @usableFromInline let base: UnsafePointer<Float>
    @usableFromInline let stride: Int  // 1 at audio rate, 0 at control rate

    /// One value for every frame. `[render]`
    @_noLocks @_noAllocation
    package init(audioRate base: UnsafePointer<Float>) {
        self.base = base
        stride = 1
    }

    /// One value for the whole block. `[render]`
    @_noLocks @_noAllocation
    package init(controlRate value: UnsafePointer<Float>) {
        base = value
        stride = 0
    }

    /// Whether one value holds for the whole block: a hot unit branches on it once.
    @inlinable
    package var isConstant: Bool {
        @_noLocks @_noAllocation get { stride == 0 }
    }

    /// The values: one for every frame at audio rate, a single one at control rate.
    @inlinable
    package var samples: UnsafePointer<Float> {
        @_noLocks @_noAllocation get { base }
    }

    /// The value at `frame`.
    @inlinable
    package subscript(frame: Int) -> Float {
        @_noLocks @_noAllocation get { base[frame &* stride] }
    }
}
