internal import TonewheelRealtime

/// The thread that keeps an `AudioBuffer` filled, so many periods ahead of the device.
final class RenderAhead: @unchecked Sendable {  // `core` is the thread's alone while it runs
    let buffer: AudioBuffer
    let roomReady = WakeUp()

    private let core: UnsafeMutablePointer<RenderCore>
    private let format: StreamFormat
    private let periods: Int
    private let thread = RenderThread()
    private let isFull = WakeUp()

    /// - Parameters:
    ///   - core: renders; the caller keeps it alive until `stop` has returned.
    ///   - periods: how far ahead to render, 1 or more.
    init(core: UnsafeMutablePointer<RenderCore>, format: StreamFormat, periods: Int) {
        self.core = core
        self.format = format
        self.periods = periods
        buffer = AudioBuffer(format, minimumPeriods: periods)
    }

    /// Starts the thread and waits until the buffer is filled for the first time. `[control]`
    func start(priority: Int32, locksMemory: Bool) throws(ThreadError) -> RealtimeRights {
        let rights = try thread.start(name: "tw-render") {
            RealtimeRights.acquire(priority: priority, locksMemory: locksMemory)
        } body: { [self] in
            run()
        }
        isFull.sleep(timeout: 1_000_000_000)
        return rights
    }

    /// Ends the thread. `[control]`
    func stop() {
        thread.stop(sleepingOn: roomReady)
    }

    private func run() {
        let period = UnsafeMutablePointer<Float>.allocate(capacity: format.periodFrames * format.channelCount)
        period.initialize(repeating: 0, count: format.periodFrames * format.channelCount)
        defer { period.deallocate() }

        let callback = RenderCallback(context: core, renderAheadCallback)
        var producer = buffer.producer()
        let wanted = periods * format.periodFrames
        while !thread.isStopping {
            while buffer.capacity - producer.room(for: buffer.capacity) < wanted {
                callback.render(period, frameCount: format.periodFrames, hostTime: 0)
                _ = producer.write(period, frameCount: format.periodFrames)
            }
            isFull.signal()
            roomReady.sleep(timeout: 50_000_000)
        }
    }
}
