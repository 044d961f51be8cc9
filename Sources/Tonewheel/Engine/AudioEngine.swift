internal import Synchronization
package import TonewheelRealtime
package import TonewheelUGens

/// A real-time audio engine, which renders synths, and a built-in tone, to a device, a clock or a file.
///
///     let engine = try AudioEngine()
///     try engine.start()
///     try engine.apply(ParameterChange(frequency: 880))
///     try engine.stop()
///
/// All methods may be called from any thread, including `start` and `stop`. Methods that wait for the device say so. No
/// call ever delays the render thread.
public final class AudioEngine: Sendable {
    /// The configuration that the engine was created with.
    public let configuration: Configuration

    private enum State {
        /// The parameters for the next start, and the status at the end of the latest run. Indirect, so that the state
        /// of a running engine, which every change reads, is a single reference.
        indirect case stopped(ToneParameters, EngineStatus)
        case running(EngineSession)
    }

    private let state: Mutex<State>

    /// Creates the backend at each start.
    private let makeBackend: BackendMaker

    /// The graph and its server, created at the first start, when the sample rate is known, and kept when the engine
    /// stops.
    let hosts = Mutex<SynthHost?>(nil)

    /// Held while the engine starts or stops, so that these calls do not overlap.
    private let lifecycle = Mutex(())

    /// Creates a stopped engine. `[control]`
    ///
    /// - Throws: `EngineError.outOfRange` if a value of the configuration is outside its range.
    public convenience init(_ configuration: Configuration = Configuration()) throws(EngineError) {
        try self.init(configuration) { format throws(EngineError) in try configuration.makeBackend(format) }
    }

    /// A function that opens a backend for a requested format.
    package typealias BackendMaker = @Sendable (StreamFormat) throws(EngineError) -> any Backend

    /// Creates a stopped engine for a backend of the caller's. `[control]`
    ///
    /// - Parameter makeBackend: Called at each start, instead of opening `configuration.output`.
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

    // MARK: - Start and stop

    /// Opens the device and renders from frame 0, with the current parameters. No effect if the engine is running.
    /// `[control]`, waits for the device
    ///
    /// - Returns: Whether the engine was stopped before.
    /// - Throws: `EngineError.backend` if the device, the file or a thread could not be opened or started.
    @discardableResult
    public func start() throws(EngineError) -> Bool {
        let result = lifecycle.withLock { _ in
            Result { () throws(EngineError) -> Bool in
                guard case .stopped(let parameters, _) = current else { return false }
                let session = try EngineSession(
                    configuration, parameters,
                    makeHost: { (format) throws(EngineError) in try host(for: format) }, makeBackend: makeBackend)
                try session.start()
                // Includes changes that were made while the device was being opened.
                state.withLock { state in
                    if case .stopped(let latest, _) = state { try? session.apply(parameters.changes(to: latest)) }
                    state = .running(session)
                }
                return true
            }
        }
        return try result.get()
    }

    /// Fades out within 10 ms from the next period on, closes the device, ends the threads and completes the files.
    /// Timed changes that still wait are discarded. No effect if the engine is stopped. `[control]`, waits for the
    /// device
    ///
    /// - Returns: Whether the engine was running before.
    /// - Throws: `EngineError.backend` if the device or a file could not be closed properly; the engine has stopped all
    ///   the same.
    @discardableResult
    public func stop() throws(EngineError) -> Bool {
        let result = lifecycle.withLock { _ in
            Result { () throws(EngineError) -> Bool in
                guard case .running(let session) = current else { return false }
                defer {
                    var status = session.status
                    status.markStopped()
                    // Inside the lock, so that no change between the two is lost.
                    state.withLock { $0 = .stopped(session.finalParameters(), status) }
                }
                try session.stop()
                return true
            }
        }
        return try result.get()
    }

    private var current: State { state.withLock { $0 } }

    /// Waits until the output has reached its end, such as the length of a file. `[control]`, waits for the device
    ///
    /// - Parameter progress: Called about ten times a second with the status.
    public func waitUntilFinished(progress: (EngineStatus) -> Void = { _ in }) {
        while case .running(let session) = current, !session.isFinished {
            progress(session.status)
            MonotonicClock.sleep(until: MonotonicClock.now() + 100_000_000)
        }
    }

    // MARK: - Control

    /// Applies a change at the next block. `[control]`
    ///
    /// Changes between two blocks are merged: the latest value of a parameter replaces earlier ones. A stopped engine
    /// starts with the changed parameters.
    ///
    /// - Throws: `EngineError.outOfRange`, or `.queueFull` if too many controls of synths are turned as well; nothing
    ///   has changed then.
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

    /// Turns controls of synths at the next block; the latest value of a control replaces earlier ones. `[control]`
    ///
    /// - Throws: `EngineError.notRunning`, or `.queueFull` if more than 1024 different controls are turned within one
    ///   block.
    package func turn(_ turns: [ControlTurn]) throws(EngineError) {
        guard case .running(let session) = current else { throw .notRunning }
        try session.turn(turns)
    }

    /// Sets controls of synths exactly at `frame`, counted from the start. `[control]`
    ///
    /// - Throws: `EngineError.notRunning` or `.queueFull`.
    package func turn(_ turns: [ControlTurn], atFrame frame: Int64) throws(EngineError) {
        guard case .running(let session) = current else { throw .notRunning }
        try session.schedule(turns, atFrame: frame)
    }

    /// Applies a change exactly at `frame`, counted from the start, or at the next block if that frame has been
    /// rendered. `[control]`
    ///
    /// - Throws: `EngineError.outOfRange`, `.queueFull` or `.notRunning`; nothing has changed then.
    public func apply(_ change: ParameterChange, atFrame frame: Int64) throws(EngineError) {
        try change.validate(sampleRate: sampleRate)
        guard case .running(let session) = current else { throw .notRunning }
        try session.schedule(change.turns, atFrame: frame)
    }

    /// Injects a fault in the active worker. `[control]`
    ///
    /// - Parameter onFailure: Called once, on any thread, if the fault's SynthDef is quarantined.
    /// - Throws: `EngineError.notRunning`, or `.backend` if the engine has no workers.
    package func apply(
        _ fault: FaultUnit.Mode, onFailure: @escaping @Sendable (String) -> Void
    ) throws(EngineError) {
        guard case .running(let session) = current else { throw .notRunning }
        guard let isolated = session.host.isolated, let synths = session.host.engineSynths else {
            throw .backend("Faults can be injected in workers only. Start the engine with --isolation worker.")
        }
        isolated.onFailure(of: EngineSynths.faultName, onFailure)
        try synths.injectFault(fault)
    }

    /// The state of the engine, and its counters since the latest start. `[control]`
    public var status: EngineStatus {
        switch current {
        case .running(let session):
            return session.status
        case .stopped(let parameters, var status):
            status.render.tone = parameters
            return status
        }
    }

    /// The load that is compared with the limit; 0 if the engine is not running, or has no deadline. `[control]`
    var load: Float {
        guard case .running(let session) = current else { return 0 }
        return session.load
    }

    /// Whether the engine is running. `[control]`
    package var isRunning: Bool { if case .running = current { true } else { false } }

    /// Distributions of times and queue lengths since the latest start; nil if the engine is not running. `[control]`
    public var metrics: EngineMetrics? {
        guard case .running(let session) = current else { return nil }
        return session.metrics
    }

    /// The device's sample rate in hertz while the engine is running, otherwise the configured one. `[control]`
    package var sampleRate: Double {
        guard case .running(let session) = current else { return configuration.sampleRate }
        return session.format.sampleRate
    }

    /// The mapping of frames to the times at which the device plays them; nil if the engine is not running, or has not
    /// played its first period. `[control]`
    package var clock: SampleClock? {
        guard case .running(let session) = current else { return nil }
        return session.clock
    }
}
