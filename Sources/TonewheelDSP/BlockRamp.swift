/// A linear ramp that takes a control-rate input over a block, from the value of the last block to that of this one, so
/// that there is no audible step at the block's boundary.
///
///     let gain = ramp.start(block.input(1), block)
///     for frame in 0..<block.frameCount { output[frame] = signal[frame] * gain.at(frame) }
///
/// The ramp continues across the pieces of a block. If the value changes inside the block, the ramp changes direction
/// there and reaches the new value at the block's end.
public struct BlockRamp: BitwiseCopyable, Sendable {
    @usableFromInline var last: Float = 0

    // The start value and start frame of the ramp in a block that is rendered in pieces.
    private var startValue: Float = 0
    private var startFrame: Int32 = 0

    @_noLocks @_noAllocation
    package init() {}

    /// A ramp over one block or piece.
    public struct Line: BitwiseCopyable {
        /// The value at the first frame of the ramp, which may precede the first frame of the piece.
        @usableFromInline let startValue: Float

        /// The increment per frame.
        public let step: Float

        /// The number of frames of the ramp that precede the piece.
        @usableFromInline let offset: Int32

        /// Creates a ramp that starts at `value`, `offset` frames before the block or piece.
        @inlinable
        @_noLocks @_noAllocation
        public init(value: Float, step: Float, offset: Int32 = 0) {
            startValue = value
            self.step = step
            self.offset = offset
        }

        /// Creates a constant ramp at `value`.
        @inlinable
        @_noLocks @_noAllocation
        public init(level value: Float) {
            self.init(value: value, step: 0)
        }

        /// Whether the ramp is constant, so that `value` is valid for the whole block.
        @inlinable
        public var isLevel: Bool {
            @_noLocks @_noAllocation get { step == 0 }
        }

        /// The value at the first frame of the ramp; if it is level, the value at all frames.
        @inlinable
        public var value: Float {
            @_noLocks @_noAllocation get { startValue }
        }

        /// Returns the value at a frame of the block or piece.
        @inlinable @inline(__always)
        @_noLocks @_noAllocation
        public func at(_ frame: Int) -> Float {
            startValue + step * Float(Int32(truncatingIfNeeded: frame) &+ offset)
        }
    }

    /// Returns the ramp from the value of the last block to that of `signal`. In the first block it starts at the
    /// initial value of `signal`. `[render]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public mutating func start(_ signal: Signal, _ block: borrowing Block) -> Line {
        let target = signal[0]
        if block.isPiece { return startPiece(target, initial: signal.initial, block) }
        let startValue = block.isFirst ? signal.initial : last
        last = target
        // The ramp is nearly always level. No division is needed then.
        return Line(value: startValue, step: target == startValue ? 0 : (target - startValue) / Float(block.frameCount))
    }

    /// Returns the ramp from the value of the last block to `target`. In the first block it starts at `initial`.
    /// `[render]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public mutating func start(_ target: Float, initial: Float, _ block: borrowing Block) -> Line {
        if block.isPiece { return startPiece(target, initial: initial, block) }
        let startValue = block.isFirst ? initial : last
        last = target
        return Line(value: startValue, step: target == startValue ? 0 : (target - startValue) / Float(block.frameCount))
    }

    @usableFromInline @inline(never)
    @_noLocks @_noAllocation
    mutating func startPiece(_ target: Float, initial: Float, _ block: borrowing Block) -> Line {
        let first = Int32(truncatingIfNeeded: block.firstFrame)
        let end = block.firstFrame &+ block.framesToEnd
        if !block.isContinued {
            (startValue, startFrame) = (block.isFirst ? initial : last, first)
        } else if target.bitPattern != last.bitPattern {
            let line = line(to: last, end: end, offset: first &- startFrame)
            (startValue, startFrame) = (line.at(0), first)
        }
        last = target
        return line(to: target, end: end, offset: first &- startFrame)
    }

    @_noLocks @_noAllocation
    private func line(to target: Float, end: Int, offset: Int32) -> Line {
        let frameCount = end &- Int(startFrame)
        return Line(
            value: startValue, step: target == startValue ? 0 : (target - startValue) / Float(frameCount),
            offset: offset)
    }
}
