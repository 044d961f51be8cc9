internal import TonewheelRealtime

/// What the device has recorded, block by block, in the worker.
///
/// Where fewer frames have come than a block has, silence goes before them: from then on the input is so much later, and no frame is
/// lost. That happens at first, as far as the worker is ahead of the device.
struct RecordedInput: ~Copyable {
    private var consumer: AudioConsumer?
    private let channelCount: Int
    private let blockFrames: Int
    private let block: UnsafeMutablePointer<Float>

    /// `[control]`
    ///
    /// - Parameter buffer: where it comes from; nil if there are no inputs.
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

    /// Forgets what is there: a device that was late may have left it for another worker. `[render]`
    @_noLocks @_noAllocation
    mutating func discard() {
        if consumer != nil { consumer!.discard() }
    }

    /// The frames of the next block; nil if there are no inputs. `[render]`
    @_noLocks @_noAllocation
    mutating func next() -> UnsafePointer<Float>? {
        if consumer == nil { return nil }
        let missing = blockFrames &- min(blockFrames, consumer!.available)
        for sample in 0..<missing &* channelCount { block[sample] = 0 }
        _ = consumer!.read(into: block + missing &* channelCount, frameCount: blockFrames &- missing)
        return UnsafePointer(block)
    }
}
