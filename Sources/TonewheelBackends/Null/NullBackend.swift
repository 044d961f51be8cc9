internal import Synchronization
package import TonewheelRealtime

/// A device without a device: a clock that asks for a period of sound whenever one would be due, and lets it fade away.
///
/// Period n is due n periods after the start, however late an earlier one was (`NullClock`).
package final class NullBackend: Backend {
    package let name = "null"
    package let format: StreamFormat
    package let isRealTime = true
    package let isFinished = false

    /// What it stands in for, if it does.
    package let device: DeviceState?

    private let priority: Int32
    private let locksMemory: Bool
    private let running = Mutex<RenderThread?>(nil)
    private let clockCounts = NullCounts()

    /// - Parameters:
    ///   - priority: of SCHED_FIFO, 1 … 99.
    ///   - locksMemory: whether to lock the process's memory.
    ///   - absence: why there is no device, if it stands in for one.
    package init(format: StreamFormat, priority: Int32, locksMemory: Bool, absence: String? = nil) {
        var format = format
        format.inputChannelCount = 0
        self.format = format
        self.priority = priority
        self.locksMemory = locksMemory
        device = absence.map { absence in
            let period = format.periodFrames
            return DeviceState(name: "", outputLatencyFrames: period, periodFrames: period, absence: absence)
        }
    }

    package var counts: BackendCounts {
        BackendCounts(
            lateWakeUps: clockCounts.lateWakeUps.load(ordering: .relaxed),
            lateRenders: clockCounts.lateRenders.load(ordering: .relaxed)
        )
    }

    package func start(_ callback: RenderCallback) throws(BackendError) -> RealtimeRights {
        let thread = RenderThread()
        let output = PeriodBuffer(format)
        clockCounts.reset()
        do throws(ThreadError) {
            let rights = try thread.start(name: "tw-null") { [priority, locksMemory] in
                RealtimeRights.acquire(priority: priority, locksMemory: locksMemory)
            } body: { [format, clockCounts] in
                var clock = NullClock(format, output: output, counts: clockCounts)
                while !thread.isStopping { clock.playPeriod(callback) }
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
}
