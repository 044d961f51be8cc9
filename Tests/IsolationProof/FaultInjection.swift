import Foundation
import ProgramSupport
import TestSupport
import TonewheelOSC

/// An engine that plays and records while its workers are killed and stopped at random times, and its tone changes.
struct FaultInjection {
    /// A signal to the active worker.
    struct Fault {
        let signal: Int32

        /// The time by the system's monotonic clock, in seconds.
        let time: Double
    }

    private(set) var faults: [Fault] = []

    /// The number of changes sent.
    private(set) var changes = 0

    /// The errors found during the run.
    private(set) var problems: [String] = []

    /// The last status, after all workers were back.
    private(set) var status: Status

    /// The time at which frame 0 was due, by the monotonic clock, in seconds.
    private(set) var origin = Double.infinity

    static let sampleRate = 48_000.0
    static let periodFrames = 256
    private let probe: EngineProbe
    private let engine: Int32
    private let tones: [Tone]
    private var mixture: Mixture

    /// - Parameters:
    ///   - run: an engine that plays the first of the tones.
    ///   - port: the port of the engine.
    init(_ run: RunningProgram, port: Int, _ tones: [Tone]) async throws {
        probe = EngineProbe(port: port)
        engine = run.id
        self.tones = tones
        mixture = Mixture(port: port)
        guard let status = try await probe.statusWithRetries() else { throw EngineNotResponding() }
        self.status = status
        try mixture.begin()
    }

    /// Injects faults for `seconds`, and waits until all workers are back.
    mutating func run(seconds: Double, seed: UInt64) async throws {
        var random = RepeatableRandom(seed: seed)
        let end = Self.now() + seconds
        while true {
            let pause = Double(Int.random(in: 200...2000, using: &random)) / 1000
            let signal = Bool.random(using: &random) ? SIGKILL : SIGSTOP
            let changesImmediately = Int.random(in: 0..<3, using: &random) == 0
            let delay = Int.random(in: 0...20, using: &random)
            let next = Self.now() + pause
            guard next < end else { break }
            if pause > 0.9 {
                // Another change, between faults.
                try await Task.sleep(for: .seconds(pause / 2))
                try change()
            }
            try await Task.sleep(for: .seconds(max(0, next - Self.now())))
            // A late worker may be in the process of being replaced.
            _ = try await eventually {
                try await updateStatus()
                return isWorkerRunning
            }
            try inject(signal)
            if changesImmediately {
                try await Task.sleep(for: .milliseconds(delay))
                try change()
            }
            let frame = status["frame"]
            if try !probe.sync(Int32(faults.count)) { problems.append("no reply to a /sync within 5 s") }
            if let problem = try mixture.problem() { problems.append("the state has changed: \(problem)") }
            try await Task.sleep(for: .milliseconds(30))
            try await updateStatus()
            if status["frame"] <= frame { problems.append("time stopped at frame \(frame)") }
        }
        let isComplete = try await eventually {
            try await updateStatus()
            return status["workers"] == 1 && status["workerSpares"] == 2
        }
        if !isComplete { problems.append("\(status["workerSpares"]) spares at the end instead of 2") }
        try await Task.sleep(for: .milliseconds(500))
        try await updateStatus()
    }

    /// Updates the status. The engine must reply within a second.
    private mutating func updateStatus() async throws {
        guard let status = try probe.status() else {
            problems.append("the engine did not reply within a second")
            guard let late = try await probe.statusWithRetries() else { throw EngineNotResponding() }
            self.status = late
            return
        }
        self.status = status
        // The latest period was due at this time, or earlier.
        let due = Self.now() - (status["frame"] - Double(Self.periodFrames)) / Self.sampleRate
        origin = min(origin, due)
    }

    /// Whether the active worker is a running process of the engine.
    private var isWorkerRunning: Bool {
        let worker = Int32(status["workerPid"])
        return worker > 1 && ProcessStat(worker)?.parent == engine
    }

    /// Signals the active worker, and no other process.
    private mutating func inject(_ signal: Int32) throws {
        let worker = Int32(status["workerPid"])
        guard isWorkerRunning else {
            problems.append("the active worker, process \(worker), is not a child of the engine")
            return
        }
        faults.append(Fault(signal: signal, time: Self.now()))
        if kill(worker, signal) != 0 { problems.append("worker \(worker) had ended before the fault") }
    }

    private mutating func change() throws {
        let (old, new) = (tones[changes], tones[changes + 1])
        if new.frequency != old.frequency {
            try probe.send("/mod/sine/freq", .float32(Float(new.frequency)))
        } else {
            try probe.send("/mod/sine/amp", .float32(new.amplitude))
        }
        changes += 1
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// The engine has not replied in time.
struct EngineNotResponding: Error {}
