internal import TonewheelRealtime

/// The audio buses: a block of samples each, shared by all synths.
///
/// What is written to a bus first in a block replaces what was there before; what comes later in the same block is added. A
/// bus that nobody has written to in a block is silent. So no bus needs to be cleared.
///
/// What is not finite (NaN, infinity) is silence, and counted: one synth does not spoil a bus for the others.
///
/// Reference: SuperCollider help, "Order of execution", "Out", "InFeedback".
public struct AudioBuses: BitwiseCopyable {
    /// How many there are.
    public let count: Int

    /// Frames of a block.
    public let blockFrames: Int

    @usableFromInline let samples: UnsafeMutablePointer<Float>

    /// For each bus the block in which it was written to last.
    @usableFromInline let stamps: UnsafeMutablePointer<Int64>

    /// The block that is being rendered, counted from 2, so that no bus seems to have been written to before it was.
    @usableFromInline let block: UnsafeMutablePointer<Int64>

    /// A block of zeros.
    @usableFromInline let silence: UnsafePointer<Float>

    /// Samples and values that were not finite, of all buses and kinds.
    private let nonFiniteCount: UnsafeMutablePointer<Int>

    package init(
        count: Int, blockFrames: Int, samples: UnsafeMutablePointer<Float>, stamps: UnsafeMutablePointer<Int64>,
        block: UnsafeMutablePointer<Int64>, silence: UnsafePointer<Float>, nonFiniteCount: UnsafeMutablePointer<Int>
    ) {
        self.count = count
        self.blockFrames = blockFrames
        self.samples = samples
        self.stamps = stamps
        self.block = block
        self.silence = silence
        self.nonFiniteCount = nonFiniteCount
    }

    /// The bus with this number; nil if there is none. `[render]`
    @inlinable
    @_noLocks @_noAllocation
    public func index(_ number: Float) -> Int? {
        // A NaN compares false.
        number >= 0 && number < Float(count) ? Int(number) : nil
    }

    /// Begins the next block: all buses are silent. `[render]`
    @inlinable
    @_noLocks @_noAllocation
    public func beginBlock() {
        block.pointee = block.pointee &+ 1
    }

    /// The samples of a bus as they stand, whenever they were written.
    @inlinable
    @_noLocks @_noAllocation
    public func memory(of bus: Int) -> UnsafeMutablePointer<Float> {
        samples + bus &* blockFrames
    }

    /// Whether a bus has been written to in this block.
    @inlinable
    @_noLocks @_noAllocation
    public func isTouched(_ bus: Int) -> Bool {
        stamps[bus] == block.pointee
    }

    /// Notes that all of a bus has been written in this block.
    @inlinable
    @_noLocks @_noAllocation
    public func touch(_ bus: Int) {
        stamps[bus] = block.pointee
    }

    /// The number of the block in which a bus was written to last: its lower 32 bits.
    @inlinable
    @_noLocks @_noAllocation
    public func stamp(of bus: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: stamps[bus])
    }

    /// What has been written to a bus in this block until now, or silence.
    @inlinable
    @_noLocks @_noAllocation
    public func read(_ bus: Int) -> UnsafePointer<Float> {
        isTouched(bus) ? UnsafePointer(memory(of: bus)) : silence
    }

    /// What has been written to a bus in this block until now, else in the last block, else silence.
    @inlinable
    @_noLocks @_noAllocation
    public func readFeedback(_ bus: Int) -> UnsafePointer<Float> {
        stamps[bus] >= block.pointee &- 1 ? UnsafePointer(memory(of: bus)) : silence
    }

    /// Adds a block, or a piece of one, to a bus.
    @_noLocks @_noAllocation
    package func add(_ signal: Signal, to bus: Int, _ block: borrowing Block) {
        guard isTouched(bus) else { return replace(bus, with: signal, block) }
        let target = memory(of: bus) + block.firstFrame
        let frameCount = frameCount(block)
        if signal.isConstant {
            let value = finite(signal[0])
            for frame in 0..<frameCount { target[frame] += value }
        } else {
            Vectors.accumulate(target, signal.base, count: frameCount, lost: nonFiniteCount)
        }
    }

    /// Puts a block, or a piece of one, in the place of what a bus holds.
    @_noLocks @_noAllocation
    package func replace(_ bus: Int, with signal: Signal, _ block: borrowing Block) {
        let frameCount = frameCount(block)
        let target = begin(bus, block)
        if signal.isConstant {
            let value = finite(signal[0])
            for frame in 0..<frameCount { target[frame] = value }
        } else {
            Vectors.copyFinite(target, signal.base, count: frameCount, lost: nonFiniteCount)
        }
    }

    /// What may be written to a bus: a sample, or another if it is not finite.
    @inline(__always)
    @_noLocks @_noAllocation
    package func finite(_ sample: Float, else other: Float = 0) -> Float {
        if sample.isFinite { return sample }
        nonFiniteCount.pointee = nonFiniteCount.pointee &+ 1
        return other
    }

    /// Where a block, or a piece of one, is to be written that fills all of its frames; what lies outside a piece is silent unless
    /// somebody has written to the bus in this block.
    @_noLocks @_noAllocation
    package func begin(_ bus: Int, _ block: borrowing Block) -> UnsafeMutablePointer<Float> {
        if block.isPiece, !isTouched(bus) { silence(bus, around: block) }
        touch(bus)
        return memory(of: bus) + block.firstFrame
    }

    /// Frames of a bus that a block or a piece has: a bus has no more than those of a block.
    @_noLocks @_noAllocation
    package func frameCount(_ block: borrowing Block) -> Int {
        block.isPiece ? min(block.frameCount, blockFrames &- block.firstFrame) : blockFrames
    }

    @inline(never)
    @_noLocks @_noAllocation
    private func silence(_ bus: Int, around block: borrowing Block) {
        let target = memory(of: bus)
        for frame in 0..<min(blockFrames, block.firstFrame) { target[frame] = 0 }
        let end = block.firstFrame &+ block.frameCount
        // A further piece adds to −0, which leaves it as it is to the last bit: 0 would change −0.
        if end < blockFrames { for frame in end..<blockFrames { target[frame] = -0.0 } }
    }
}
