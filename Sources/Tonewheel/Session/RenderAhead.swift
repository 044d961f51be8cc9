internal import TonewheelRealtime

/// A thread that keeps an `AudioBuffer` filled a number of periods ahead of the device.
final class RenderAhead: @unchecked Sendable {  // only the thread uses the stream while it runs
    let buffer: AudioBuffer
    let spaceAvailable = WakeUp()

    /// Input of the device on its way to the thread; nil without inputs.
    let inputBuffer: AudioBuffer?

    private let stream: UnsafeMutablePointer<AheadStream>
    private let format: StreamFormat
    private let periods: Int
    private let thread = RenderThread()
    private let bufferFilled = WakeUp()
    private let period: PeriodBuffer  // scratch

    /// - Parameters:
    ///   - core: The renderer; kept alive by the caller until `stop` has returned.
    ///   - periods: The number of periods to render ahead, 1 or more.
    init(core: UnsafeMutablePointer<RenderCore>, format: StreamFormat, periods: Int) {
        self.format = format
        self.periods = periods
        buffer = AudioBuffer(format, minimumPeriods: periods)
        period = PeriodBuffer(format)
        let inputs = format.inputChannelCount
        inputBuffer = inputs > 0 ? AudioBuffer(minimumFrames: 2 * buffer.capacity, channelCount: inputs) : nil
        stream = .allocate(capacity: 1)
        stream.initialize(to: AheadStream(core: core, input: inputBuffer?.consumer(), format: format))
    }

    deinit {
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// The fill level that the thread maintains, in frames.
    private var targetFill: Int { periods * format.periodFrames }

    /// Starts the thread, and waits until the buffer has been filled for the first time. `[control]`
    func start(priority: Int32, locksMemory: Bool) throws(ThreadError) -> RealtimeRights {
        let rights = try thread.start(name: "tw-render") {
            RealtimeRights.acquire(priority: priority, locksMemory: locksMemory)
        } body: { [self] in
            run()
        }
        while buffer.metrics.fill < targetFill { bufferFilled.sleep(timeout: 100_000_000) }
        return rights
    }

    /// Ends the thread. `[control]`
    func stop() {
        thread.stop(sleepingOn: spaceAvailable)
    }

    private func run() {
        let callback = RenderCallback(context: stream, renderAheadCallback)
        var producer = buffer.producer()
        while !thread.isStopping {
            while buffer.capacity - producer.writableFrames(upTo: buffer.capacity) < targetFill {
                callback.render(period.frames, frameCount: format.periodFrames, hostTime: 0)
                _ = producer.write(period.frames, frameCount: format.periodFrames)
            }
            bufferFilled.signal()
            spaceAvailable.sleep(timeout: 50_000_000)
        }
    }
}

/// The renderer of the render-ahead thread, with its input.
struct AheadStream: ~Copyable {
    private let core: UnsafeMutablePointer<RenderCore>
    private var input: AudioConsumer?
    private let recorded: UnsafeMutablePointer<Float>  // one period of input

    init(core: UnsafeMutablePointer<RenderCore>, input: consuming AudioConsumer?, format: StreamFormat) {
        self.core = core
        self.input = input
        let count = format.periodFrames * format.inputChannelCount
        recorded = .allocate(capacity: max(1, count))
        recorded.initialize(repeating: 0, count: count)
    }

    deinit {
        recorded.deallocate()
    }

    @_noLocks @_noAllocation
    mutating func render(_ output: UnsafeMutablePointer<Float>, frameCount: Int) {
        let inputFrames = input == nil ? 0 : input!.read(into: recorded, frameCount: frameCount)
        core.pointee.render(output, frameCount: frameCount, input: recorded, inputFrames: inputFrames)
    }
}

/// The callback of the render-ahead thread, which fills one period.
@_noLocks @_noAllocation
func renderAheadCallback(
    context: UnsafeMutableRawPointer,
    input: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>,
    frameCount: Int,
    hostTime: Int64
) {
    context.assumingMemoryBound(to: AheadStream.self).pointee.render(output, frameCount: frameCount)
}
