internal import TonewheelDSP
package import TonewheelGraph
package import TonewheelRealtime

/// Input of the device, on its way to the input buses of a graph.
package struct InputFeed: ~Copyable {
    package private(set) var queue: InputQueue

    /// The peak level of the input, falling by 20 dB a second.
    package private(set) var peak: Float = 0

    private let block: UnsafeMutablePointer<Float>  // one block, interleaved
    private let blockFrames: Int
    private let decay: MeterDecay

    /// Allocates all memory that it will need. `[control]`
    package init(_ format: StreamFormat, blockFrames: Int) {
        let maximumFrames = max(StreamFormat.maximumPeriodFrames, blockFrames)
        queue = InputQueue(channelCount: format.inputChannelCount, maximumFrames: maximumFrames)
        block = .allocate(capacity: max(1, blockFrames * format.inputChannelCount))
        block.initialize(repeating: 0, count: blockFrames * format.inputChannelCount)
        self.blockFrames = blockFrames
        decay = MeterDecay(sampleRate: format.sampleRate)
    }

    deinit {
        block.deallocate()
    }

    /// Appends frames that the device has recorded. `[render]`
    @_noLocks @_noAllocation
    package mutating func record(_ frames: UnsafePointer<Float>, frameCount: Int) {
        peak = max(queue.write(frames, frameCount: frameCount), peak * decay.factor(frameCount: frameCount))
    }

    /// Fills the input buses of a graph for its next block. Called between `beginBlock` and `render`. `[render]`
    @_noLocks @_noAllocation
    package mutating func fill(_ graph: UnsafeMutablePointer<Graph>) {
        let channelCount = min(graph.pointee.inputCount, queue.channelCount)
        guard channelCount > 0 else { return }
        queue.read(into: block, frameCount: blockFrames)
        for channel in 0..<channelCount {
            let samples = graph.pointee.input(channel)
            for frame in 0..<blockFrames { samples[frame] = block[frame &* queue.channelCount &+ channel] }
        }
    }
}
