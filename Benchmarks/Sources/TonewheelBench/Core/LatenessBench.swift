internal import TonewheelBackends
internal import TonewheelRealtime

/// The lateness of a thread with SCHED_FIFO for periods of 64 frames at 48 kHz, 1.333 ms.
enum LatenessBench {
    static let format = StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: 64)

    /// Measures the null backend's callbacks: nanoseconds from when a period is due until its callback runs.
    static func backend(_ count: Int) throws(BenchError) -> [Int64] {
        let backend = NullBackend(format: format, priority: WakeBench.priority, locksMemory: false)
        let log = UnsafeMutablePointer<LatenessLog>.allocate(capacity: 1)
        log.initialize(to: LatenessLog(capacity: count))
        defer {
            log.deinitialize(count: 1)
            log.deallocate()
        }
        do throws(BackendError) {
            _ = try backend.start(RenderCallback(context: log, latenessCallback))
        } catch {
            throw BenchError(error.description)
        }
        // The deadline is 1.5 times the nominal duration, since periods may be late.
        let deadline = MonotonicClock.now() + Int64(1.5 * Double(count) * format.periodNanoseconds) + 1_000_000_000
        MonotonicClock.sleep(until: MonotonicClock.now() + Int64(Double(count) * format.periodNanoseconds))
        while MonotonicClock.now() < deadline, log.pointee.count < count {
            MonotonicClock.sleep(until: MonotonicClock.now() + 10_000_000)
        }
        backend.stop()
        return log.pointee.lengths
    }

    /// Measures a loop that only sleeps until each period is due: the floor.
    static func bareLoop(_ count: Int) throws(BenchError) -> [Int64] {
        try BenchThread(priority: WakeBench.priority) {
            let origin = MonotonicClock.now() + 1_000_000
            var lengths: [Int64] = []
            lengths.reserveCapacity(count)
            for period in 0..<count {
                let due = origin + Int64(Double(period) * format.periodNanoseconds)
                MonotonicClock.sleep(until: due)
                lengths.append(MonotonicClock.now() - due)
            }
            return lengths
        }.result()
    }
}
