internal import Synchronization
package import TonewheelRealtime

/// A backend without a device: a clock that requests each period when it is due, and discards it.
///
/// Period n is due n periods after the start, regardless of earlier delays (`NullClock`).
package final class NullBackend: Backend {
    package let name = "null"
    package let format: StreamFormat
    package let isRealTime = true
    package let isFinished = false

    /// The state of the device that this backend replaces; nil if it replaces none.
    package let device: DeviceState?

    private let priority: Int32
    private let locksMemory: Bool
    private let running = Mutex<RenderThread?>(nil)
    private let clockCounts = NullCounts()

    /// - Parameters:
    ///   - priority: The SCHED_FIFO priority, 1 … 99.
    ///   - locksMemory: Whether to lock the process's memory.
    ///   - absence: The reason for which no device plays, if this backend replaces one.
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
