import Synchronization
package import TonewheelRealtime

/// A device that asks for one period after the other without a pause, and has done its work after so many.
package final class FreewheelBackend: Backend {
    /// What is done for each period, on the device's thread: `frame` is the first one of it, and `play` asks for it and says what
    /// came. To be called once.
    package typealias Turn = @Sendable (_ frame: Int, _ play: () -> UnsafeBufferPointer<Float>) -> Void

    package let name = "freewheel"
    package let format: StreamFormat
    package let isRealTime: Bool
    package let counts = BackendCounts()

    private let readiness = Mutex(Readiness(isReady: { true }))

    /// A function that is kept in a lock without this around it is wrapped once more each time the lock is taken.
    private struct Readiness {
        let isReady: @Sendable () -> Bool
    }

    private let periods: Int
    private let input: @Sendable (_ frame: Int, _ channel: Int) -> Float
    private let turn: Turn
    private let thread = RenderThread()
    private let hasFinished = Atomic(false)

    /// - Parameters:
    ///   - periods: how many it asks for.
    ///   - isRealTime: whether it claims to play at the pace of a clock, so that the engine renders ahead and limits.
    ///   - input: what it records.
    package init(
        format: StreamFormat,
        periods: Int,
        isRealTime: Bool = false,
        input: @escaping @Sendable (_ frame: Int, _ channel: Int) -> Float = { _, _ in 0 },
        turn: @escaping Turn = { _, play in _ = play() }
    ) {
        self.format = format
        self.periods = periods
        self.isRealTime = isRealTime
        self.input = input
        self.turn = turn
    }

    /// For a device that is not to get ahead of the engine: asks before each period whether there is one to be had. To be called
    /// before it is started.
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
            turn(frame) {
                callback.render(
                    output, input: inputs > 0 ? recorded : nil, frameCount: frameCount,
                    hostTime: Int64(Double(period) * format.periodNanoseconds))
                return UnsafeBufferPointer(start: output, count: frameCount * format.channelCount)
            }
        }
    }
}
