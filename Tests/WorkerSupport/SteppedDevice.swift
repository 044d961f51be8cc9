package import TonewheelWorkers

/// A device whose clock a test advances, period by period.
package final class SteppedDevice {
    private var player: SlotPlayer
    private let channelCount: Int

    /// The number of frames played.
    package private(set) var frame: Int64 = 0

    package init(_ feed: WorkerFeed, leadPeriods: Int) {
        let shape = feed.memories[0].shape
        channelCount = shape.channelCount
        player = SlotPlayer(
            feed, channelCount: shape.channelCount, blockFrames: shape.blockFrames, leadPeriods: leadPeriods)
    }

    /// Plays a period.
    ///
    /// - Returns: The interleaved samples, and the number of frames that were missing.
    package func play(frames: Int) -> (samples: [Float], missing: Int) {
        var samples = [Float](repeating: .nan, count: frames * channelCount)
        let missing = samples.withUnsafeMutableBufferPointer {
            player.play($0.baseAddress!, frameCount: frames)  // there is at least one frame
        }
        frame += Int64(frames)
        return (samples, missing)
    }
}
