internal import Synchronization
internal import TonewheelRealtime

/// The standby: a spare receives the state of the primary, catches up with it, and renders the same blocks from then
/// on. On the watch thread.
extension WorkerPool {
    /// The time after a failed attempt until the next one, in nanoseconds.
    private static var joinPause: Int64 { 100_000_000 }

    /// Starts to make a spare the standby, unless there is one.
    func joinNext(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        guard isRedundant, let primary = active(seats), seat(seats, .joining) == nil, seat(seats, .catchingUp) == nil,
            seat(seats, .standby) == nil, let next = seat(seats, .spare)
        else { return }
        let now = MonotonicClock.now()
        guard now >= nextJoin.load(ordering: .relaxed) else { return }
        seats[next].phase = .joining
        seats[next].since = now
        delegate.object?.join(seats[next].memory, primary: seats[primary].memory)
    }

    /// Advances the worker that joins, and compares the standby with the primary.
    func watchStandby(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        if let index = seat(seats, .joining) ?? seat(seats, .catchingUp) ?? seat(seats, .standby),
            let failure = delegate.object?.failure(of: seats[index].memory)
        {
            count { $0.latestFailure = failure.sentence }
            let phase = seats[index].phase
            end(seats + index, .protocolViolation)
            return standbyLost(seats, index, phase)
        }
        detectStoppedJoin(seats)
        if let index = seat(seats, .joining), delegate.object?.hasJoined(seats[index].memory) == true,
            let start = delegate.object?.beginStandby(seats[index].memory)
        {
            order(seats[index].memory, start)
            seats[index].comparedBlock = start.firstBlock
            seats[index].primaryStates = []
            seats[index].phase = .catchingUp
        }
        guard let index = seat(seats, .catchingUp) ?? seat(seats, .standby), let primary = active(seats) else { return }
        guard isEqual(seats, index, primary) else {
            count {
                $0.divergences += 1
                $0.latestFailure = "A block of the standby differed from the primary's."
            }
            let phase = seats[index].phase
            end(seats + index, .divergence)
            return standbyLost(seats, index, phase)
        }
        if seats[index].phase == .catchingUp { catchUp(seats, index, primary) } else { detectLag(seats, index) }
    }

    /// Ends a worker that has been stopped while it joins or catches up, or that takes too long: commands wait for it.
    private func detectStoppedJoin(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        guard let index = seat(seats, .joining) ?? seat(seats, .catchingUp) else { return }
        let isLate = MonotonicClock.now() - seats[index].since > Self.startTimeout
        guard isLate || seats[index].process?.isStopped == true else { return }
        count { $0.latestFailure = isLate ? "A worker did not catch up in 10 s." : "A worker that joined was stopped." }
        let phase = seats[index].phase
        end(seats + index, isLate ? .slowStart : .stopped)
        standbyLost(seats, index, phase)
    }

    /// Permits the worker all blocks that the primary has completed, and makes it the standby when it has them.
    private func catchUp(_ seats: UnsafeMutablePointer<WorkerSeat>, _ index: Int, _ primary: Int) {
        let memory = seats[index].memory
        let limit = memory.orders.limit.pointee.load(ordering: .relaxed)
        let completed = memory.health.completed.pointee.load(ordering: .acquiring)
        if limit > 0, completed >= limit, seats[index].comparedBlock >= limit {
            seats[index].phase = .standby
            restores.recorder.record(MonotonicClock.now() - seats[index].since)
            feed.setStandby(index)
        }
        let permitted = seats[primary].memory.health.completed.pointee.load(ordering: .acquiring)
        _ = memory.orders.limit.pointee.max(min(permitted, feed.limit), ordering: .sequentiallyConsistent)
        memory.renderWakeUp.signal()
        memory.controlWakeUp.signal()
    }

    /// Compares the checksums of the blocks that both have completed since the last call.
    private func isEqual(_ seats: UnsafeMutablePointer<WorkerSeat>, _ index: Int, _ primary: Int) -> Bool {
        let (one, other) = (seats[primary].memory, seats[index].memory)
        let end = min(
            one.health.completed.pointee.load(ordering: .acquiring),
            other.health.completed.pointee.load(ordering: .acquiring), feed.limit)
        // The slots of earlier blocks have been used again.
        var block = max(seats[index].comparedBlock, end - Int64(one.shape.slotCount / 2))
        while block < end {
            if let expected = one.slots.checksum(ofBlock: block), let found = other.slots.checksum(ofBlock: block),
                expected != found
            {
                return false
            }
            block += 1
        }
        seats[index].comparedBlock = max(seats[index].comparedBlock, end)
        // The standby is behind: the primary may have published the next checksum.
        if let sum = one.health.stateChecksum { seats[index].primaryStates.append(sum) }
        if seats[index].primaryStates.count > 64 { seats[index].primaryStates.removeFirst() }
        guard let found = other.health.stateChecksum,
            let expected = seats[index].primaryStates.first(where: { $0.block == found.block })
        else { return true }
        return expected.sum == found.sum
    }

    /// Ends a standby that does not follow the device: it has been stopped, or its blocks are too far behind.
    private func detectLag(_ seats: UnsafeMutablePointer<WorkerSeat>, _ index: Int) {
        let memory = seats[index].memory
        let position = feed.state.pointee.position.load(ordering: .acquiring)
        let lag = position - memory.health.completed.pointee.load(ordering: .acquiring)
        guard lag > max(1, feed.limit - position) else { return }
        let isStopped = seats[index].process?.isStopped ?? false
        guard isStopped || lag > Int64(memory.shape.slotCount / 2) else { return }
        count { $0.latestFailure = isStopped ? "The standby was stopped." : "The standby was too far behind." }
        end(seats + index, isStopped ? .stopped : .lateStandby)
        standbyLost(seats, index, .standby)
    }

    /// Handles the loss of a worker that was the standby, or was being made it.
    func standbyLost(
        _ seats: UnsafeMutablePointer<WorkerSeat>, _ index: Int, _ phase: WorkerSeat.Phase
    ) {
        if phase == .standby {
            feed.setStandby(-1)
            count { $0.standbysLost += 1 }
        } else {
            count { $0.failedRestores += 1 }
            nextJoin.store(MonotonicClock.now() + Self.joinPause, ordering: .relaxed)
        }
        delegate.object?.workerLost(seats[index].memory)
    }
}
