internal import Synchronization
package import TonewheelRealtime

/// A device without a device: a clock that asks for a period of sound whenever one would be due, and lets it fade away.
///
/// Its deadlines are absolute, so that it never drifts: period n is due n periods after the start, however late an earlier
/// one was. Like a device it must have a period before the next one is due. If it has not, the period is missed, and
/// counted as a late wake-up (the system gave the thread no processor in time) or a late render (the callback took too
/// long), whichever took more of the time.
package final class NullBackend: Backend {
    package let name = "null"
    package let format: StreamFormat
    package let isRealTime = true
    package let isFinished = false

    private let priority: Int32
    private let locksMemory: Bool
    private let running = Mutex<RenderThread?>(nil)
    private let lateWakeUps = Atomic(0)
    private let lateRenders = Atomic(0)

    /// Beyond this no period is caught up with: the machine was suspended, and the clock goes on from where it wakes.
    private static let longestCatchUp: Int64 = 1_000_000_000

    /// - Parameters:
    ///   - priority: of SCHED_FIFO, 1 … 99.
    ///   - locksMemory: whether to lock the process's memory.
    package init(format: StreamFormat, priority: Int32, locksMemory: Bool) {
        self.format = format
        self.priority = priority
        self.locksMemory = locksMemory
    }

    package var counts: BackendCounts {
        BackendCounts(
            lateWakeUps: lateWakeUps.load(ordering: .relaxed),
            lateRenders: lateRenders.load(ordering: .relaxed)
        )
    }

    package func start(_ callback: RenderCallback) throws(BackendError) -> RealtimeRights {
        let thread = RenderThread()
        let output = PeriodBuffer(format)
        lateWakeUps.store(0, ordering: .relaxed)
        lateRenders.store(0, ordering: .relaxed)
        do throws(ThreadError) {
            let rights = try thread.start(name: "tw-null") { [priority, locksMemory] in
                RealtimeRights.acquire(priority: priority, locksMemory: locksMemory)
            } body: { [self] in
                run(callback, output, until: thread)
            }
            running.withLock { $0 = thread }
            return rights
        } catch {
            throw BackendError(error.description)
        }
    }

    package func stop() {
        let thread = running.withLock { running in
            defer { running = nil }
            return running
        }
        thread?.stop()
    }

    private func run(_ callback: RenderCallback, _ output: PeriodBuffer, until thread: RenderThread) {
        var origin = MonotonicClock.now()
        var periods = 0.0
        var rendered = origin
        // Since the thread was last in time: how much of its lateness is the system's, and how much the callback's.
        var (wakingLate, renderingLong) = (Int64(0), Int64(0))
        while !thread.isStopping {
            let deadline = origin + Int64(periods * format.periodNanoseconds)
            if rendered <= deadline { (wakingLate, renderingLong) = (0, 0) }
            MonotonicClock.sleep(until: deadline)
            let awake = MonotonicClock.now()
            wakingLate += awake - max(deadline, rendered)
            callback.render(output.frames, frameCount: format.periodFrames, hostTime: deadline)
            rendered = MonotonicClock.now()
            renderingLong += max(0, rendered - awake - Int64(format.periodNanoseconds))

            periods += 1
            let next = origin + Int64(periods * format.periodNanoseconds)
            if rendered > next {
                if wakingLate > renderingLong {
                    lateWakeUps.wrappingAdd(1, ordering: .relaxed)
                } else {
                    lateRenders.wrappingAdd(1, ordering: .relaxed)
                }
            }
            if rendered - next > Self.longestCatchUp {
                // With a period's rest, so that a thread that is ahead of all others cannot take the processor for good.
                origin = rendered + Int64(format.periodNanoseconds)
                periods = 0
            }
        }
    }
}
