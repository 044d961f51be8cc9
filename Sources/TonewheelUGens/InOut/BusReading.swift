internal import TonewheelDSP

/// The reader that copies buses to outputs, also for a block in pieces. The synth itself may write to a bus between two
/// pieces, so the bus content at the first piece is saved for the later ones.
struct BusReading: BitwiseCopyable {
    private let memory: ArenaSlice
    private let blockFrames: Int

    init(_ setup: UnitSetup, busCount: Int) {
        blockFrames = setup.rate.isAudio ? setup.maximumFrameCount : 0
        memory = setup.reserveMemory(busCount * blockFrames)
    }

    /// Fills an output.
    ///
    /// - Parameters:
    ///   - source: a whole block.
    ///   - index: the index of the bus within the reader.
    ///   - isNew: whether a later piece of a block reads from `source` instead of the saved content.
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
        let saved = block.memory(memory) + index &* blockFrames
        let first = block.firstFrame
        if !block.isContinued || isNew {
            for frame in first..<min(blockFrames, first &+ block.framesToEnd) { saved[frame] = source[frame] }
        }
        for frame in 0..<block.frameCount { output[frame] = saved[first &+ frame] }
    }
}
