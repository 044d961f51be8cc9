internal import Synchronization
internal import TonewheelRealtime

/// Plays the blocks of the primary from its slots, and those of the standby where the primary has none. It closes
/// blocks, and records the device's input for them. A block that is missing in both fades to silence, and the next
/// available block fades in. The player never waits, and makes at most two system calls a period, to wake the workers
/// or the watch.
///
/// The standby may begin a block when the primary has completed it, so that an input that crashes the primary does not
/// crash both, and in any case one period before the device needs it.
package struct SlotPlayer: ~Copyable {
    /// The length of the fades around a gap, in frames.
    package static var fadeFrames: Int { @_noLocks @_noAllocation get { 64 } }

    /// The number of consecutive missed periods that make a hang, if they took at least half of their duration.
    static var hangThreshold: Int { @_noLocks @_noAllocation get { 3 } }

    private let feed: WorkerFeed  // keeps the memory alive
    private let state: UnsafeMutablePointer<WorkerFeed.State>
    private let seats: UnsafeMutablePointer<WorkerFeed.Seat>
    private let seatCount: Int
    private let watch: EventSignal
    private let gaps: FixedHistogram.Recorder
    private let log: BlockLog.View
    private var recordedFrames: Int64 = 0
    private var assignedFrames: Int64 = 0  // recorded frames that closed blocks play, or that were dropped

    private let channelCount: Int
    private let blockFrames: Int
    private let leadPeriods: Int64
    private let nanosecondsPerFrame: Double

    private let block: UnsafeMutablePointer<Float>  // a copy of the block that is being played
    private var blockPosition: Int
    private var finding = AudioSlots.Finding.missing  // of the block that is being played
    private var isComplete: Bool { @_noLocks @_noAllocation get { finding.isComplete } }
    private var nextBlock: Int64 = 0
    private var framesPlayed: Int64 = 0
    private var latestWorkers = ActiveWorkers.none
    private var playedWorkers = ActiveWorkers.none  // those of the latest available block
    private var consecutiveMisses = 0
    private var completedBefore: Int64 = 0  // blocks of the primary, three missed periods ago
    private var gapBegin: Int64 = 0  // by the monotonic clock; 0 outside of a gap

    // The last frame of sound, the frame that the current fade-out starts from, and the positions of the fade-out and
    // the fade-in, in steps of 1/`fadeFrames`.
    private let lastFrame: UnsafeMutablePointer<Float>
    private let fadeOutFrame: UnsafeMutablePointer<Float>
    private var fadeOutSteps = 0
    private var fadeInSteps: Int

    /// Allocates all memory that the player needs. `[control]`
    ///
    /// - Parameter leadPeriods: the number of periods that a worker may be ahead of the device, 1 or more.
    /// - Precondition: a feed has one player.
    package init(_ feed: WorkerFeed, channelCount: Int, blockFrames: Int, leadPeriods: Int) {
        self.feed = feed
        state = feed.state
        seats = feed.seats
        seatCount = feed.seatCount
        watch = feed.watch
        gaps = feed.gaps.recorder
        log = feed.log.view
        self.channelCount = channelCount
        self.blockFrames = blockFrames
        self.leadPeriods = Int64(leadPeriods)
        nanosecondsPerFrame = 1e9 / feed.memories[0].shape.sampleRate
        let sampleCount = feed.memories[0].slots.paddedSampleCount
        block = .allocate(capacity: sampleCount)
        block.initialize(repeating: 0, count: sampleCount)
        blockPosition = blockFrames
        lastFrame = .allocate(capacity: channelCount)
        lastFrame.initialize(repeating: 0, count: channelCount)
        fadeOutFrame = .allocate(capacity: channelCount)
        fadeOutFrame.initialize(repeating: 0, count: channelCount)
        fadeInSteps = Self.fadeFrames
    }

    deinit {
        block.deallocate()
        lastFrame.deallocate()
        fadeOutFrame.deallocate()
    }

    /// Records frames of the device for the blocks that are closed next. Call it before `play`. `[render]`
    ///
    /// Does nothing without inputs.
    @_noLocks @_noAllocation
    package mutating func record(_ input: UnsafePointer<Float>, frameCount: Int) {
        guard log.channelCount > 0 else { return }
        recordedFrames = log.record(input, frameCount: frameCount)
        let lost = recordedFrames &- assignedFrames &- Int64(log.frameCapacity)
        guard lost > 0 else { return }
        assignedFrames = assignedFrames &+ lost
        state.pointee.inputFramesLost.wrappingAdd(Int(lost), ordering: .relaxed)
    }

    /// Fills `frameCount` interleaved frames. `[render]`
    ///
    /// - Returns: the number of frames that are missing, and therefore silent or fading.
    @_noLocks @_noAllocation
    package mutating func play(_ output: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        let workers = feed.active
        if !workers.hasSamePrimary(as: latestWorkers) { consecutiveMisses = 0 }
        latestWorkers = workers
        var (filled, missing) = (0, 0)
        // The rest of a missing block is missing too, but has already been counted as a miss of the worker.
        var worst = blockPosition < blockFrames ? finding : AudioSlots.Finding.complete
        var hasMissed = false
        while filled < frameCount {
            if blockPosition == blockFrames {
                let found = takeBlock(workers)
                if !found.isComplete {
                    hasMissed = true
                    if !worst.isCorrupt { worst = found }
                }
                blockPosition = 0
            }
            let count = min(blockFrames &- blockPosition, frameCount &- filled)
            if !isComplete { missing = missing &+ count }
            fill(output + filled &* channelCount, frameCount: count)
            blockPosition = blockPosition &+ count
            filled = filled &+ count
        }
        framesPlayed = framesPlayed &+ Int64(frameCount)
        state.pointee.position.store(nextBlock, ordering: .releasing)
        let limit = closeBlocks(before: firstBlock(after: framesPlayed &+ leadPeriods &* Int64(frameCount)))
        count(worst, missing: missing, of: frameCount, hasMissed: hasMissed, workers)
        // The blocks that the device needs next period are the standby's now, completed by the primary or not.
        order(workers, limit, standby: firstBlock(after: framesPlayed &+ Int64(frameCount)), hasMissed: hasMissed)
        return missing
    }

    /// Returns the first block that begins at or after a frame.
    @_noLocks @_noAllocation
    private func firstBlock(after frame: Int64) -> Int64 {
        (frame &+ Int64(blockFrames) &- 1) / Int64(blockFrames)
    }

    /// Closes all blocks before `wanted`, and returns the first open block.
    ///
    /// It never decreases, even if the device changes to a shorter period: workers may have begun those blocks.
    @_noLocks @_noAllocation
    private mutating func closeBlocks(before wanted: Int64) -> Int64 {
        let first = state.pointee.closing.limit
        guard wanted > first else { return first }
        let stamps = state.pointee.closing.close(before: wanted, from: first)
        for block in first..<wanted {
            let count = Int(min(Int64(blockFrames), recordedFrames &- assignedFrames))
            log.close(block, BlockLog.Closing(stamps: stamps, firstFrame: assignedFrames, frameCount: count))
            assignedFrames = assignedFrames &+ Int64(count)
        }
        return wanted
    }

    /// Updates the orders of the workers, and wakes them; or wakes the watch if the primary may hang.
    @_noLocks @_noAllocation
    private func order(_ workers: ActiveWorkers, _ limit: Int64, standby needed: Int64, hasMissed: Bool) {
        let hasPrimary = workers.primary >= 0 && workers.primary < seatCount
        if workers.standby >= 0, workers.standby < seatCount {
            let completed =
                hasPrimary ? seats[workers.primary].health.completed.pointee.load(ordering: .acquiring) : 0
            let orders = seats[workers.standby].orders
            orders.position.pointee.store(nextBlock, ordering: .relaxed)
            // The watch also raises this limit.
            _ = orders.limit.pointee.max(max(needed, min(limit, completed)), ordering: .sequentiallyConsistent)
            seats[workers.standby].wakeUp()
        }
        if hasPrimary {
            let orders = seats[workers.primary].orders
            orders.position.pointee.store(nextBlock, ordering: .relaxed)
            let due = orders.limit.pointee.load(ordering: .relaxed)
            orders.limit.pointee.store(limit, ordering: .sequentiallyConsistent)
            // With a standby, the reason for a late block is found out before the device needs it.
            if workers.standby >= 0, seats[workers.primary].health.completed.pointee.load(ordering: .relaxed) < due {
                state.pointee.primaryDue.store(due, ordering: .releasing)
                watch()
            }
            if hasMissed, consecutiveMisses % Self.hangThreshold == 0 {
                watch()
            } else {
                seats[workers.primary].wakeUp()
            }
        }
    }

    /// Takes the next block from the primary, or else from the standby.
    ///
    /// - Returns: The state in which the primary has it.
    @_noLocks @_noAllocation
    private mutating func takeBlock(_ workers: ActiveWorkers) -> AudioSlots.Finding {
        var found = AudioSlots.Finding.missing
        if workers.primary >= 0, workers.primary < seatCount {
            found = seats[workers.primary].slots.take(nextBlock, into: block)
        }
        finding = found
        if workers.standby >= 0, workers.standby < seatCount {
            if !found.isComplete {
                finding = seats[workers.standby].slots.take(nextBlock, into: block)
                if isComplete { state.pointee.standbyBlocks.wrappingAdd(1, ordering: .relaxed) }
            } else if seats[workers.standby].health.completed.pointee.load(ordering: .relaxed) <= nextBlock {
                state.pointee.standbyLateBlocks.wrappingAdd(1, ordering: .relaxed)
            }
        }
        nextBlock = nextBlock &+ 1
        if !isComplete {
            if gapBegin == 0 {
                beginFade()
                gapBegin = MonotonicClock.now()
            }
            return found
        }
        if gapBegin != 0 {
            gaps.record(MonotonicClock.now() &- gapBegin)
            gapBegin = 0
        } else if playedWorkers.primary >= 0, playedWorkers.lineage != workers.lineage {
            // The block is in time, but from a worker that does not continue the signal of the previous one.
            beginFade()
        }
        playedWorkers = workers
        return found
    }

    /// Starts the fade-out of the last frame, and the fade-in of the next block.
    @_noLocks @_noAllocation
    private mutating func beginFade() {
        for channel in 0..<channelCount { fadeOutFrame[channel] = lastFrame[channel] }
        fadeOutSteps = Self.fadeFrames
        fadeInSteps = 0
    }

    @_noLocks @_noAllocation
    private mutating func count(
        _ worst: AudioSlots.Finding, missing: Int, of frameCount: Int, hasMissed: Bool, _ workers: ActiveWorkers
    ) {
        guard !worst.isComplete else {
            if consecutiveMisses != 0 {
                consecutiveMisses = 0
                publishMisses(workers)
            }
            return
        }
        if hasMissed {
            if consecutiveMisses == 0 {
                let half = Int64(Double(frameCount &* Self.hangThreshold) * nanosecondsPerFrame * 0.5)
                state.pointee.hangTime.store(MonotonicClock.now() &+ half, ordering: .relaxed)
            }
            consecutiveMisses = consecutiveMisses &+ 1
            noteProgress(workers)
            publishMisses(workers)
        }
        state.pointee.framesMissed.wrappingAdd(missing, ordering: .relaxed)
        guard missing > 0 else { return }
        if workers.primary < 0 {
            state.pointee.missedAbsent.wrappingAdd(1, ordering: .relaxed)
        } else if worst.isCorrupt {
            state.pointee.missedCorrupt.wrappingAdd(1, ordering: .relaxed)
        } else {
            state.pointee.missedLate.wrappingAdd(1, ordering: .relaxed)
        }
    }

    /// Notes every three missed periods whether the primary has completed a block meanwhile.
    @_noLocks @_noAllocation
    private mutating func noteProgress(_ workers: ActiveWorkers) {
        guard workers.primary >= 0, workers.primary < seatCount else { return }
        guard consecutiveMisses == 1 || consecutiveMisses % Self.hangThreshold == 0 else { return }
        let completed = seats[workers.primary].health.completed.pointee.load(ordering: .relaxed)
        if consecutiveMisses > 1 {
            state.pointee.isStuck.store(completed == completedBefore, ordering: .relaxed)
        }
        completedBefore = completed
    }

    @_noLocks @_noAllocation
    private func publishMisses(_ workers: ActiveWorkers) {
        state.pointee.consecutiveMisses.store(
            ConsecutiveMisses(workers, count: consecutiveMisses).word, ordering: .releasing)
    }

    @_noLocks @_noAllocation
    private mutating func fill(_ output: UnsafeMutablePointer<Float>, frameCount: Int) {
        let source = block + blockPosition &* channelCount
        if isComplete, fadeInSteps == Self.fadeFrames, fadeOutSteps == 0 {
            copyMemory(source, to: output, byteCount: frameCount &* channelCount &* MemoryLayout<Float>.stride)
        } else {
            fade(source, output, frameCount: frameCount)
        }
        // The frame from which the next gap would fade out.
        guard isComplete else { return }
        for channel in 0..<channelCount { lastFrame[channel] = output[(frameCount &- 1) &* channelCount &+ channel] }
    }

    @_noLocks @_noAllocation
    private mutating func fade(
        _ source: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, frameCount: Int
    ) {
        let step = 1 / Float(Self.fadeFrames)
        var sample = 0
        for _ in 0..<frameCount {
            if fadeOutSteps > 0 { fadeOutSteps = fadeOutSteps &- 1 }
            if isComplete, fadeInSteps < Self.fadeFrames { fadeInSteps = fadeInSteps &+ 1 }
            let (fall, rise) = (Float(fadeOutSteps) * step, Float(fadeInSteps) * step)
            for channel in 0..<channelCount {
                let heard = isComplete ? source[sample] * rise : 0
                output[sample] = fadeOutFrame[channel] * fall + heard
                sample = sample &+ 1
            }
        }
    }
}
