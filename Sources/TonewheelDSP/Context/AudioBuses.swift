internal import TonewheelRealtime

/// The audio buses: a block of samples each, shared by all synths.
///
/// What is written to a bus first in a block replaces what was there before; what comes later in the same block is added. A
/// bus that nobody has written to in a block is silent. So no bus needs to be cleared.
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

    package init(
        count: Int, blockFrames: Int, samples: UnsafeMutablePointer<Float>, stamps: UnsafeMutablePointer<Int64>,
        block: UnsafeMutablePointer<Int64>, silence: UnsafePointer<Float>
    ) {
        self.count = count
        self.blockFrames = blockFrames
        self.samples = samples
        self.stamps = stamps
        self.block = block
        self.silence = silence
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

    /// Adds a block to a bus.
    @_noLocks @_noAllocation
    package func add(_ signal: Signal, to bus: Int) {
        guard isTouched(bus) else { return replace(bus, with: signal) }
        let target = memory(of: bus)
        if signal.isConstant {
            let value = signal[0]
            for frame in 0..<blockFrames { target[frame] += value }
        } else {
            Vectors.accumulate(target, signal.base, count: blockFrames)
        }
    }

    /// Puts a block in the place of what a bus holds.
    @_noLocks @_noAllocation
    package func replace(_ bus: Int, with signal: Signal) {
        let target = memory(of: bus)
        if signal.isConstant {
            let value = signal[0]
            for frame in 0..<blockFrames { target[frame] = value }
        } else {
            copyMemory(signal.base, to: target, byteCount: blockFrames &* MemoryLayout<Float>.stride)
        }
        touch(bus)
    }
}
