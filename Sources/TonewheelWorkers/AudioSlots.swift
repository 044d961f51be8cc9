internal import Synchronization
internal import TonewheelRealtime

/// Blocks of sound on their way from a worker to the front: block n in slot n modulo their count, with its number and a checksum.
///
///     0  sequence    n + 1 when the block is complete, 0 while it is not
///     8  checksum    of the number and the samples
///    64  samples     interleaved, padded with zeros to a multiple of 32 bytes
///
/// One thread writes, and one reads; neither waits for the other. The reader copies a block and only then believes it.
package struct AudioSlots: BitwiseCopyable {
    private let base: UnsafeMutableRawPointer
    private let mask: Int64
    private let stride: Int
    private let wordCount: Int  // of 8 bytes, in the samples of a slot
    private let byteCount: Int  // of the samples, without their padding

    private static var samples: Int { 64 }

    /// How a slot was found.
    package enum Finding: BitwiseCopyable {
        case complete

        /// The block is not there yet.
        case missing

        /// It says that it is there, and is not what was written.
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

    /// Words of 8 bytes that a block's samples take with their padding.
    private static func wordCount(_ shape: WorkerShape) -> Int {
        (shape.blockFrames * shape.channelCount + 7) / 8 * 4
    }

    private static func stride(_ shape: WorkerShape) -> Int {
        (samples + wordCount(shape) * 8 + WorkerLayout.alignment - 1) & ~(WorkerLayout.alignment - 1)
    }

    /// The memory of all slots, in bytes; nil for a shape that is none.
    static func byteCount(_ shape: WorkerShape) -> Int? {
        guard (1...8192).contains(shape.blockFrames), (1...128).contains(shape.channelCount),
            (1...1 << 20).contains(shape.slotCount), shape.slotCount & (shape.slotCount - 1) == 0
        else { return nil }
        return shape.slotCount * stride(shape)
    }

    /// Floats that a block takes with its padding: what the reader's own copy needs.
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

    /// Whether a sample lies in one of the slots. `[any]`
    @_noLocks @_noAllocation
    package func contains(_ sample: UnsafePointer<Float>) -> Bool {
        let address = UnsafeRawPointer(sample)
        return address >= UnsafeRawPointer(base) && address < UnsafeRawPointer(base + Int(mask &+ 1) &* stride)
    }

    // MARK: - The worker's side

    /// Where the worker is to write the samples of a block, which no longer counts as complete. `[render]`
    @_noLocks @_noAllocation
    package func open(_ block: Int64) -> UnsafeMutablePointer<Float> {
        let slot = slot(block)
        // Acquiring as well: no sample may be written before this is seen.
        _ = sequence(slot).pointee.exchange(0, ordering: .acquiringAndReleasing)
        return (slot + Self.samples).assumingMemoryBound(to: Float.self)
    }

    /// Hands over what has been written. `[render]`
    @_noLocks @_noAllocation
    package func publish(_ block: Int64) {
        let slot = slot(block)
        checksum(slot).pointee.store(checksum(of: slot + Self.samples, block), ordering: .relaxed)
        // Releasing: samples and checksum are written before they count.
        sequence(slot).pointee.store(block &+ 1, ordering: .releasing)
    }

    // MARK: - The front's side

    /// Copies a block and checks the copy; what is left in `copy` counts only if it is complete. `[render]`
    ///
    /// - Parameter copy: room for `paddedSampleCount` samples.
    @_noLocks @_noAllocation
    package func take(_ block: Int64, into copy: UnsafeMutablePointer<Float>) -> Finding {
        let slot = slot(block)
        // Acquiring: with the number comes all that was written before it.
        guard sequence(slot).pointee.load(ordering: .acquiring) == block &+ 1 else { return .missing }
        copyMemory(slot + Self.samples, to: copy, byteCount: wordCount &* 8)
        guard checksum(of: copy, block) == checksum(slot).pointee.load(ordering: .relaxed) else { return .corrupt }
        // A checksum says that it is what the worker has rendered, and not that it is sound.
        return isFinite(copy) ? .complete : .corrupt
    }

    /// Whether no sample is infinite or no number: all are looked at, which is faster than to stop at the first.
    @_noLocks @_noAllocation
    private func isFinite(_ samples: UnsafePointer<Float>) -> Bool {
        let exponent: UInt32 = 0x7F80_0000  // all ones in what is not finite
        var bad: UInt32 = 0
        for sample in 0..<byteCount / 4 {
            bad |= samples[sample].bitPattern & exponent == exponent ? 1 : 0
        }
        return bad == 0
    }

    /// Four sums that each depend on every fourth word and its place, folded into one: a copy that was torn or damaged has
    /// another one. It keeps no attacker out, and is not meant to.
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
        // Not 0, which is what memory that nobody has written holds.
        return ((a &* prime ^ b) &* prime ^ c) &* prime ^ d | 1
    }
}
