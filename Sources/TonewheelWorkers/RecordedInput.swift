internal import TonewheelRealtime

/// The frames that the device has recorded, block by block, in the worker.
///
/// If fewer frames than a block have arrived, silence is inserted before them. The input is later by as many frames
/// from then on, and no frame is lost. This happens at the start, by the worker's lead over the device.
struct RecordedInput: ~Copyable {
    private var consumer: AudioConsumer?
    private let channelCount: Int
    private let blockFrames: Int
    private let block: UnsafeMutablePointer<Float>

    /// `[control]`
    ///
    /// - Parameter buffer: the source of the frames; nil without inputs.
    init(_ buffer: AudioBuffer?, blockFrames: Int) {
        self.blockFrames = blockFrames
        if let buffer {
            channelCount = buffer.channelCount
            consumer = buffer.consumer()
        } else {
            channelCount = 0
            consumer = nil
        }
        block = .allocate(capacity: max(1, blockFrames * channelCount))
        block.initialize(repeating: 0, count: blockFrames * channelCount)
    }

    deinit {
        block.deallocate()
    }

    /// Discards all queued frames. A late device may have left them for a previous worker. `[render]`
    @_noLocks @_noAllocation
    mutating func discard() {
        if consumer != nil { consumer!.discard() }
    }

    /// Returns the frames of the next block; nil without inputs. Valid until the next call. `[render]`
    @_noLocks @_noAllocation
    mutating func next() -> UnsafePointer<Float>? {
        if consumer == nil { return nil }
        let missing = blockFrames &- min(blockFrames, consumer!.available)
        for sample in 0..<missing &* channelCount { block[sample] = 0 }
        _ = consumer!.read(into: block + missing &* channelCount, frameCount: blockFrames &- missing)
        return UnsafePointer(block)
    }
}
