/// Carries a control-rate input over a block in a straight line, from the value of the last block to that of this one, where a
/// jump at the block's boundary would be heard.
///
///     let gain = ramp.start(block.input(1), block)
///     for frame in 0..<block.frameCount { output[frame] = signal[frame] * gain.at(frame) }
///
/// In a piece of a block the line goes on. A value that changes inside the block turns it there: it arrives at the block's end.
public struct BlockRamp: BitwiseCopyable, Sendable {
    @usableFromInline var last: Float = 0

    // The line of a block that is rendered in pieces: where it began, and at which frame.
    private var begin: Float = 0
    private var origin: Int32 = 0

    @_noLocks @_noAllocation
    package init() {}

    /// The line over one block, or a piece of it.
    public struct Line: BitwiseCopyable {
        /// The value at the line's first frame, which in a piece may lie before that of the piece.
        @usableFromInline let begin: Float

        /// How far it goes in a frame.
        public let step: Float

        /// Frames of the line before those of the piece.
        @usableFromInline let offset: Int32

        /// A line from `value` on, of which `offset` frames have passed.
        @inlinable
        @_noLocks @_noAllocation
        public init(value: Float, step: Float, offset: Int32 = 0) {
            begin = value
            self.step = step
            self.offset = offset
        }

        /// A line that is level at `value`.
        @inlinable
        @_noLocks @_noAllocation
        public init(level value: Float) {
            self.init(value: value, step: 0)
        }

        /// Whether the line is level: then `value` holds for the whole block.
        @inlinable
        public var isLevel: Bool {
            @_noLocks @_noAllocation get { step == 0 }
        }

        /// Whether its first frame is that of the block or the piece.
        @inlinable
        public var isBeginning: Bool {
            @_noLocks @_noAllocation get { offset == 0 }
        }

        /// The value at its first frame, and of a level line at all of them.
        @inlinable
        public var value: Float {
            @_noLocks @_noAllocation get { begin }
        }

        /// The value at a frame of the block or the piece.
        @inlinable @inline(__always)
        @_noLocks @_noAllocation
        public func at(_ frame: Int) -> Float {
            begin + step * Float(Int32(truncatingIfNeeded: frame) &+ offset)
        }
    }

    /// The line from the value of the last block to `signal`'s; a first block begins with its initial value. `[render]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public mutating func start(_ signal: Signal, _ block: borrowing Block) -> Line {
        let target = signal[0]
        if block.isPiece { return startPiece(target, initial: signal.initial, block) }
        let begin = block.isFirst ? signal.initial : last
        last = target
        // Nearly always level: no division then.
        return Line(value: begin, step: target == begin ? 0 : (target - begin) / Float(block.frameCount))
    }

    /// The line from the value of the last block to `target`; a first block begins with `initial`. `[render]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public mutating func start(_ target: Float, initial: Float, _ block: borrowing Block) -> Line {
        if block.isPiece { return startPiece(target, initial: initial, block) }
        let begin = block.isFirst ? initial : last
        last = target
        return Line(value: begin, step: target == begin ? 0 : (target - begin) / Float(block.frameCount))
    }

    @usableFromInline @inline(never)
    @_noLocks @_noAllocation
    mutating func startPiece(_ target: Float, initial: Float, _ block: borrowing Block) -> Line {
        let first = Int32(truncatingIfNeeded: block.firstFrame)
        let end = block.firstFrame &+ block.framesToEnd
        if !block.isContinued {
            (begin, origin) = (block.isFirst ? initial : last, first)
        } else if target.bitPattern != last.bitPattern {
            let line = line(to: last, end: end, offset: first &- origin)
            (begin, origin) = (line.at(0), first)
        }
        last = target
        return line(to: target, end: end, offset: first &- origin)
    }

    @_noLocks @_noAllocation
    private func line(to target: Float, end: Int, offset: Int32) -> Line {
        let frameCount = end &- Int(origin)
        return Line(value: begin, step: target == begin ? 0 : (target - begin) / Float(frameCount), offset: offset)
    }
}
