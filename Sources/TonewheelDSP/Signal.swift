/// An input of a unit: a value for every frame (audio rate), or one value for the whole block (control rate).
public struct Signal: BitwiseCopyable {
    @usableFromInline package private(set) var base: UnsafePointer<Float>
    @usableFromInline let stride: Int  // 1 at audio rate, 0 at control rate
    @usableFromInline let initialValue: UnsafePointer<Float>

    /// One value for every frame. `[render]`
    ///
    /// - Parameter initial: what it holds before the first block; by default what is in the first frame.
    @_noLocks @_noAllocation
    public init(audioRate base: UnsafePointer<Float>, initial: UnsafePointer<Float>? = nil) {
        self.base = base
        stride = 1
        if let initial { initialValue = initial } else { initialValue = base }
    }

    /// One value for the whole block. `[render]`
    ///
    /// - Parameter initial: what it holds before the first block; by default what it holds in it.
    @_noLocks @_noAllocation
    public init(controlRate value: UnsafePointer<Float>, initial: UnsafePointer<Float>? = nil) {
        base = value
        stride = 0
        if let initial { initialValue = initial } else { initialValue = base }
    }

    /// Moves on by `frameCount` frames in memory, whatever the rate: for pieces of blocks.
    @_noLocks @_noAllocation
    package mutating func move(by frameCount: Int) {
        base += frameCount
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

    /// The value just before the first block: where a ramp begins, and what a filter has heard before its first frame. Of use
    /// in a block that `isFirst`.
    @inlinable
    public var initial: Float {
        @_noLocks @_noAllocation get { initialValue.pointee }
    }

    /// The signal with the value at its first frame for all of them: see `Block.held`.
    @inlinable
    var heldForBlock: Signal {
        @_noLocks @_noAllocation get { Signal(controlRate: base, initial: initialValue) }
    }

    /// The value at `frame`, or with −1 the one just before the first block.
    @inlinable
    @_noLocks @_noAllocation
    public func value(at frame: Int) -> Float {
        frame < 0 ? initialValue.pointee : base[frame &* stride]
    }
}
