/// A meter of the load: the time for rendering divided by the duration of the rendered frames.
///
/// Each block contributes its own time, so that the load does not depend on the number of frames that a call requests.
/// The load is averaged exponentially with a time constant of 8 blocks. Two rules bound the effect of a thread that was
/// stopped by the system:
///
/// - A block contributes at most 4 (400 %). After a load of 0.45, one late block raises the average to at most 0.87.
/// - The average is at most the highest load of the latest 10 blocks. So 10 blocks after the load has fallen, nothing
///   remains of the earlier load.
///
/// Times are in nanoseconds of one clock. `[render]`
package struct LoadMeter: BitwiseCopyable {
    /// The average load; 1 if rendering a block takes as long as playing it.
    package private(set) var average: Float = 0

    private let nanosecondsPerBlock: Double

    /// The time from which on the next block is measured, and the part of its time from earlier calls.
    private var start: Int64 = 0
    private var earlierTime: Int64 = 0

    // The highest loads of a group of blocks that is not complete yet, and of the one before.
    private var latestHighest: Float = 0
    private var earlierHighest: Float = 0
    private var groupLength = 0

    /// The contribution of a block, 1 − e^(−1/8).
    private static var weight: Float { @_noLocks @_noAllocation get { 0.117_503_1 } }

    private static var highestLoad: Float { @_noLocks @_noAllocation get { 4 } }

    /// The number of blocks in a group. Two groups are the longest time for which a load has an effect.
    private static var groupBlocks: Int { @_noLocks @_noAllocation get { 5 } }

    package init(sampleRate: Double, blockFrames: Int) {
        nanosecondsPerBlock = 1e9 * Double(blockFrames) / sampleRate
    }

    /// Resumes at the start of a call.
    @_noLocks @_noAllocation
    package mutating func resume(at time: Int64) {
        start = time
    }

    /// Records that a block has been rendered.
    @_noLocks @_noAllocation
    package mutating func endBlock(at time: Int64) {
        let load = Float(Double(max(0, earlierTime &+ time &- start)) / nanosecondsPerBlock)
        start = time
        earlierTime = 0
        add(min(load, Self.highestLoad))
    }

    /// Pauses at the end of a call. The time since the last block, which was spent on its output, is added to the next
    /// block.
    @_noLocks @_noAllocation
    package mutating func pause(at time: Int64) {
        earlierTime = earlierTime &+ time &- start
        start = time
    }

    @_noLocks @_noAllocation
    private mutating func add(_ load: Float) {
        if groupLength == Self.groupBlocks {
            earlierHighest = latestHighest
            latestHighest = 0
            groupLength = 0
        }
        groupLength = groupLength &+ 1
        latestHighest = max(latestHighest, load)
        average += Self.weight * (load - average)
        average = min(average, max(latestHighest, earlierHighest))
    }
}
