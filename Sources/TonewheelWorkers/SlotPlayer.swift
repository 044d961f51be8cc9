internal import Synchronization
internal import TonewheelRealtime

/// Plays the blocks of a worker from its slots, and passes recorded frames to that worker. A missing block fades to
/// silence, and the next available block fades in. The player never waits, and makes at most one system call a period,
/// to wake the worker or the watch.
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
    private var inputs: InputSender

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
    private var latestWorker = ActiveWorker.none
    private var playedWorker = ActiveWorker.none  // the worker of the latest available block
    private var consecutiveMisses = 0
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
    /// - Precondition: with inputs, a feed has one player.
    package init(_ feed: WorkerFeed, channelCount: Int, blockFrames: Int, leadPeriods: Int) {
        self.feed = feed
        state = feed.state
        seats = feed.seats
        seatCount = feed.seatCount
        watch = feed.watch
        gaps = feed.gaps.recorder
        inputs = InputSender(feed)
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

    /// Passes recorded frames to the active worker. Call it before `play`, which wakes the worker. `[render]`
    ///
    /// Does nothing without inputs. Frames beyond the capacity of the queue are dropped and counted.
    @_noLocks @_noAllocation
    package mutating func record(_ input: UnsafePointer<Float>, frameCount: Int) {
        inputs.send(input, frameCount: frameCount, to: feed.active)
    }

    /// Fills `frameCount` interleaved frames. `[render]`
    ///
    /// - Returns: the number of frames that are missing, and therefore silent or fading.
    @_noLocks @_noAllocation
    package mutating func play(_ output: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        let worker = feed.active
        let seat = worker.seat
        if !worker.isSame(as: latestWorker) {
            latestWorker = worker
            consecutiveMisses = 0
        }
        var (filled, missing) = (0, 0)
        // The rest of a missing block is missing too, but has already been counted as a miss of the worker.
        var worst = blockPosition < blockFrames ? finding : AudioSlots.Finding.complete
        var hasMissed = false
        while filled < frameCount {
            if blockPosition == blockFrames {
                let found = takeBlock(worker)
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
        let wanted = framesPlayed &+ leadPeriods &* Int64(frameCount)
        // The limit never decreases, even if the device changes to a shorter period: the worker may have begun those
        // blocks.
        let limit = max(
            state.pointee.limit.load(ordering: .relaxed), (wanted &+ Int64(blockFrames) &- 1) / Int64(blockFrames))
        state.pointee.position.store(nextBlock, ordering: .releasing)
        state.pointee.limit.store(limit, ordering: .sequentiallyConsistent)
        count(worst, missing: missing, of: frameCount, hasMissed: hasMissed, worker)
        if seat >= 0, seat < seatCount { order(seat, limit, hasMissed: hasMissed) }
        return missing
    }

    /// Updates the orders of the worker, and wakes it; or wakes the watch if the worker may hang.
    @_noLocks @_noAllocation
    private func order(_ seat: Int, _ limit: Int64, hasMissed: Bool) {
        let orders = seats[seat].orders
        orders.position.pointee.store(nextBlock, ordering: .relaxed)
        orders.limit.pointee.store(limit, ordering: .sequentiallyConsistent)
        if hasMissed, consecutiveMisses % Self.hangThreshold == 0 {
            watch()
        } else {
            seats[seat].wakeUp()
        }
    }

    @_noLocks @_noAllocation
    private mutating func takeBlock(_ worker: ActiveWorker) -> AudioSlots.Finding {
        var found = AudioSlots.Finding.missing
        if worker.seat >= 0, worker.seat < seatCount {
            found = seats[worker.seat].slots.take(nextBlock, into: block)
        }
        finding = found
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
        } else if playedWorker.seat >= 0, !playedWorker.isSame(as: worker) {
            // The block is in time, but from another worker, and does not continue the signal of the previous one.
            beginFade()
        }
        playedWorker = worker
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
        _ worst: AudioSlots.Finding, missing: Int, of frameCount: Int, hasMissed: Bool, _ worker: ActiveWorker
    ) {
        guard !worst.isComplete else {
            if consecutiveMisses != 0 {
                consecutiveMisses = 0
                publishMisses(worker)
            }
            return
        }
        if hasMissed {
            if consecutiveMisses == 0 {
                let half = Int64(Double(frameCount &* Self.hangThreshold) * nanosecondsPerFrame * 0.5)
                state.pointee.hangTime.store(MonotonicClock.now() &+ half, ordering: .relaxed)
            }
            consecutiveMisses = consecutiveMisses &+ 1
            publishMisses(worker)
        }
        state.pointee.framesMissed.wrappingAdd(missing, ordering: .relaxed)
        if worker.seat < 0 {
            state.pointee.missedAbsent.wrappingAdd(1, ordering: .relaxed)
        } else if worst.isCorrupt {
            state.pointee.missedCorrupt.wrappingAdd(1, ordering: .relaxed)
        } else {
            state.pointee.missedLate.wrappingAdd(1, ordering: .relaxed)
        }
    }

    @_noLocks @_noAllocation
    private func publishMisses(_ worker: ActiveWorker) {
        state.pointee.consecutiveMisses.store(
            ConsecutiveMisses(worker, count: consecutiveMisses).word, ordering: .releasing)
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
