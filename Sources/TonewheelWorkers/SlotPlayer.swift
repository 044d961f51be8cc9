internal import Synchronization
internal import TonewheelRealtime

/// Plays what a worker renders, from its slots; where a block is missing it fades to silence, and back in when there is one
/// again. And takes what the device records to that worker. It never waits, and makes at most one system call, to wake the worker or those that watch over it.
package struct SlotPlayer: ~Copyable {
    /// Frames in which the sound has faded away when a block is missing.
    package static var fadeFrames: Int { @_noLocks @_noAllocation get { 64 } }

    /// So many periods missed in a row, in half of their time at least, and the worker is replaced.
    static var longestMiss: Int { @_noLocks @_noAllocation get { 3 } }

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
    private var finding = AudioSlots.Finding.missing  // how the block was found
    private var isComplete: Bool { @_noLocks @_noAllocation get { finding.isComplete } }
    private var nextBlock: Int64 = 0
    private var framesPlayed: Int64 = 0
    private var latestWorker = ActiveWorker.none
    private var heardWorker = ActiveWorker.none  // whose the latest block is that was there
    private var missesInRow = 0
    private var gapBegin: Int64 = 0  // by the monotonic clock; 0 if there is none

    // The last frame of sound, the one from which a gap falls away, how much of that is left, and how much of what is there is
    // heard; in steps of the fade's length.
    private let latest: UnsafeMutablePointer<Float>
    private let held: UnsafeMutablePointer<Float>
    private var heldSteps = 0
    private var heardSteps: Int

    /// Takes all the memory that it will ever need. `[control]`
    ///
    /// - Parameter leadPeriods: how far a worker may be ahead of the device, 1 or more.
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
        latest = .allocate(capacity: channelCount)
        latest.initialize(repeating: 0, count: channelCount)
        held = .allocate(capacity: channelCount)
        held.initialize(repeating: 0, count: channelCount)
        heardSteps = Self.fadeFrames
    }

    deinit {
        block.deallocate()
        latest.deallocate()
        held.deallocate()
    }

    /// Takes what the device has recorded to the worker that is heard; before `play`, which wakes the worker. `[render]`
    ///
    /// Without inputs it does nothing. Frames that find no room are counted, and lost.
    @_noLocks @_noAllocation
    package mutating func record(_ input: UnsafePointer<Float>, frameCount: Int) {
        inputs.send(input, frameCount: frameCount, to: feed.active)
    }

    /// Fills `frameCount` interleaved frames. `[render]`
    ///
    /// - Returns: how many of them are missing, and silent or fading.
    @_noLocks @_noAllocation
    package mutating func play(_ output: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        let worker = feed.active
        let seat = worker.seat
        if !worker.isSame(as: latestWorker) {
            latestWorker = worker
            missesInRow = 0
        }
        var (filled, missing) = (0, 0)
        // What is left of a missing block is missing still, and has been held against the worker already.
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
        // Never back, where a device has gone over to a shorter period: what a worker was let begin it has begun.
        let limit = max(
            state.pointee.limit.load(ordering: .relaxed), (wanted &+ Int64(blockFrames) &- 1) / Int64(blockFrames))
        state.pointee.position.store(nextBlock, ordering: .releasing)
        state.pointee.limit.store(limit, ordering: .sequentiallyConsistent)
        count(worst, missing: missing, of: frameCount, hasMissed: hasMissed, worker)
        if seat >= 0, seat < seatCount { order(seat, limit, hasMissed: hasMissed) }
        return missing
    }

    /// Lets the worker go on, or has it looked at if it does not.
    @_noLocks @_noAllocation
    private func order(_ seat: Int, _ limit: Int64, hasMissed: Bool) {
        let orders = seats[seat].orders
        orders.position.pointee.store(nextBlock, ordering: .relaxed)
        orders.limit.pointee.store(limit, ordering: .sequentiallyConsistent)
        if hasMissed, missesInRow % Self.longestMiss == 0 {
            watch()
        } else {
            seats[seat].bell()
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
        } else if heardWorker.seat >= 0, !heardWorker.isSame(as: worker) {
            // In time, and yet another worker's: it does not go on from where the first one was.
            beginFade()
        }
        heardWorker = worker
        return found
    }

    /// What was heard last falls away, and what comes rises.
    @_noLocks @_noAllocation
    private mutating func beginFade() {
        for channel in 0..<channelCount { held[channel] = latest[channel] }
        heldSteps = Self.fadeFrames
        heardSteps = 0
    }

    @_noLocks @_noAllocation
    private mutating func count(
        _ worst: AudioSlots.Finding, missing: Int, of frameCount: Int, hasMissed: Bool, _ worker: ActiveWorker
    ) {
        guard !worst.isComplete else {
            if missesInRow != 0 {
                missesInRow = 0
                tellMisses(worker)
            }
            return
        }
        if hasMissed {
            if missesInRow == 0 {
                let half = Int64(Double(frameCount &* Self.longestMiss) * nanosecondsPerFrame * 0.5)
                state.pointee.hangTime.store(MonotonicClock.now() &+ half, ordering: .relaxed)
            }
            missesInRow = missesInRow &+ 1
            tellMisses(worker)
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
    private func tellMisses(_ worker: ActiveWorker) {
        state.pointee.missesInRow.store(MissesInRow(worker, count: missesInRow).word, ordering: .releasing)
    }

    @_noLocks @_noAllocation
    private mutating func fill(_ output: UnsafeMutablePointer<Float>, frameCount: Int) {
        let source = block + blockPosition &* channelCount
        if isComplete, heardSteps == Self.fadeFrames, heldSteps == 0 {
            copyMemory(source, to: output, byteCount: frameCount &* channelCount &* MemoryLayout<Float>.stride)
        } else {
            fade(source, output, frameCount: frameCount)
        }
        // Where a gap that begins with the next frame falls from.
        guard isComplete else { return }
        for channel in 0..<channelCount { latest[channel] = output[(frameCount &- 1) &* channelCount &+ channel] }
    }

    @_noLocks @_noAllocation
    private mutating func fade(
        _ source: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, frameCount: Int
    ) {
        let step = 1 / Float(Self.fadeFrames)
        var sample = 0
        for _ in 0..<frameCount {
            if heldSteps > 0 { heldSteps = heldSteps &- 1 }
            if isComplete, heardSteps < Self.fadeFrames { heardSteps = heardSteps &+ 1 }
            let (fall, rise) = (Float(heldSteps) * step, Float(heardSteps) * step)
            for channel in 0..<channelCount {
                let heard = isComplete ? source[sample] * rise : 0
                output[sample] = held[channel] * fall + heard
                sample = sample &+ 1
            }
        }
    }
}
