internal import TonewheelRealtime

/// The frames that the device has recorded, block by block, in the worker.
///
/// The front assigns frames to a block when it closes the block. If fewer than a block have arrived, silence precedes
/// them. The input is later by as many frames from then on, and no frame is lost. This happens at the start, by the
/// worker's lead over the device.
struct RecordedInput: ~Copyable {
    private let log: BlockLog.View?
    private let channelCount: Int
    private let blockFrames: Int
    private let block: UnsafeMutablePointer<Float>

    /// `[control]`
    ///
    /// - Parameter log: kept alive by the caller; nil without inputs.
    init(_ log: BlockLog.View?, blockFrames: Int) {
        self.log = log
        channelCount = log?.channelCount ?? 0
        self.blockFrames = blockFrames
        block = .allocate(capacity: max(1, blockFrames * channelCount))
        block.initialize(repeating: 0, count: blockFrames * channelCount)
    }

    deinit {
        block.deallocate()
    }

    /// Returns the frames of a block; nil without inputs. Valid until the next call. `[render]`
    @_noLocks @_noAllocation
    func frames(of closing: BlockLog.Closing) -> UnsafePointer<Float>? {
        guard let log, channelCount > 0 else { return nil }
        let count = max(0, min(blockFrames, closing.frameCount))
        let silent = (blockFrames &- count) &* channelCount
        for sample in 0..<silent { block[sample] = 0 }
        let part = BlockLog.Closing(stamps: closing.stamps, firstFrame: closing.firstFrame, frameCount: count)
        if !log.copyFrames(part, to: block + silent) {
            for sample in silent..<blockFrames &* channelCount { block[sample] = 0 }
        }
        return UnsafePointer(block)
    }
}
