internal import Synchronization
package import TonewheelRealtime

/// A device, and a clock in its place while it is away.
///
/// When the device is lost, or has not called for a while, the clock asks for the periods that are due, so that time,
/// recording and control go on; meanwhile the device is looked for, and has the callback back once it plays again. One that
/// comes back with another sample rate is left alone: the engine runs at the one that it was started with.
package final class DeviceBackend: Backend {
    /// Opens the device for sound of a given shape; tried again and again while it is lost.
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

    /// How often a device that is away is looked for, in nanoseconds.
    private static let retryInterval: Int64 = 250_000_000

    /// The time without a call, in nanoseconds, after which a device that has not said that it is lost is opened again.
    private let longestSilence: Int64

    /// A device that hangs while it is opened or closed is not waited for any longer.
    private static let patience: Int64 = 2_000_000_000

    private struct State {
        /// Opened; nil while it is lost.
        var device: (any Device)?
        var absence: String?
        var losses = 0

        /// What devices that are closed had counted.
        var earlierXruns = 0
        var run: Run?
    }

    /// What exists from `start` to `stop`.
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

        func deviceIsLost() {
            isLost.store(true, ordering: .releasing)
            clockWakeUp.signal()
            searchWakeUp.signal()
        }
    }

    /// Opens the device. `[control]`
    ///
    /// - Parameters:
    ///   - name: the kind of device: "jack", "portaudio".
    ///   - format: what is asked for; `self.format` is what came of it.
    ///   - priority: of SCHED_FIFO for the clock that stands in, 1 … 99.
    ///   - locksMemory: whether to lock the process's memory.
    ///   - longestSilence: the time without a call, in nanoseconds, after which the device is opened again.
    /// - Throws: `BackendError` if there is no such device.
    package init(
        name: String, format: StreamFormat, priority: Int32, locksMemory: Bool, longestSilence: Int64 = 2_000_000_000,
        open: @escaping Opener
    ) throws(BackendError) {
        let device = try open(format)
        self.name = name
        self.format = device.format
        self.priority = priority
        self.locksMemory = locksMemory
        self.longestSilence = longestSilence
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
            device = try openAgain()
        }
        clockCounts.reset()
        do throws(BackendError) {
            var rights = try device.start(run.gate.deviceCallback, onLoss: { run.deviceIsLost() })
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
        let deadline = MonotonicClock.now() + Self.patience
        while !run.searchIsOver.load(ordering: .acquiring), MonotonicClock.now() < deadline {
            run.searchHasEnded.sleep(timeout: 100_000_000)
        }
        run.clockThread.stop(sleepingOn: run.clockWakeUp)
        let device = state.withLock { state in
            defer { state.device = nil }
            return state.device
        }
        device?.stop()
        // A device that hangs while it is closed may go on one day, and must not find what it called.
        while !run.gate.take(), MonotonicClock.now() < deadline + Self.patience {
            MonotonicClock.sleep(until: MonotonicClock.now() + 100_000)
        }
    }

    private func startThreads(_ run: Run) throws(BackendError) -> RealtimeRights {
        let output = PeriodBuffer(format)
        do throws(ThreadError) {
            let rights = try run.clockThread.start(name: "tw-clock") { [priority, locksMemory] in
                RealtimeRights.acquire(priority: priority, locksMemory: locksMemory)
            } body: { [self] in
                standIn(run, output)
            }
            do throws(ThreadError) {
                // Never joined: a library that hangs must not hang us too.
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

    // MARK: - While the device is away

    /// How long the device may keep still before the clock takes over, in nanoseconds: it is to be heard within 20 ms that a
    /// device with short periods has gone, and no wake-up that is merely late is to be taken for that.
    private func allowance(_ run: Run) -> Int64 {
        let period = max(run.gate.periodFrames, format.periodFrames)
        return max(15_000_000, Int64(2.5 * Double(period) / format.sampleRate * 1e9))
    }

    private func isAway(_ run: Run) -> Bool {
        run.isLost.load(ordering: .acquiring) || MonotonicClock.now() - run.gate.lastCall > allowance(run)
    }

    /// Plays by the clock whenever the device does not.
    private func standIn(_ run: Run, _ output: PeriodBuffer) {
        while !run.clockThread.isStopping {
            run.clockWakeUp.sleep(timeout: max(1_000_000, run.gate.lastCall + allowance(run) - MonotonicClock.now()))
            guard isAway(run), !run.clockThread.isStopping else { continue }
            guard run.gate.take() else {
                MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000)
                continue
            }
            let callback = run.gate.clockCallback
            let next = run.gate.nextPeriod
            var clock = NullClock(
                format, output: output, counts: clockCounts, begin: next == 0 ? MonotonicClock.now() : next)
            while isAway(run), !run.clockThread.isStopping { clock.playPeriod(callback) }
            run.gate.giveBack()
        }
    }

    /// Looks for the device whenever it is away.
    private func search(_ run: Run) {
        while !run.isStopping.load(ordering: .acquiring) {
            run.searchWakeUp.sleep(timeout: Self.retryInterval)
            guard !run.isStopping.load(ordering: .acquiring) else { return }
            let silence = MonotonicClock.now() - run.gate.lastCall
            let hasEnded = state.withLock { $0.device }?.hasEnded ?? false
            if run.isLost.load(ordering: .acquiring) || hasEnded || silence > longestSilence { close(run) }
            if state.withLock({ $0.device == nil }) { open(run) }
        }
    }

    private func close(_ run: Run) {
        let device = state.withLock { state in
            defer { state.device = nil }
            if let device = state.device {
                state.losses += 1
                state.earlierXruns += device.xruns
                state.absence = "\(device.name) has gone"
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
            let device = try openAgain()
            // What it says from now on is about this device.
            run.isLost.store(false, ordering: .releasing)
            do throws(BackendError) {
                _ = try device.start(run.gate.deviceCallback, onLoss: { run.deviceIsLost() })
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
            // It took so long that nobody has waited for it.
            if !isWanted { device.stop() }
        } catch {
            state.withLock { $0.absence = error.description }
        }
    }

    private func openAgain() throws(BackendError) -> any Device {
        let device = try open(format)
        let rate = device.format.sampleRate
        guard rate == format.sampleRate else {
            device.stop()
            throw BackendError(
                "\(device.name) is back at \(Int(rate)) Hz, and the engine runs at \(Int(format.sampleRate)) Hz: "
                    + "set it to that, or start the engine anew")
        }
        return device
    }
}
