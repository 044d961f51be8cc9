internal import TonewheelDSP

/// Copies what buses hold to outputs, in pieces too: the synth itself may write to a bus between two pieces, so what the first piece
/// finds is kept for those that follow.
struct BusReading: BitwiseCopyable {
    private let memory: ArenaSlice
    private let blockFrames: Int

    init(_ setup: UnitSetup, busCount: Int) {
        blockFrames = setup.rate.isAudio ? setup.maximumFrameCount : 0
        memory = setup.takeMemory(busCount * blockFrames)
    }

    /// Fills an output.
    ///
    /// - Parameters:
    ///   - source: a whole block.
    ///   - index: which of the buses it is.
    ///   - isNew: whether a piece that goes on with a block reads from `source`, not what has been kept.
    @inline(__always)
    @_noLocks @_noAllocation
    func copy(
        _ source: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, _ index: Int, _ block: borrowing Block,
        isNew: Bool = false
    ) {
        if block.isPiece { return copyPiece(source, to: output, index, block, isNew: isNew) }
        for frame in 0..<block.frameCount { output[frame] = source[frame] }
    }

    @inline(never)
    @_noLocks @_noAllocation
    private func copyPiece(
        _ source: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, _ index: Int, _ block: borrowing Block,
        isNew: Bool
    ) {
        let kept = block.memory(memory) + index &* blockFrames
        let first = block.firstFrame
        if !block.isContinued || isNew {
            for frame in first..<min(blockFrames, first &+ block.framesToEnd) { kept[frame] = source[frame] }
        }
        for frame in 0..<block.frameCount { output[frame] = kept[first &+ frame] }
    }
}
