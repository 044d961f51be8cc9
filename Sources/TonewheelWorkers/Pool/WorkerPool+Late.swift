internal import Synchronization
internal import TonewheelRealtime

/// A primary that has not completed its blocks in time, in a redundant pool: it has been stopped, hangs in a node, or
/// has no processor. The device plays from the standby meanwhile. On the watch thread.
extension WorkerPool {
    /// The processor time in one unit of one block that makes a hang, in blocks.
    private static let hangBlocks = 1.5

    /// Ends a primary that has been stopped, or that hangs in a node, which the standby mutes before it gets there.
    func judgeLatePrimary(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        isJudging.store(false, ordering: .relaxed)
        guard isRedundant, let index = active(seats), let standby = seat(seats, .standby) else { return }
        let memory = seats[index].memory
        let due = feed.state.pointee.primaryDue.load(ordering: .acquiring)
        guard memory.health.completed.pointee.load(ordering: .acquiring) < due, let process = seats[index].process
        else {
            return seats[index].lateSample = nil
        }
        if process.isStopped {
            return replace(seats, index, .stopped, "the worker process was stopped")
        }
        isJudging.store(true, ordering: .relaxed)
        let thread = Int32(truncatingIfNeeded: memory.health.thread.pointee.load(ordering: .relaxed))
        guard memory.mark.node != 0, let time = process.processorTime(ofThread: thread) else { return }
        let sample = LateSample(
            node: memory.mark.node, unit: memory.mark.unit, block: memory.mark.block, processorTime: time)
        guard let first = seats[index].lateSample, first.isSamePlace(as: sample) else {
            return seats[index].lateSample = sample
        }
        let shape = memory.shape
        let limit = Self.hangBlocks * Double(shape.blockFrames) / shape.sampleRate * 1e9
        guard Double(time - first.processorTime) > limit else { return }
        let cause = "the worker hung in one unit"
        delegate.object?.contain(WorkerCrash(memory, isRendering: true, cause), standby: seats[standby].memory)
        replace(seats, index, .hung, cause)
    }

    private func replace(
        _ seats: UnsafeMutablePointer<WorkerSeat>, _ index: Int, _ reason: WorkerSeat.EndReason, _ cause: String
    ) {
        isJudging.store(false, ordering: .relaxed)
        _ = takeReplies(seats, index)
        end(seats + index, reason)
        count {
            if reason == .stopped { $0.stopped += 1 } else { $0.hung += 1 }
            $0.latestFailure = cause.sentence
        }
        deactivate(seats, index)
    }
}

/// The place of a render thread that is late, and the processor time that it has used so far.
struct LateSample {
    let node: Int64
    let unit: Int64
    let block: Int64

    /// In nanoseconds.
    let processorTime: Int64

    func isSamePlace(as other: LateSample) -> Bool {
        node == other.node && unit == other.unit && block == other.block
    }
}
