internal import TonewheelRealtime

/// The thread that keeps an `AudioBuffer` filled, so many periods ahead of the device.
final class RenderAhead: @unchecked Sendable {  // `core` is the thread's alone while it runs
    let buffer: AudioBuffer
    let roomReady = WakeUp()

    private let core: UnsafeMutablePointer<RenderCore>
    private let format: StreamFormat
    private let periods: Int
    private let thread = RenderThread()
    private let hasFilled = WakeUp()
    private let period: PeriodBuffer  // on its way into the buffer

    /// - Parameters:
    ///   - core: renders; the caller keeps it alive until `stop` has returned.
    ///   - periods: how far ahead to render, 1 or more.
    init(core: UnsafeMutablePointer<RenderCore>, format: StreamFormat, periods: Int) {
        self.core = core
        self.format = format
        self.periods = periods
        buffer = AudioBuffer(format, minimumPeriods: periods)
        period = PeriodBuffer(format)
    }

    /// Frames that the thread keeps the buffer filled with.
    private var wanted: Int { periods * format.periodFrames }

    /// Starts the thread and waits until the buffer is filled for the first time. `[control]`
    func start(priority: Int32, locksMemory: Bool) throws(ThreadError) -> RealtimeRights {
        let rights = try thread.start(name: "tw-render") {
            RealtimeRights.acquire(priority: priority, locksMemory: locksMemory)
        } body: { [self] in
            run()
        }
        while buffer.metrics.fill < wanted { hasFilled.sleep(timeout: 100_000_000) }
        return rights
    }

    /// Ends the thread. `[control]`
    func stop() {
        thread.stop(sleepingOn: roomReady)
    }

    private func run() {
        let callback = RenderCallback(context: core, renderAheadCallback)
        var producer = buffer.producer()
        while !thread.isStopping {
            while buffer.capacity - producer.room(for: buffer.capacity) < wanted {
                callback.render(period.frames, frameCount: format.periodFrames, hostTime: 0)
                _ = producer.write(period.frames, frameCount: format.periodFrames)
            }
            hasFilled.signal()
            roomReady.sleep(timeout: 50_000_000)
        }
    }
}
