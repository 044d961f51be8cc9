internal import Synchronization
package import TonewheelRealtime

/// A device, replaced by a clock while it is unavailable.
///
/// When the device is lost, or has not called for a while, the clock requests the periods that are due, so that time,
/// recording and control continue. Meanwhile the device is searched for; once it plays again, the callback returns to
/// it. A device that returns with another sample rate is not used, since the engine keeps the rate that it was started
/// with.
package final class DeviceBackend: Backend {
    /// Opens the device for a given format. Called repeatedly while the device is lost.
    package typealias Opener = @Sendable (StreamFormat) throws(BackendError) -> any Device

    package let name: String
    package let format: StreamFormat
    package let isRealTime = true
    package let isFinished = false

    private let priority: Int32
    private let locksMemory: Bool
    private let open: Opener
    private let state: Mutex<State>
    private let clockCounts = NullCounts()

    /// The time between two attempts to open a lost device, in nanoseconds.
    private static let retryInterval: Int64 = 250_000_000

    /// The time without a call, in nanoseconds, after which a device that has not reported its loss is reopened.
    private let silenceTimeout: Int64

    /// The longest wait for a device that hangs while it is opened or closed, in nanoseconds.
    private static let closeTimeout: Int64 = 2_000_000_000

    private struct State {
        /// nil while the device is lost.
        var device: (any Device)?
        var absence: String?
        var losses = 0

        /// The xruns of devices that have been closed.
        var earlierXruns = 0
        var run: Run?
    }

    /// The state from `start` to `stop`.
    private final class Run: Sendable {
        let gate: CallbackGate
        let clockThread = RenderThread()
        let clockWakeUp = WakeUp()
        let searchWakeUp = WakeUp()
        let searchHasEnded = WakeUp()
        let isLost = Atomic(false)
        let isStopping = Atomic(false)
        let searchIsOver = Atomic(false)

        init(_ gate: CallbackGate) {
            self.gate = gate
        }

        func markDeviceLost() {
            isLost.store(true, ordering: .releasing)
            clockWakeUp.signal()
            searchWakeUp.signal()
        }
    }

    /// Opens the device. `[control]`
    ///
    /// - Parameters:
    ///   - name: The kind of device: "jack", "portaudio".
    ///   - format: The requested format; `self.format` is the resulting one.
    ///   - priority: The SCHED_FIFO priority of the clock's thread, 1 … 99.
    ///   - locksMemory: Whether to lock the process's memory.
    ///   - silenceTimeout: The time without a call, in nanoseconds, after which the device is reopened.
    /// - Throws: `BackendError` if there is no such device.
    package init(
        name: String, format: StreamFormat, priority: Int32, locksMemory: Bool, silenceTimeout: Int64 = 2_000_000_000,
        open: @escaping Opener
    ) throws(BackendError) {
        let device = try open(format)
        self.name = name
        self.format = device.format
        self.priority = priority
        self.locksMemory = locksMemory
        self.silenceTimeout = silenceTimeout
        self.open = open
        state = Mutex(State(device: device))
    }

    deinit {
        stop()
        state.withLock { $0.device }?.stop()
    }

    package var counts: BackendCounts {
        state.withLock { state in
            BackendCounts(
                lateWakeUps: clockCounts.lateWakeUps.load(ordering: .relaxed) + (state.run?.gate.lateWakeUps ?? 0),
                lateRenders: clockCounts.lateRenders.load(ordering: .relaxed) + (state.run?.gate.lateRenders ?? 0),
                deviceXruns: state.earlierXruns + (state.device?.xruns ?? 0),
                deviceLosses: state.losses
            )
        }
    }

    package var device: DeviceState? {
        state.withLock { state in
            DeviceState(
                name: state.device?.name ?? "",
                outputLatencyFrames: state.device?.outputLatencyFrames ?? format.periodFrames,
                periodFrames: state.device?.format.periodFrames ?? format.periodFrames,
                absence: state.absence
            )
        }
    }

    // MARK: - Life

    package func start(_ callback: RenderCallback) throws(BackendError) -> RealtimeRights {
        let run = Run(CallbackGate(callback, format))
        let device: any Device
        if let opened = state.withLock({ $0.device }) {
            device = opened
        } else {
            device = try reopen()
        }
        clockCounts.reset()
        do throws(BackendError) {
            var rights = try device.start(run.gate.deviceCallback, onLoss: { run.markDeviceLost() })
            state.withLock { $0 = State(device: device, run: run) }
            rights.memoryLock = try startThreads(run).memoryLock
            return rights
        } catch {
            device.stop()
            state.withLock { $0 = State() }
            throw error
        }
    }

    package func stop() {
        let run = state.withLock { state in
            defer { state.run = nil }
            return state.run
        }
        guard let run else { return }
        run.isStopping.store(true, ordering: .releasing)
        run.searchWakeUp.signal()
        let deadline = MonotonicClock.now() + Self.closeTimeout
        while !run.searchIsOver.load(ordering: .acquiring), MonotonicClock.now() < deadline {
            run.searchHasEnded.sleep(timeout: 100_000_000)
        }
        run.clockThread.stop(sleepingOn: run.clockWakeUp)
        let device = state.withLock { state in
            defer { state.device = nil }
            return state.device
        }
        device?.stop()
        // A device that hangs while it is closed may resume later; its callback must be gone by then.
        while !run.gate.acquire(), MonotonicClock.now() < deadline + Self.closeTimeout {
            MonotonicClock.sleep(until: MonotonicClock.now() + 100_000)
        }
    }

    private func startThreads(_ run: Run) throws(BackendError) -> RealtimeRights {
        let output = PeriodBuffer(format)
        do throws(ThreadError) {
            let rights = try run.clockThread.start(name: "tw-clock") { [priority, locksMemory] in
                RealtimeRights.acquire(priority: priority, locksMemory: locksMemory)
            } body: { [self] in
                renderFromClock(run, output)
            }
            do throws(ThreadError) {
                // Never joined: a library that hangs must not block the engine.
                _ = try RealtimeThread(name: "tw-device") { [self] in
                    search(run)
                    run.searchIsOver.store(true, ordering: .releasing)
                    run.searchHasEnded.signal()
                }
            } catch {
                run.clockThread.stop(sleepingOn: run.clockWakeUp)
                throw error
            }
            return rights
        } catch {
            throw BackendError(error.description)
        }
    }

    // MARK: - While the device is unavailable

    /// The time without a call after which the clock takes over, in nanoseconds. The loss of a device with short
    /// periods must be bridged within 20 ms, but a wake-up that is merely late must not count as a loss.
    private func allowance(_ run: Run) -> Int64 {
        let period = max(run.gate.periodFrames, format.periodFrames)
        return max(15_000_000, Int64(2.5 * Double(period) / format.sampleRate * 1e9))
    }

    private func isDeviceUnavailable(_ run: Run) -> Bool {
        run.isLost.load(ordering: .acquiring) || MonotonicClock.now() - run.gate.lastCall > allowance(run)
    }

    /// Renders periods by the clock whenever the device is unavailable. The body of the clock's thread.
    private func renderFromClock(_ run: Run, _ output: PeriodBuffer) {
        while !run.clockThread.isStopping {
            run.clockWakeUp.sleep(timeout: max(1_000_000, run.gate.lastCall + allowance(run) - MonotonicClock.now()))
            guard isDeviceUnavailable(run), !run.clockThread.isStopping else { continue }
            guard run.gate.acquire() else {
                MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000)
                continue
            }
            let callback = run.gate.clockCallback
            let next = run.gate.nextPeriod
            var clock = NullClock(
                format, output: output, counts: clockCounts, begin: next == 0 ? MonotonicClock.now() : next)
            while isDeviceUnavailable(run), !run.clockThread.isStopping { clock.playPeriod(callback) }
            run.gate.release()
        }
    }

    /// Closes a lost device and tries to open it again. The body of the thread `tw-device`.
    private func search(_ run: Run) {
        while !run.isStopping.load(ordering: .acquiring) {
            run.searchWakeUp.sleep(timeout: Self.retryInterval)
            guard !run.isStopping.load(ordering: .acquiring) else { return }
            let silence = MonotonicClock.now() - run.gate.lastCall
            let hasEnded = state.withLock { $0.device }?.hasEnded ?? false
            if run.isLost.load(ordering: .acquiring) || hasEnded || silence > silenceTimeout { close(run) }
            if state.withLock({ $0.device == nil }) { open(run) }
        }
    }

    private func close(_ run: Run) {
        let device = state.withLock { state in
            defer { state.device = nil }
            if let device = state.device {
                state.losses += 1
                state.earlierXruns += device.xruns
                state.absence = "\(device.name) was lost."
            }
            return state.device
        }
        guard let device else { return }
        run.isLost.store(true, ordering: .releasing)
        run.clockWakeUp.signal()
        device.stop()
    }

    private func open(_ run: Run) {
        do throws(BackendError) {
            let device = try reopen()
            // A loss that is reported from now on concerns this device.
            run.isLost.store(false, ordering: .releasing)
            do throws(BackendError) {
                _ = try device.start(run.gate.deviceCallback, onLoss: { run.markDeviceLost() })
            } catch {
                run.isLost.store(true, ordering: .releasing)
                device.stop()
                throw error
            }
            let isWanted = state.withLock { state in
                guard state.run === run else { return false }
                state.device = device
                state.absence = nil
                return true
            }
            // The backend was stopped before the device had opened.
            if !isWanted { device.stop() }
        } catch {
            state.withLock { $0.absence = error.description }
        }
    }

    private func reopen() throws(BackendError) -> any Device {
        let device = try open(format)
        let rate = device.format.sampleRate
        guard rate == format.sampleRate else {
            device.stop()
            throw BackendError(
                "\(device.name) is back at \(Int(rate)) Hz, but the engine runs at \(Int(format.sampleRate)) Hz. "
                    + "Set the device to that rate, or restart the engine.")
        }
        return device
    }
}
