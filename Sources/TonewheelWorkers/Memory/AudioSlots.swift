internal import Synchronization
internal import TonewheelRealtime

/// Blocks of sound on their way from a worker to the front. Block n is in slot n modulo the slot count, with its number
/// and a checksum.
///
///     0  sequence    n + 1 when the block is complete, else 0
///     8  checksum    of the number and the samples
///    64  samples     interleaved, padded with zeros to a multiple of 32 bytes
///
/// One thread writes and one reads, and neither waits for the other. The reader copies a block before it validates the
/// copy.
package struct AudioSlots: BitwiseCopyable {
    private let base: UnsafeMutableRawPointer
    private let mask: Int64
    private let stride: Int
    private let wordCount: Int  // 8-byte words of samples in a slot
    private let byteCount: Int  // of the samples in a slot, without padding

    private static var samples: Int { 64 }

    /// The state in which a block was found.
    package enum Finding: BitwiseCopyable {
        case complete

        /// The block is not complete yet.
        case missing

        /// The block is marked as complete, but its checksum is wrong or a sample is not finite.
        case corrupt

        package var isComplete: Bool {
            @_noLocks @_noAllocation get {
                if case .complete = self { true } else { false }
            }
        }

        package var isCorrupt: Bool {
            @_noLocks @_noAllocation get {
                if case .corrupt = self { true } else { false }
            }
        }
    }

    init(_ shape: WorkerShape, at base: UnsafeMutableRawPointer) {
        self.base = base
        mask = Int64(shape.slotCount - 1)
        stride = Self.stride(shape)
        wordCount = Self.wordCount(shape)
        byteCount = shape.blockFrames * shape.channelCount * MemoryLayout<Float>.stride
    }

    /// Returns the number of 8-byte words of samples in a slot, with padding.
    private static func wordCount(_ shape: WorkerShape) -> Int {
        (shape.blockFrames * shape.channelCount + 7) / 8 * 4
    }

    private static func stride(_ shape: WorkerShape) -> Int {
        (samples + wordCount(shape) * 8 + WorkerLayout.alignment - 1) & ~(WorkerLayout.alignment - 1)
    }

    /// Returns the size of all slots, in bytes; nil for an invalid shape.
    static func byteCount(_ shape: WorkerShape) -> Int? {
        guard (1...8192).contains(shape.blockFrames), (1...128).contains(shape.channelCount),
            (1...1 << 20).contains(shape.slotCount), shape.slotCount & (shape.slotCount - 1) == 0
        else { return nil }
        return shape.slotCount * stride(shape)
    }

    /// The number of samples in a block with its padding: the capacity that a copy of it needs.
    package var paddedSampleCount: Int { wordCount * 2 }

    @_noLocks @_noAllocation
    private func slot(_ block: Int64) -> UnsafeMutableRawPointer {
        base + Int(block & mask) &* stride
    }

    @_noLocks @_noAllocation
    private func sequence(_ slot: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Atomic<Int64>> {
        slot.assumingMemoryBound(to: Atomic<Int64>.self)
    }

    @_noLocks @_noAllocation
    private func checksum(_ slot: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Atomic<UInt64>> {
        (slot + 8).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    /// Returns whether a sample lies in one of the slots. `[any]`
    @_noLocks @_noAllocation
    package func contains(_ sample: UnsafePointer<Float>) -> Bool {
        let address = UnsafeRawPointer(sample)
        return address >= UnsafeRawPointer(base) && address < UnsafeRawPointer(base + Int(mask &+ 1) &* stride)
    }

    // MARK: - The worker's side

    /// Marks a block as incomplete, and returns the memory of its samples for the worker to fill. `[render]`
    @_noLocks @_noAllocation
    package func open(_ block: Int64) -> UnsafeMutablePointer<Float> {
        let slot = slot(block)
        // Acquiring as well, so that no sample is written before the mark is visible.
        _ = sequence(slot).pointee.exchange(0, ordering: .acquiringAndReleasing)
        return (slot + Self.samples).assumingMemoryBound(to: Float.self)
    }

    /// Marks a block as complete, and publishes its samples. `[render]`
    @_noLocks @_noAllocation
    package func publish(_ block: Int64) {
        let slot = slot(block)
        checksum(slot).pointee.store(checksum(of: slot + Self.samples, block), ordering: .relaxed)
        // Releasing: samples and checksum are written before the block counts as complete.
        sequence(slot).pointee.store(block &+ 1, ordering: .releasing)
    }

    // MARK: - The front's side

    /// Copies a block and validates the copy, which is usable only if the result is complete. `[render]`
    ///
    /// - Parameter copy: memory for `paddedSampleCount` samples.
    @_noLocks @_noAllocation
    package func take(_ block: Int64, into copy: UnsafeMutablePointer<Float>) -> Finding {
        let slot = slot(block)
        // Acquiring: all writes before the number are visible with it.
        guard sequence(slot).pointee.load(ordering: .acquiring) == block &+ 1 else { return .missing }
        copyMemory(slot + Self.samples, to: copy, byteCount: wordCount &* 8)
        guard checksum(of: copy, block) == checksum(slot).pointee.load(ordering: .relaxed) else { return .corrupt }
        // The checksum shows that the worker rendered these samples, not that they are finite.
        return isFinite(copy) ? .complete : .corrupt
    }

    /// Returns the checksum that a worker has written for a block; nil if the slot has another block. `[control]`
    package func checksum(ofBlock block: Int64) -> UInt64? {
        let slot = slot(block)
        guard sequence(slot).pointee.load(ordering: .acquiring) == block &+ 1 else { return nil }
        let sum = checksum(slot).pointee.load(ordering: .relaxed)
        atomicMemoryFence(ordering: .acquiring)
        return sequence(slot).pointee.load(ordering: .relaxed) == block &+ 1 ? sum : nil
    }

    /// Returns whether all samples are finite. Testing all of them is faster than stopping at the first.
    @_noLocks @_noAllocation
    private func isFinite(_ samples: UnsafePointer<Float>) -> Bool {
        let exponent: UInt32 = 0x7F80_0000  // all ones in non-finite samples
        var bad: UInt32 = 0
        for sample in 0..<byteCount / 4 {
            bad |= samples[sample].bitPattern & exponent == exponent ? 1 : 0
        }
        return bad == 0
    }

    /// Returns the checksum of a block: four sums, each over every fourth word in order, folded into one. It detects
    /// torn and damaged copies, not attacks.
    ///
    /// The step is that of FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo, 1991) on words instead of bytes.
    @_noLocks @_noAllocation
    private func checksum(of samples: UnsafeRawPointer, _ block: Int64) -> UInt64 {
        let words = samples.assumingMemoryBound(to: UInt64.self)
        let prime: UInt64 = 0x0000_0100_0000_01B3
        var (a, b, c, d) = (UInt64(bitPattern: block), UInt64(1), UInt64(2), UInt64(3))
        var word = 0
        while word < wordCount {
            a = (a ^ words[word]) &* prime
            b = (b ^ words[word &+ 1]) &* prime
            c = (c ^ words[word &+ 2]) &* prime
            d = (d ^ words[word &+ 3]) &* prime
            a ^= a &>> 32
            b ^= b &>> 32
            c ^= c &>> 32
            d ^= d &>> 32
            word = word &+ 4
        }
        // Never 0, the content of memory that has not been written.
        return ((a &* prime ^ b) &* prime ^ c) &* prime ^ d | 1
    }
}
