internal import TonewheelRealtime

/// The audio buses: one block of samples each, shared by all synths.
///
/// The first write to a bus in a block replaces its content; later writes in the same block are added. A bus that has
/// not been written in a block is silent. Therefore buses never need to be cleared.
///
/// Non-finite samples (NaN, infinity) are replaced by 0 and counted, and so are samples whose sum with the bus would be
/// infinite: one synth cannot corrupt a bus for the others. The graph mutes a synth with such samples.
///
/// Reference: SuperCollider help, "Order of execution", "Out", "InFeedback".
public struct AudioBuses: BitwiseCopyable {
    /// The number of buses.
    public let count: Int

    /// The number of frames in a block.
    public let blockFrames: Int

    @usableFromInline let samples: UnsafeMutablePointer<Float>

    /// For each bus, the number of the block in which it was last written.
    @usableFromInline let stamps: UnsafeMutablePointer<Int64>

    /// The number of the current block. It starts at 2, so that no bus counts as written before its first write.
    @usableFromInline let block: UnsafeMutablePointer<Int64>

    /// One block of zeros.
    @usableFromInline let silence: UnsafePointer<Float>

    /// The number of non-finite samples and values, on all buses of both rates.
    @usableFromInline let nonFiniteCount: UnsafeMutablePointer<Int>

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

    /// Returns the index of the bus with this number, or nil if there is none. `[render]`
    @inlinable
    @_noLocks @_noAllocation
    public func index(_ number: Float) -> Int? {
        // A NaN compares false.
        number >= 0 && number < Float(count) ? Int(number) : nil
    }

    /// Starts the next block: all buses become silent. `[render]`
    @inlinable
    @_noLocks @_noAllocation
    public func beginBlock() {
        block.pointee = block.pointee &+ 1
    }

    /// The number of the current block, for an image of the graph. The control buses share it.
    package var blockNumber: Int64 {
        @_noLocks @_noAllocation get { block.pointee }
        nonmutating set { block.pointee = newValue }
    }

    /// Returns the number of the block in which a bus was last written; 0 if it has never been.
    @_noLocks @_noAllocation
    package func lastWrite(of bus: Int) -> Int64 { stamps[bus] }

    package func setLastWrite(of bus: Int, _ block: Int64) { stamps[bus] = block }

    /// Returns the stored samples of a bus, regardless of the block in which they were written.
    @inlinable
    @_noLocks @_noAllocation
    public func memory(of bus: Int) -> UnsafeMutablePointer<Float> {
        samples + bus &* blockFrames
    }

    /// Returns whether a bus has been written in this block.
    @inlinable
    @_noLocks @_noAllocation
    public func isWritten(_ bus: Int) -> Bool {
        stamps[bus] == block.pointee
    }

    /// Marks a bus as written in this block. The caller has filled all of its frames.
    @inlinable
    @_noLocks @_noAllocation
    public func markWritten(_ bus: Int) {
        stamps[bus] = block.pointee
    }

    /// Returns the number of the block in which a bus was last written: the lower 32 bits.
    @inlinable
    @_noLocks @_noAllocation
    public func stamp(of bus: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: stamps[bus])
    }

    /// Returns the samples written to a bus so far in this block, or silence.
    @inlinable
    @_noLocks @_noAllocation
    public func read(_ bus: Int) -> UnsafePointer<Float> {
        isWritten(bus) ? UnsafePointer(memory(of: bus)) : silence
    }

    /// Returns the samples written to a bus so far in this block, otherwise those of the previous block, otherwise
    /// silence.
    @inlinable
    @_noLocks @_noAllocation
    public func readFeedback(_ bus: Int) -> UnsafePointer<Float> {
        stamps[bus] >= block.pointee &- 1 ? UnsafePointer(memory(of: bus)) : silence
    }

    /// Adds a block or piece to a bus.
    @_noLocks @_noAllocation
    package func add(_ signal: Signal, to bus: Int, _ block: borrowing Block) {
        guard isWritten(bus) else { return replace(bus, with: signal, block) }
        let target = memory(of: bus) + block.firstFrame
        let frameCount = frameCount(block)
        if signal.isConstant {
            let value = finite(signal[0])
            // The sum stays finite: see `tonewheel_accumulate`.
            if value.magnitude < 0x1p64 {
                for frame in 0..<frameCount { target[frame] += value }
            } else {
                for frame in 0..<frameCount { target[frame] = finite(target[frame] + value, else: target[frame]) }
            }
        } else {
            Vectors.accumulate(target, signal.base, count: frameCount, lost: nonFiniteCount)
        }
    }

    /// Overwrites a bus with a block or piece.
    @_noLocks @_noAllocation
    package func replace(_ bus: Int, with signal: Signal, _ block: borrowing Block) {
        let frameCount = frameCount(block)
        let target = beginWrite(bus, block)
        if signal.isConstant {
            let value = finite(signal[0])
            for frame in 0..<frameCount { target[frame] = value }
        } else {
            Vectors.copyFinite(target, signal.base, count: frameCount, lost: nonFiniteCount)
        }
    }

    /// Returns `sample`, or `other` if `sample` is not finite. Non-finite samples are counted.
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public func finite(_ sample: Float, else other: Float = 0) -> Float {
        if sample.isFinite { return sample }
        nonFiniteCount.pointee = nonFiniteCount.pointee &+ 1
        return other
    }

    /// Replaces non-finite samples of a block by 0, and counts them.
    @_noLocks @_noAllocation
    package func removeNonFinite(_ samples: UnsafeMutablePointer<Float>, count: Int) {
        var lost: Int32 = 0
        for frame in 0..<count {
            let bits = samples[frame].bitPattern
            let isFinite = bits & 0x7F80_0000 != 0x7F80_0000
            samples[frame] = isFinite ? Float(bitPattern: bits) : 0
            lost = lost &+ (isFinite ? 0 : 1)
        }
        if lost > 0 { nonFiniteCount.pointee = nonFiniteCount.pointee &+ Int(lost) }
    }

    /// Returns the memory for a block or piece whose frames the caller fills completely. If the bus has not been
    /// written in this block, the frames outside of the piece are silenced.
    @_noLocks @_noAllocation
    package func beginWrite(_ bus: Int, _ block: borrowing Block) -> UnsafeMutablePointer<Float> {
        if block.isPiece, !isWritten(bus) { silence(bus, around: block) }
        markWritten(bus)
        return memory(of: bus) + block.firstFrame
    }

    /// Returns the number of frames of a block or piece that fit on a bus, at most those of a block.
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
        // A later piece is added to −0, which preserves its bits. Adding 0 would turn −0 into 0.
        if end < blockFrames { for frame in end..<blockFrames { target[frame] = -0.0 } }
    }
}
