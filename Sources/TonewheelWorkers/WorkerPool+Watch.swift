internal import Synchronization
internal import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The thread that watches over the workers: nobody else starts, ends or replaces one.
extension WorkerPool {
    /// Runs on the watch's thread until the pool stops.
    func watch() {
        let seats = UnsafeMutablePointer<WorkerSeat>.allocate(capacity: feed.seatCount)
        for (index, memory) in feed.memories.enumerated() { (seats + index).initialize(to: WorkerSeat(memory)) }
        defer {
            seats.deinitialize(count: feed.seatCount)
            seats.deallocate()
        }
        var crashes = CrashLog()
        while !isStopping.load(ordering: .acquiring) {
            fillSeats(seats)
            wait(seats)
            takeSpawned(seats)
            for index in 0..<feed.seatCount {
                bury(seats, index, &crashes)
                welcome(seats + index)
            }
            lookForHang(seats, &crashes)
            loadNext(seats)
            listen(seats)
            if let index = seat(seats, .loading), delegate.object?.hasLoaded(seats[index].memory) == true {
                activate(seats, index)
            }
            delegate.object?.turn()
            publish(seats)
        }
        endAll(seats)
    }

    private func seat(_ seats: UnsafeMutablePointer<WorkerSeat>, _ phase: WorkerSeat.Phase) -> Int? {
        (0..<feed.seatCount).first { seats[$0].phase == phase }
    }

    private func active(_ seats: UnsafeMutablePointer<WorkerSeat>) -> Int? { seat(seats, .active) }

    /// Sleeps until there is something to do.
    private func wait(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        var descriptors = [pollfd(fd: feed.watch.descriptor, events: Int16(POLLIN), revents: 0)]
        for index in 0..<feed.seatCount {
            guard let process = seats[index].process else { continue }
            descriptors.append(pollfd(fd: process.endDescriptor, events: Int16(POLLIN), revents: 0))
        }
        poll(&descriptors, nfds_t(descriptors.count), min(100, delegate.object?.patience ?? 100))
        feed.watch.clear()
    }

    /// As many workers as are wanted, in seats that are free.
    private func fillSeats(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        var living = (0..<feed.seatCount).filter { ![.empty, .ending].contains(seats[$0].phase) }.count
        for index in 0..<feed.seatCount where seats[index].phase == .empty && living < wanted {
            // After a failure not at once again.
            guard MonotonicClock.now() >= seats[index].since else { continue }
            seats[index].phase = .spawning
            spawner.spawn(index, seats[index].memory)
            living += 1
        }
    }

    private func takeSpawned(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        for result in spawner.takeResults() {
            let seat = seats + result.seat
            switch result.process {
            case .success(let process):
                seat.pointee.process = process
                seat.pointee.phase = .starting
                seat.pointee.verdict = nil
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

    /// Takes note of a worker that is ready, or that takes too long for it.
    private func welcome(_ seat: UnsafeMutablePointer<WorkerSeat>) {
        if seat.pointee.phase == .loading, MonotonicClock.now() - seat.pointee.since > Self.longestStart {
            return end(seat, .slowStart)
        }
        guard seat.pointee.phase == .starting else { return }
        if seat.pointee.memory.health.state.pointee.load(ordering: .acquiring) == WorkerHealth.State.ready {
            seat.pointee.phase = .spare
            delegate.object?.welcome(seat.pointee.memory)
        } else if MonotonicClock.now() - seat.pointee.since > Self.longestStart {
            end(seat, .slowStart)
        }
    }

    private func end(_ seat: UnsafeMutablePointer<WorkerSeat>, _ verdict: WorkerSeat.Verdict) {
        delegate.object?.lost(seat.pointee.memory)
        seat.pointee.verdict = verdict
        seat.pointee.phase = .ending
        seat.pointee.process?.kill()
    }

    /// Has a spare take in all that exists, unless another one renders or does so already.
    private func loadNext(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        guard active(seats) == nil, seat(seats, .loading) == nil, let next = seat(seats, .spare) else { return }
        seats[next].phase = .loading
        seats[next].since = MonotonicClock.now()
        delegate.object?.load(seats[next].memory)
    }

    /// Lets a worker that has loaded be heard.
    private func activate(_ seats: UnsafeMutablePointer<WorkerSeat>, _ index: Int) {
        let memory = seats[index].memory
        let state = feed.state
        let first = state.pointee.position.load(ordering: .acquiring)
        delegate.object?.begin(memory, firstBlock: first)
        let orders = memory.orders
        orders.firstBlock.pointee.store(first, ordering: .relaxed)
        orders.position.pointee.store(first, ordering: .relaxed)
        _ = orders.limit.pointee.max(
            state.pointee.limit.load(ordering: .sequentiallyConsistent), ordering: .sequentiallyConsistent)
        orders.state.pointee.store(WorkerOrders.State.active, ordering: .releasing)
        memory.bell.signal()
        memory.controlBell.signal()
        feed.hear(index)
        // The render thread may have gone on meanwhile, without a worker to tell.
        let limit = state.pointee.limit.load(ordering: .sequentiallyConsistent)
        if orders.limit.pointee.max(limit, ordering: .sequentiallyConsistent).oldValue < limit { memory.bell.signal() }
        seats[index].phase = .active
    }

    /// The worker that is heard is no longer.
    private func silence(_ seats: UnsafeMutablePointer<WorkerSeat>, _ index: Int) {
        feed.hearNobody()
        let late = Self.lateBlocks(seats[index].memory)
        count {
            $0.restarts += 1
            $0.lateBlocks += late
        }
        delegate.object?.lost(seats[index].memory)
        loadNext(seats)
    }

    private func lookForHang(_ seats: UnsafeMutablePointer<WorkerSeat>, _ crashes: inout CrashLog) {
        guard let index = active(seats), feed.hangs(index, at: MonotonicClock.now()) else { return }
        let isStopped = seats[index].process?.isStopped ?? false
        let node = seats[index].memory.mark.node
        end(seats + index, isStopped ? .stopped : .hung)
        let cause = isStopped ? "somebody has stopped the worker" : "the worker missed three periods"
        count {
            if isStopped { $0.stopped += 1 } else { $0.hung += 1 }
            $0.latestFailure = cause
        }
        if !isStopped { noteCrash(node, hasCrashed: false, cause, &crashes) }
        silence(seats, index)
    }

    private func noteCrash(_ node: Int64, hasCrashed: Bool, _ cause: String, _ crashes: inout CrashLog) {
        guard let delegate = delegate.object, delegate.canBlame(node: node, hasCrashed: hasCrashed),
            crashes.note(at: MonotonicClock.now())
        else { return }
        count { $0.quarantined += 1 }
        delegate.quarantine(node: node, cause: cause)
    }

    /// Takes note of a worker that has ended, and makes its seat free.
    private func bury(_ seats: UnsafeMutablePointer<WorkerSeat>, _ index: Int, _ crashes: inout CrashLog) {
        guard let process = seats[index].process, let end = process.end() else { return }
        let phase = seats[index].phase
        seats[index].process = nil
        seats[index].replies = nil
        seats[index].phase = .empty
        seats[index].since = 0
        switch phase {
        case .active:
            let cause = Self.description(end)
            count {
                if end.isOwnFault { $0.crashed += 1 } else { $0.killed += 1 }
                $0.latestFailure = cause
            }
            if end.isOwnFault { noteCrash(seats[index].memory.mark.node, hasCrashed: true, cause, &crashes) }
            silence(seats, index)
        case .starting:
            count {
                $0.failedStarts += 1
                $0.latestFailure = Self.description(end)
            }
            seats[index].since = MonotonicClock.now() + 100_000_000
        case .loading:
            let cause = Self.description(end)
            count {
                $0.failedStarts += 1
                $0.latestFailure = cause
            }
            delegate.object?.lost(seats[index].memory)
        case .spare:
            count { $0.sparesLost += 1 }
            delegate.object?.lost(seats[index].memory)
        case .ending:
            // Its end took longer than three periods, and looked like a hang until it had come.
            guard seats[index].verdict == .hung, end.isOwnFault else { break }
            count {
                $0.hung -= 1
                $0.crashed += 1
                $0.latestFailure = Self.description(end)
            }
        case .empty, .spawning:
            break
        }
    }

    private static func description(_ end: WorkerEnd) -> String {
        switch end {
        case .exited(let code): "the worker ended with exit code \(code)"
        case .signalled(let signal): "the worker was ended by signal \(signal) (\(String(cString: strsignal(signal))))"
        }
    }

    /// Hears what the worker has to say that renders or loads.
    private func listen(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        guard let index = active(seats) ?? seat(seats, .loading) else { return }
        var complaint: String?
        for turn in 1...Self.repliesAtOnce {
            guard complaint == nil, let message = seats[index].replies?.receive() else { break }
            complaint = delegate.object?.receive(message, from: seats[index].memory)
            // Whatever is left is not to wait for the next event.
            if turn == Self.repliesAtOnce { feed.watch() }
        }
        if seats[index].replies?.isBroken != false { complaint = "the worker's answers made no sense" }
        if let complaint {
            let wasActive = seats[index].phase == .active
            end(seats + index, .babbling)
            count {
                $0.crashed += 1
                $0.latestFailure = complaint
            }
            if wasActive { silence(seats, index) }
        }
    }

    private func publish(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        let index = active(seats)
        let spares = (0..<feed.seatCount).filter { seats[$0].phase == .spare }.count
        count {
            $0.active = index == nil ? 0 : 1
            $0.spares = spares
            $0.process = index.flatMap { seats[$0].process?.id } ?? 0
        }
        hasBegun.signal()
    }

    private func count(_ change: (inout WorkerCounts) -> Void) {
        shared.withLock { change(&$0) }
    }

    /// Lets all end by themselves, and ends who does not.
    private func endAll(_ seats: UnsafeMutablePointer<WorkerSeat>) {
        feed.hearNobody()
        for index in 0..<feed.seatCount {
            let memory = seats[index].memory
            memory.orders.state.pointee.store(WorkerOrders.State.quit, ordering: .releasing)
            memory.bell.signal()
            memory.controlBell.signal()
        }
        let deadline = MonotonicClock.now() + Self.patience
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
