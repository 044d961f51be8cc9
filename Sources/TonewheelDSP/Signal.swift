/// An input of a unit: a value per frame (audio rate), or one value for the whole block (control rate).
public struct Signal: BitwiseCopyable {
    @usableFromInline package private(set) var base: UnsafePointer<Float>
    @usableFromInline let stride: Int  // 1 at audio rate, 0 at control rate
    @usableFromInline let initialValue: UnsafePointer<Float>

    /// Creates a signal with one value per frame. `[render]`
    ///
    /// - Parameter initial: the value before the first block; by default that of the first frame.
    @_noLocks @_noAllocation
    public init(audioRate base: UnsafePointer<Float>, initial: UnsafePointer<Float>? = nil) {
        self.base = base
        stride = 1
        if let initial { initialValue = initial } else { initialValue = base }
    }

    /// Creates a signal with one value for the whole block. `[render]`
    ///
    /// - Parameter initial: the value before the first block; by default `value`.
    @_noLocks @_noAllocation
    public init(controlRate value: UnsafePointer<Float>, initial: UnsafePointer<Float>? = nil) {
        base = value
        stride = 0
        if let initial { initialValue = initial } else { initialValue = base }
    }

    /// Advances the memory by `frameCount` frames at either rate, for pieces of blocks.
    @_noLocks @_noAllocation
    package mutating func move(by frameCount: Int) {
        base += frameCount
    }

    /// Whether one value is valid for the whole block. A hot unit branches on it once.
    @inlinable
    public var isConstant: Bool {
        @_noLocks @_noAllocation get { stride == 0 }
    }

    /// The values: one per frame at audio rate, a single one at control rate.
    @inlinable
    public var samples: UnsafePointer<Float> {
        @_noLocks @_noAllocation get { base }
    }

    /// The value at `frame`.
    @inlinable
    public subscript(frame: Int) -> Float {
        @_noLocks @_noAllocation get { base[frame &* stride] }
    }

    /// The value just before the first block: the start of a ramp, and the input of a filter before its first frame.
    /// Used in a block that `isFirst`.
    @inlinable
    public var initial: Float {
        @_noLocks @_noAllocation get { initialValue.pointee }
    }

    /// The signal with the value of its first frame for all frames: see `Block.held`.
    @inlinable
    var heldForBlock: Signal {
        @_noLocks @_noAllocation get { Signal(controlRate: base, initial: initialValue) }
    }

    /// Returns the value at `frame`; for −1, the one just before the first block.
    @inlinable
    @_noLocks @_noAllocation
    public func value(at frame: Int) -> Float {
        frame < 0 ? initialValue.pointee : base[frame &* stride]
    }
}
