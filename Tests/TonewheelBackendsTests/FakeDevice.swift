import Synchronization
import TonewheelBackends
import TonewheelRealtime

/// A device that a test can end, silence and resume.
final class FakeDevice: Device {
    let name: String
    let format: StreamFormat
    let outputLatencyFrames = 1000

    private let startError: String?
    private let thread = RenderThread()
    private let isRunning = Mutex(false)
    private let isSilent = Atomic(false)
    private let ended = Atomic(false)
    private let xrunCount = Atomic(0)
    private let lossHandler = Mutex<LossHandler?>(nil)

    private struct LossHandler {
        let notify: @Sendable () -> Void
    }

    /// - Parameter startError: The error that `start` throws; nil if it succeeds.
    init(name: String, format: StreamFormat, startError: String?) {
        self.name = name
        self.format = format
        self.startError = startError
    }

    // MARK: - Control by the test

    /// Stops calling, and reports the loss.
    func end() {
        isSilent.store(true, ordering: .releasing)
        lossHandler.withLock { $0 }?.notify()
    }

    /// Stops calling without reporting the loss. Only `hasEnded` becomes true.
    func endWithoutNotice() {
        isSilent.store(true, ordering: .releasing)
        ended.store(true, ordering: .releasing)
    }

    /// Pauses or resumes the calls.
    func setSilent(_ isSilent: Bool) {
        self.isSilent.store(isSilent, ordering: .releasing)
    }

    func reportXrun() {
        xrunCount.wrappingAdd(1, ordering: .relaxed)
    }

    /// Whether the device has been started and not stopped.
    var isPlaying: Bool { isRunning.withLock { $0 } }

    // MARK: - Device

    var xruns: Int { xrunCount.load(ordering: .relaxed) }
    var hasEnded: Bool { ended.load(ordering: .acquiring) }

    func start(
        _ callback: RenderCallback, onLoss: @escaping @Sendable () -> Void
    ) throws(BackendError) -> RealtimeRights {
        if let startError { throw BackendError(startError) }
        lossHandler.withLock { $0 = LossHandler(notify: onLoss) }
        isRunning.withLock { $0 = true }
        let output = PeriodBuffer(format)
        do throws(ThreadError) {
            return try thread.start(name: "tw-fake") {
                RealtimeRights.offline()
            } body: { [self] in
                var due = MonotonicClock.now()
                while !thread.isStopping {
                    if !isSilent.load(ordering: .acquiring) {
                        callback.render(output.frames, frameCount: format.periodFrames, hostTime: due)
                    }
                    due += Int64(format.periodNanoseconds)
                    MonotonicClock.sleep(until: due)
                }
            }
        } catch {
            throw BackendError(error.description)
        }
    }

    func stop() {
        thread.stop()
        isRunning.withLock { $0 = false }
    }
}

/// A system that opens fake devices. A test can make it fail, or change the devices that it opens.
final class FakeSystem: Sendable {
    private struct State {
        var sampleRate = 48_000.0
        var openError: String?
        var startError: String?
        var devices: [FakeDevice] = []
    }

    private let state = Mutex(State())

    /// Sets the sample rate of devices that are opened from now on.
    func setSampleRate(_ sampleRate: Double) { state.withLock { $0.sampleRate = sampleRate } }

    /// Sets the error that `open` throws from now on; nil if it succeeds.
    func setOpenError(_ reason: String?) { state.withLock { $0.openError = reason } }

    /// Sets the error with which devices that are opened from now on fail to start; nil if they start.
    func setStartError(_ reason: String?) { state.withLock { $0.startError = reason } }

    /// All devices that were opened, the latest one last.
    var devices: [FakeDevice] { state.withLock { $0.devices } }

    func open(_ format: StreamFormat) throws(BackendError) -> any Device {
        let result = state.withLock { state -> Result<FakeDevice, BackendError> in
            if let openError = state.openError { return .failure(BackendError(openError)) }
            var format = format
            format.sampleRate = state.sampleRate
            let device = FakeDevice(
                name: "fake \(state.devices.count + 1)", format: format, startError: state.startError)
            state.devices.append(device)
            return .success(device)
        }
        return try result.get()
    }
}
