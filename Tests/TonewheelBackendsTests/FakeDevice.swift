import Synchronization
import TonewheelBackends
import TonewheelRealtime

/// A device that a test can end, silence and let speak again.
final class FakeDevice: Device {
    let name: String
    let format: StreamFormat
    let outputLatencyFrames = 1000

    private let startRefusal: String?
    private let thread = RenderThread()
    private let isRunning = Mutex(false)
    private let isSilent = Atomic(false)
    private let ended = Atomic(false)
    private let xrunCount = Atomic(0)
    private let loss = Mutex<Loss?>(nil)

    /// Whom to tell.
    private struct Loss {
        let tell: @Sendable () -> Void
    }

    /// - Parameter startRefusal: why it cannot be started; nil if it can.
    init(name: String, format: StreamFormat, startRefusal: String?) {
        self.name = name
        self.format = format
        self.startRefusal = startRefusal
    }

    // MARK: - What becomes of it

    /// Calls no more, and says so.
    func end() {
        isSilent.store(true, ordering: .releasing)
        loss.withLock { $0 }?.tell()
    }

    /// Calls no more, and says so to who asks.
    func endQuietly() {
        isSilent.store(true, ordering: .releasing)
        ended.store(true, ordering: .releasing)
    }

    /// Does not call for a while.
    func beSilent(_ isSilent: Bool) {
        self.isSilent.store(isSilent, ordering: .releasing)
    }

    func dropOut() {
        xrunCount.wrappingAdd(1, ordering: .relaxed)
    }

    /// Whether it has been started, and not stopped.
    var isPlaying: Bool { isRunning.withLock { $0 } }

    // MARK: - What the backend asks of it

    var xruns: Int { xrunCount.load(ordering: .relaxed) }
    var hasEnded: Bool { ended.load(ordering: .acquiring) }

    func start(
        _ callback: RenderCallback, onLoss: @escaping @Sendable () -> Void
    ) throws(BackendError) -> RealtimeRights {
        if let startRefusal { throw BackendError(startRefusal) }
        loss.withLock { $0 = Loss(tell: onLoss) }
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

/// What a device is opened from: there may be none, another one, or one that does not start.
final class FakeSystem: Sendable {
    private struct State {
        var sampleRate = 48_000.0
        var refusal: String?
        var startRefusal: String?
        var devices: [FakeDevice] = []
    }

    private let state = Mutex(State())

    /// The rate of devices that are opened from now on.
    func setSampleRate(_ sampleRate: Double) { state.withLock { $0.sampleRate = sampleRate } }

    /// Why there is no device from now on; nil if there is one.
    func refuse(_ reason: String?) { state.withLock { $0.refusal = reason } }

    /// Why devices that are opened from now on do not start; nil if they do.
    func refuseStarts(_ reason: String?) { state.withLock { $0.startRefusal = reason } }

    /// All that were opened, the latest one last.
    var devices: [FakeDevice] { state.withLock { $0.devices } }

    func open(_ format: StreamFormat) throws(BackendError) -> any Device {
        let result = state.withLock { state -> Result<FakeDevice, BackendError> in
            if let refusal = state.refusal { return .failure(BackendError(refusal)) }
            var format = format
            format.sampleRate = state.sampleRate
            let device = FakeDevice(
                name: "fake \(state.devices.count + 1)", format: format, startRefusal: state.startRefusal)
            state.devices.append(device)
            return .success(device)
        }
        return try result.get()
    }
}
