internal import TonewheelDSP

/// The start of a phase that advances in 32 bits within a block. A later piece of the block continues from it,
/// bit-exactly.
struct PhaseOrigin: BitwiseCopyable {
    private var increment: UInt64 = 0
    private var frame: Int32 = 0

    @_noLocks @_noAllocation
    init() {}

    /// Returns the 32-bit phase at the start of a block or piece.
    ///
    /// - Parameters:
    ///   - phase: the phase at the first frame, where 2⁶⁴ is one cycle.
    ///   - increment: the increment per frame.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func word(_ phase: UInt64, _ increment: UInt64, _ block: borrowing Block) -> UInt32 {
        if block.isPiece { return pieceWord(phase, increment, block) }
        return Phase.word(phase)
    }

    @inline(never)
    @_noLocks @_noAllocation
    private mutating func pieceWord(_ phase: UInt64, _ increment: UInt64, _ block: borrowing Block) -> UInt32 {
        let first = Int32(truncatingIfNeeded: block.firstFrame)
        if !block.isContinued || increment != self.increment { (self.increment, frame) = (increment, first) }
        let passed = UInt32(bitPattern: first &- frame)
        let start = Phase.word(phase &- increment &* UInt64(passed))
        return start &+ Phase.word(increment &+ 0x8000_0000) &* passed
    }
}
