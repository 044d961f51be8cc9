/// Carries a control-rate input over a block in a straight line, from the value of the last block to that of this one, where a
/// jump at the block's boundary would be heard.
///
///     var gain = ramp.start(block.input(1), block)
///     for frame in 0..<block.frameCount { output[frame] = signal[frame] * gain.next() }
public struct BlockRamp: BitwiseCopyable, Sendable {
    @usableFromInline var last: Float = 0

    @_noLocks @_noAllocation
    package init() {}

    /// The line over one block.
    public struct Line: BitwiseCopyable {
        /// The value at the first frame, or at the next one that `next` gives.
        public var value: Float

        /// How far it goes in a frame.
        public let step: Float

        /// A line from `value` on.
        @inlinable
        @_noLocks @_noAllocation
        public init(value: Float, step: Float) {
            self.value = value
            self.step = step
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

        /// The value at a frame of the block: unlike `next`, what a vector loop can compute.
        @inlinable @inline(__always)
        @_noLocks @_noAllocation
        public func at(_ frame: Int) -> Float {
            value + step * Float(Int32(truncatingIfNeeded: frame))
        }

        /// The value at this frame, going on to the next.
        @inlinable
        @_noLocks @_noAllocation
        public mutating func next() -> Float {
            let now = value
            value += step
            return now
        }
    }

    /// The line from the value of the last block to `signal`'s; a first block begins with its initial value. `[render]`
    @inlinable
    @_noLocks @_noAllocation
    public mutating func start(_ signal: Signal, _ block: borrowing Block) -> Line {
        let target = signal[0]
        let begin = block.isFirst ? signal.initial : last
        last = target
        // Nearly always level: no division then.
        return Line(value: begin, step: target == begin ? 0 : (target - begin) / Float(block.frameCount))
    }
}
