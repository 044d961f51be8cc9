internal import Synchronization
package import TonewheelRealtime
package import TonewheelUGens

/// A real-time audio engine: it renders synths, a tone among them, to a device, a clock or a file, and is played while it does.
///
///     let engine = try AudioEngine()
///     try engine.start()
///     try engine.apply(ParameterChange(frequency: 880))
///     try engine.stop()
///
/// It may be used from any thread, `start` and `stop` too; a call that waits for the device says so. The sound itself is
/// rendered on a thread that none of these calls ever delays.
public final class AudioEngine: Sendable {
    /// What the engine was made with.
    public let configuration: Configuration

    private enum State {
        /// Not running: the parameters for the next start, and how the latest run ended. Indirect, so that a running engine's
        /// state is a mere reference: it is looked at with every change.
        indirect case stopped(ToneParameters, EngineStatus)
        case running(EngineSession)
    }

    private let state: Mutex<State>

    /// Makes the device anew for each start.
    private let makeBackend: BackendMaker

    /// Made at the first start, when the rate is known; it lives on when the engine stops.
    let hosts = Mutex<SynthHost?>(nil)

    /// Held while the engine starts or stops, so that one of them ends before the other begins.
    private let lifecycle = Mutex(())

    /// Makes an engine that is not running yet. `[control]`
    ///
    /// - Throws: `EngineError.outOfRange` if the configuration is not sound.
    public convenience init(_ configuration: Configuration = Configuration()) throws(EngineError) {
        try self.init(configuration) { format throws(EngineError) in try configuration.makeBackend(format) }
    }

    /// What opens a device for sound of a given shape.
    package typealias BackendMaker = @Sendable (StreamFormat) throws(EngineError) -> any Backend

    /// Makes an engine that plays to a backend of the caller's. `[control]`
    ///
    /// - Parameter makeBackend: is called at each start, instead of what `configuration.output` stands for.
    package init(_ configuration: Configuration, makeBackend: @escaping BackendMaker) throws(EngineError) {
        try configuration.validate()
        self.configuration = configuration
        self.makeBackend = makeBackend
        let parameters = ToneParameters(
            frequency: configuration.frequency,
            amplitude: configuration.amplitude,
            gate: configuration.gate,
            monitor: configuration.monitor
        )
        state = Mutex(.stopped(parameters, EngineStatus()))
    }

    deinit {
        _ = try? stop()
    }

    // MARK: - Life

    /// Opens the device and renders from frame 0, with the parameters as they are. An engine that is running goes on.
    /// `[control]`, waits for the device
    ///
    /// - Returns: whether it was stopped before.
    /// - Throws: `EngineError.backend` if the device, the file or a thread cannot be had.
    @discardableResult
    public func start() throws(EngineError) -> Bool {
        let result = lifecycle.withLock { _ in
            Result { () throws(EngineError) -> Bool in
                guard case .stopped(let parameters, _) = current else { return false }
                let session = try EngineSession(
                    configuration, parameters,
                    makeHost: { (format) throws(EngineError) in try host(for: format) }, makeBackend: makeBackend)
                try session.start()
                // What was changed while the device was being opened counts too.
                state.withLock { state in
                    if case .stopped(let latest, _) = state { try? session.apply(parameters.changes(to: latest)) }
                    state = .running(session)
                }
                return true
            }
        }
        return try result.get()
    }

    /// Fades out for 10 ms from the next period on, closes the device, ends the threads and completes the files; timed
    /// changes that still wait are dropped. An engine that is not running stays so. `[control]`, waits for the device
    ///
    /// - Returns: whether it was running before.
    /// - Throws: `EngineError.backend` if what was played could not be kept; the engine has stopped all the same.
    @discardableResult
    public func stop() throws(EngineError) -> Bool {
        let result = lifecycle.withLock { _ in
            Result { () throws(EngineError) -> Bool in
                guard case .running(let session) = current else { return false }
                defer {
                    var status = session.status
                    status.haveEnded()
                    // In the lock, so that no change is accepted that would be lost.
                    state.withLock { $0 = .stopped(session.finalParameters(), status) }
                }
                try session.stop()
                return true
            }
        }
        return try result.get()
    }

    private var current: State { state.withLock { $0 } }

    /// Waits until the output has come to its own end, such as a file of its full length. `[control]`
    ///
    /// - Parameter progress: called about ten times a second with the status.
    public func waitUntilFinished(progress: (EngineStatus) -> Void = { _ in }) {
        while case .running(let session) = current, !session.isFinished {
            progress(session.status)
            MonotonicClock.sleep(until: MonotonicClock.now() + 100_000_000)
        }
    }

    // MARK: - Control

    /// Makes a change at the next block. `[control]`
    ///
    /// The latest values count: changes that arrive between two blocks become one. A stopped engine starts with them.
    ///
    /// - Throws: `EngineError.outOfRange`; nothing has changed then.
    public func apply(_ change: ParameterChange) throws(EngineError) {
        try change.validate(sampleRate: sampleRate)
        let result = state.withLock { state in
            Result { () throws(EngineError) in
                switch state {
                case .stopped(var parameters, let status):
                    parameters.apply(change)
                    state = .stopped(parameters, status)
                case .running(let session):
                    try session.apply(change)
                }
            }
        }
        try result.get()
    }

    /// Turns controls of synths at the next block: of values that come before it the latest counts. `[control]`
    ///
    /// - Throws: `EngineError.notRunning`, or `.queueFull` if very many different controls are turned within one block.
    package func turn(_ turns: [ControlTurn]) throws(EngineError) {
        guard case .running(let session) = current else { throw .notRunning }
        try session.turn(turns)
    }

    /// Sets controls of synths at exactly `frame`, counted from the start. `[control]`
    ///
    /// - Throws: `EngineError.notRunning` or `.queueFull`.
    package func turn(_ turns: [ControlTurn], atFrame frame: Int64) throws(EngineError) {
        guard case .running(let session) = current else { throw .notRunning }
        try session.schedule(turns, atFrame: frame)
    }

    /// Makes a change at exactly `frame`, counted from the start; if that has been rendered already, at the next block.
    /// `[control]`
    ///
    /// - Throws: `EngineError.outOfRange`, `.queueFull` or `.notRunning`; nothing has changed then.
    public func apply(_ change: ParameterChange, atFrame frame: Int64) throws(EngineError) {
        try change.validate(sampleRate: sampleRate)
        guard case .running(let session) = current else { throw .notRunning }
        try session.schedule(change.turns, atFrame: frame)
    }

    /// Has a unit go wrong, in a worker. `[control]`
    ///
    /// - Parameter onFailure: called once, on any thread, if the unit is left out because of what it has done.
    /// - Throws: `EngineError.notRunning`, or `.backend` if there is no worker.
    package func apply(
        _ fault: FaultUnit.Mode, onFailure: @escaping @Sendable (String) -> Void
    ) throws(EngineError) {
        guard case .running(let session) = current else { throw .notRunning }
        guard let isolated = session.host.isolated, let synths = session.host.engineSynths else {
            throw .backend("only a worker may crash or hang: start the engine with --isolation worker")
        }
        isolated.onFailure(of: EngineSynths.faultName, onFailure)
        try synths.fail(fault)
    }

    /// What the engine is doing, and what it has counted since its latest start. `[control]`
    public var status: EngineStatus {
        switch current {
        case .running(let session):
            return session.status
        case .stopped(let parameters, var status):
            status.render.tone = parameters
            return status
        }
    }

    /// Whether it runs. `[control]`
    package var isRunning: Bool { if case .running = current { true } else { false } }

    /// How long things take, and how full the queues are, since the latest start; nil if the engine is not running. `[control]`
    public var metrics: EngineMetrics? {
        guard case .running(let session) = current else { return nil }
        return session.metrics
    }

    /// Frames a second: the device's while the engine runs, else as configured. `[control]`
    package var sampleRate: Double {
        guard case .running(let session) = current else { return configuration.sampleRate }
        return session.format.sampleRate
    }

    /// Which frame the device takes when; nil if the engine is not running, or has not played its first period. `[control]`
    package var clock: SampleClock? {
        guard case .running(let session) = current else { return nil }
        return session.clock
    }
}
