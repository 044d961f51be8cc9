internal import Synchronization
internal import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The watch thread. No other thread starts, ends or replaces a worker.
extension WorkerPool {
    /// Runs on the watch thread until the pool stops.
    func watch() {
        let seats = UnsafeMutablePointer<WorkerSeat>.allocate(capacity: feed.seatCount)
        for (index, memory) in feed.memories.enumerated() { (seats + index).initialize(to: WorkerSeat(memory)) }
        defer {
            seats.deinitialize(count: feed.seatCount)
            seats.deallocate()
        }
        var crashes = CrashLog()
        while !isStopping.load(ordering: .acquiring) {
            spawnMissing(seats)
            wait(seats)
            takeSpawned(seats)
            for index in 0..<feed.seatCount {
                reap(seats, index, &crashes)
                checkReadiness(seats + index)
            }
            judgeLatePrimary(seats)
            detectHang(seats, &crashes)
            loadNext(seats)
            joinNext(seats)
            for index in 0..<feed.seatCount { receiveReplies(seats, index) }
            if let index = seat(seats, .loading), delegate.object?.hasLoaded(seats[index].memory) == true {
                activate(seats, index)
            }
            watchStandby(seats)
            delegate.object?.poll()
            publish(seats)
        }
        endAll(seats)
    }

    func seat(_ seats: UnsafeMutablePointer<WorkerSeat>, _ phase: WorkerSeat.Phase) -> Int? {
        (0..<feed.seatCount).first { seats[$0].phase == phase }
    }

    func active(_ seats: UnsafeMutablePointer<WorkerSeat>) -> Int? { seat(seats, .active) }

    /// Waits for an event or the time-out.
    private func wait(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        var descriptors = [pollfd(fd: feed.watch.descriptor, events: Int16(POLLIN), revents: 0)]
        for index in 0..<feed.seatCount {
            guard let process = seats[index].process else { continue }
            descriptors.append(pollfd(fd: process.endDescriptor, events: Int16(POLLIN), revents: 0))
        }
        poll(
            &descriptors, nfds_t(descriptors.count),
            isJudging.load(ordering: .relaxed) ? 1 : min(100, delegate.object?.pollTimeout ?? 100))
        feed.watch.clear()
    }

    /// Spawns workers in empty seats, up to the target count.
    private func spawnMissing(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        var running = (0..<feed.seatCount).filter { ![.empty, .ending].contains(seats[$0].phase) }.count
        for index in 0..<feed.seatCount where seats[index].phase == .empty && running < targetCount {
            // A delay after a failure.
            guard MonotonicClock.now() >= seats[index].since else { continue }
            seats[index].phase = .spawning
            spawner.spawn(index, seats[index].memory)
            running += 1
        }
    }

    private func takeSpawned(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        for result in spawner.takeResults() {
            let seat = seats + result.seat
            switch result.process {
            case .success(let process):
                seat.pointee.process = process
                seat.pointee.phase = .starting
                seat.pointee.endReason = nil
                seat.pointee.since = MonotonicClock.now()
                if let ring = try? seat.pointee.memory.replies() {
                    seat.pointee.replies = MessageReceiver(ring)
                }
            case .failure(let error):
                seat.pointee.phase = .empty
                seat.pointee.since = MonotonicClock.now() + 1_000_000_000
                count {
                    $0.failedStarts += 1
                    $0.latestFailure = error.description
                }
            }
        }
    }

    /// Marks a worker that has become ready as a spare, and ends one whose start has timed out.
    private func checkReadiness(_ seat: UnsafeMutablePointer<WorkerSeat>) {
        if seat.pointee.phase == .loading, MonotonicClock.now() - seat.pointee.since > Self.startTimeout {
            return end(seat, .slowStart)
        }
        guard seat.pointee.phase == .starting else { return }
        if seat.pointee.memory.health.state.pointee.load(ordering: .acquiring) == WorkerHealth.State.ready {
            seat.pointee.phase = .spare
            delegate.object?.workerBecameReady(seat.pointee.memory)
        } else if MonotonicClock.now() - seat.pointee.since > Self.startTimeout {
            end(seat, .slowStart)
        }
    }

    func end(_ seat: UnsafeMutablePointer<WorkerSeat>, _ endReason: WorkerSeat.EndReason) {
        delegate.object?.workerLost(seat.pointee.memory)
        seat.pointee.endReason = endReason
        seat.pointee.phase = .ending
        seat.pointee.process?.kill()
    }

    /// Starts loading a spare, unless a worker is active or loading.
    private func loadNext(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        guard active(seats) == nil, seat(seats, .loading) == nil, let next = seat(seats, .spare) else { return }
        seats[next].phase = .loading
        seats[next].since = MonotonicClock.now()
        delegate.object?.load(seats[next].memory)
    }

    /// Makes a worker that has loaded the primary.
    private func activate(_ seats: UnsafeMutablePointer<WorkerSeat>, _ index: Int) {
        let memory = seats[index].memory
        let first = feed.state.pointee.position.load(ordering: .acquiring)
        guard let start = delegate.object?.begin(memory, firstBlock: first) else { return }
        order(memory, start)
        feed.activate(index)
        raiseLimit(memory)
        seats[index].phase = .active
    }

    /// Orders a worker to render from a block on. Its limit permits no block yet.
    package func order(_ memory: WorkerMemory, _ start: WorkerStart) {
        let orders = memory.orders
        orders.firstBlock.pointee.store(start.firstBlock, ordering: .relaxed)
        orders.position.pointee.store(start.firstBlock, ordering: .relaxed)
        orders.firstStamps.pointee.store(Int64(start.firstStamps), ordering: .relaxed)
        orders.stamps.pointee.store(Int64(start.stamps), ordering: .relaxed)
        orders.state.pointee.store(WorkerOrders.State.active, ordering: .releasing)
    }

    /// Permits a primary all closed blocks. The render thread may have closed blocks without a worker to wake.
    private func raiseLimit(_ memory: WorkerMemory) {
        _ = memory.orders.limit.pointee.max(feed.limit, ordering: .sequentiallyConsistent)
        memory.renderWakeUp.signal()
        memory.controlWakeUp.signal()
    }

    /// Handles the loss of the primary: the standby becomes the primary, or a spare loads.
    func deactivate(_ seats: UnsafeMutablePointer<WorkerSeat>, _ index: Int) {
        let late = Self.lateBlocks(seats[index].memory)
        let next = seat(seats, .standby) ?? seat(seats, .catchingUp)
        count {
            $0.restarts += 1
            $0.lateBlocks += late
        }
        if let joining = seat(seats, .joining) { end(seats + joining, .primaryLost) }
        delegate.object?.workerLost(seats[index].memory)
        guard let next else {
            feed.deactivate()
            return loadNext(seats)
        }
        if seats[next].phase == .standby { count { $0.failovers += 1 } }
        delegate.object?.promote(seats[next].memory)
        feed.activate(next, continues: true)
        raiseLimit(seats[next].memory)
        seats[next].phase = .active
    }

    private func detectHang(_ seats: UnsafeMutablePointer<WorkerSeat>, _ crashes: inout CrashLog) {
        guard let index = active(seats), feed.isHung(index, at: MonotonicClock.now()) else { return }
        let isStopped = seats[index].process?.isStopped ?? false
        let node = seats[index].memory.mark.node
        _ = takeReplies(seats, index)
        end(seats + index, isStopped ? .stopped : .hung)
        let cause = isStopped ? "the worker process was stopped" : "the worker missed three periods"
        count {
            if isStopped { $0.stopped += 1 } else { $0.hung += 1 }
            $0.latestFailure = cause.sentence
        }
        if !isStopped { recordCrash(node, hasCrashed: false, cause, &crashes) }
        deactivate(seats, index)
    }

    /// Has the standby avoid the cause of a crash, or records the crash without a standby.
    private func contain(
        _ seats: UnsafeMutablePointer<WorkerSeat>, _ memory: WorkerMemory, _ cause: String, _ crashes: inout CrashLog
    ) {
        let crash = WorkerCrash(memory, isRendering: memory.health.isRenderFault, cause)
        let standby = (seat(seats, .standby) ?? seat(seats, .catchingUp)).map { seats[$0].memory }
        delegate.object?.contain(crash, standby: standby)
        if standby == nil, crash.packet == 0 { recordCrash(crash.node, hasCrashed: true, cause, &crashes) }
    }

    private func recordCrash(_ node: Int64, hasCrashed: Bool, _ cause: String, _ crashes: inout CrashLog) {
        guard let delegate = delegate.object, delegate.isResponsible(node: node, hasCrashed: hasCrashed),
            crashes.record(at: MonotonicClock.now())
        else { return }
        count { $0.quarantined += 1 }
        delegate.quarantine(node: node, cause: cause)
    }

    /// Reaps a worker that has exited, and frees its seat.
    private func reap(_ seats: UnsafeMutablePointer<WorkerSeat>, _ index: Int, _ crashes: inout CrashLog) {
        guard let process = seats[index].process, let end = process.end() else { return }
        let phase = seats[index].phase
        // Replies that it has sent before its end.
        if [.active, .standby, .catchingUp].contains(phase) { _ = takeReplies(seats, index) }
        seats[index].process = nil
        seats[index].replies = nil
        seats[index].phase = .empty
        seats[index].since = 0
        switch phase {
        case .active:
            let cause = Self.description(end)
            let memory = seats[index].memory
            let isCrash = end.isCrash(ownFault: memory.health.ownFault)
            count {
                if isCrash { $0.crashed += 1 } else { $0.killed += 1 }
                $0.latestFailure = cause.sentence
            }
            if isCrash { contain(seats, memory, cause, &crashes) }
            deactivate(seats, index)
        case .starting:
            count {
                $0.failedStarts += 1
                $0.latestFailure = Self.description(end).sentence
            }
            seats[index].since = MonotonicClock.now() + 100_000_000
        case .loading:
            let cause = Self.description(end)
            count {
                $0.failedStarts += 1
                $0.latestFailure = cause.sentence
            }
            delegate.object?.workerLost(seats[index].memory)
        case .joining, .catchingUp, .standby:
            let cause = Self.description(end)
            count { $0.latestFailure = cause.sentence }
            standbyLost(seats, index, phase)
        case .spare:
            count { $0.sparesLost += 1 }
            delegate.object?.workerLost(seats[index].memory)
        case .ending:
            // The process took more than three periods to exit, so it was counted as hung until now.
            guard seats[index].endReason == .hung, end.isCrash(ownFault: seats[index].memory.health.ownFault) else {
                break
            }
            count {
                $0.hung -= 1
                $0.crashed += 1
                $0.latestFailure = Self.description(end).sentence
            }
        case .empty, .spawning:
            break
        }
    }

    /// Returns the cause of a worker's end, as a clause.
    private static func description(_ end: WorkerEnd) -> String {
        switch end {
        case .exited(let code): "the worker ended with exit code \(code)"
        case .signalled(let signal): "the worker was ended by signal \(signal) (\(String(cString: strsignal(signal))))"
        }
    }

    /// Receives the replies of a worker that renders, loads or joins, and ends a worker that violates the protocol.
    private func receiveReplies(_ seats: UnsafeMutablePointer<WorkerSeat>, _ index: Int) {
        let phase = seats[index].phase
        guard [.active, .standby, .catchingUp, .joining, .loading].contains(phase) else { return }
        guard let violation = takeReplies(seats, index) else { return }
        count { $0.latestFailure = violation.sentence }
        switch phase {
        case .joining, .catchingUp, .standby:
            end(seats + index, .protocolViolation)
            standbyLost(seats, index, phase)
        default:
            end(seats + index, .protocolViolation)
            count { $0.crashed += 1 }
            if phase == .active { deactivate(seats, index) }
        }
    }

    /// Receives the replies of a worker.
    ///
    /// - Returns: The reason for replacing the worker; nil to keep it.
    func takeReplies(_ seats: UnsafeMutablePointer<WorkerSeat>, _ index: Int) -> String? {
        for turn in 1...Self.maximumRepliesPerTurn {
            guard let message = seats[index].replies?.receive() else { break }
            if let violation = delegate.object?.receive(message, from: seats[index].memory) { return violation }
            // The remaining replies must not wait for the next event.
            if turn == Self.maximumRepliesPerTurn { feed.watch() }
        }
        return seats[index].replies?.isBroken != false ? "the worker's replies were invalid" : nil
    }

    private func publish(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        let index = active(seats)
        let spares = (0..<feed.seatCount).filter { seats[$0].phase == .spare }.count
        count {
            $0.active = index == nil ? 0 : 1
            $0.spares = spares
            $0.process = index.flatMap { seats[$0].process?.id } ?? 0
            $0.standbyProcess = seat(seats, .standby).flatMap { seats[$0].process?.id } ?? 0
            $0.isRestoring = seat(seats, .joining) != nil || seat(seats, .catchingUp) != nil
        }
        countsPublished.signal()
    }

    func count(_ change: (inout WorkerCounts) -> Void) {
        shared.withLock { change(&$0) }
    }

    /// Orders all workers to quit, and kills those that do not in time.
    private func endAll(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        feed.deactivate()
        for index in 0..<feed.seatCount {
            let memory = seats[index].memory
            memory.orders.state.pointee.store(WorkerOrders.State.quit, ordering: .releasing)
            memory.renderWakeUp.signal()
            memory.controlWakeUp.signal()
        }
        let deadline = MonotonicClock.now() + Self.endTimeout
        var hasKilled = false
        while (0..<feed.seatCount).contains(where: { seats[$0].process != nil }) {
            for index in 0..<feed.seatCount where seats[index].process?.end() != nil { seats[index].process = nil }
            if !hasKilled, MonotonicClock.now() > deadline {
                hasKilled = true
                for index in 0..<feed.seatCount { seats[index].process?.kill() }
            }
            MonotonicClock.sleep(until: MonotonicClock.now() + 500_000)
        }
    }
}
