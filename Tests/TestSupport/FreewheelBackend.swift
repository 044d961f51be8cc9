import Synchronization
package import TonewheelRealtime

/// A device that requests a fixed number of periods without pauses.
package final class FreewheelBackend: Backend {
    /// A handler that is called for each period on the device's thread.
    ///
    /// `frame` is the first frame of the period. `play` requests the period and returns its samples; it must be called
    /// at most once.
    package typealias PeriodHandler = @Sendable (_ frame: Int, _ play: () -> UnsafeBufferPointer<Float>) -> Void

    package let name = "freewheel"
    package let format: StreamFormat
    package let isRealTime: Bool
    package let counts = BackendCounts()

    private let readiness = Mutex(Readiness(isReady: { true }))

    /// A function stored in a `Mutex` directly is wrapped once more each time the lock is taken. The struct avoids it.
    private struct Readiness {
        let isReady: @Sendable () -> Bool
    }

    private let periods: Int
    private let input: @Sendable (_ frame: Int, _ channel: Int) -> Float
    private let onPeriod: PeriodHandler
    private let thread = RenderThread()
    private let hasFinished = Atomic(false)

    /// - Parameters:
    ///   - periods: The number of periods to request.
    ///   - isRealTime: Whether the device claims to be clocked, so that the engine renders ahead and limits the output.
    ///   - input: The signal that the device records.
    ///   - onPeriod: A handler of each period.
    package init(
        format: StreamFormat,
        periods: Int,
        isRealTime: Bool = false,
        input: @escaping @Sendable (_ frame: Int, _ channel: Int) -> Float = { _, _ in 0 },
        onPeriod: @escaping PeriodHandler = { _, play in _ = play() }
    ) {
        self.format = format
        self.periods = periods
        self.isRealTime = isRealTime
        self.input = input
        self.onPeriod = onPeriod
    }

    /// Waits before each period until `isReady` holds, so that the device does not get ahead of the engine. Call it
    /// before `start(_:)`.
    package func wait(until isReady: @escaping @Sendable () -> Bool) {
        readiness.withLock { $0 = Readiness(isReady: isReady) }
    }

    package var isFinished: Bool { hasFinished.load(ordering: .acquiring) }

    package func start(_ callback: RenderCallback) throws(BackendError) -> RealtimeRights {
        do throws(ThreadError) {
            return try thread.start(name: "tw-freewheel") {
                RealtimeRights.offline()
            } body: { [self] in
                run(callback)
                hasFinished.store(true, ordering: .releasing)
            }
        } catch {
            throw BackendError(error.description)
        }
    }

    package func stop() {
        thread.stop()
    }

    private func run(_ callback: RenderCallback) {
        let (frameCount, inputs) = (format.periodFrames, format.inputChannelCount)
        let output = UnsafeMutablePointer<Float>.allocate(capacity: frameCount * format.channelCount)
        let recorded = UnsafeMutablePointer<Float>.allocate(capacity: max(1, frameCount * inputs))
        defer {
            output.deallocate()
            recorded.deallocate()
        }
        let isReady = readiness.withLock { $0.isReady }
        for period in 0..<periods {
            while !isReady() {
                if thread.isStopping { return }
                MonotonicClock.sleep(until: MonotonicClock.now() + 1_000)
            }
            let frame = period * frameCount
            for sample in 0..<frameCount * inputs {
                recorded[sample] = input(frame + sample / inputs, sample % inputs)
            }
            onPeriod(frame) {
                callback.render(
                    output, input: inputs > 0 ? recorded : nil, frameCount: frameCount,
                    hostTime: Int64(Double(period) * format.periodNanoseconds))
                return UnsafeBufferPointer(start: output, count: frameCount * format.channelCount)
            }
        }
    }
}
