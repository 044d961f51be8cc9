import Foundation
import ProgramSupport
import TestSupport
import TonewheelOSC

/// An engine that plays and records while its workers are killed and stopped, at random moments, and its tone is changed.
struct Assault {
    /// A blow at the worker that was heard.
    struct Blow {
        let signal: Int32

        /// When, by the system's monotonic clock, in seconds.
        let time: Double
    }

    private(set) var blows: [Blow] = []

    /// Changes that were sent.
    private(set) var changes = 0

    /// What was wrong on the way.
    private(set) var problems: [String] = []

    /// What the engine said last, when all was quiet again.
    private(set) var status: Status

    /// When frame 0 was due, by the monotonic clock, in seconds.
    private(set) var origin = Double.infinity

    static let sampleRate = 48_000.0
    static let periodFrames = 256
    private let probe: EngineProbe
    private let engine: Int32
    private let tones: [Tone]
    private var mixture: Mixture

    /// - Parameters:
    ///   - run: an engine that plays the first of the tones.
    ///   - port: the engine's.
    init(_ run: RunningProgram, port: Int, _ tones: [Tone]) async throws {
        probe = EngineProbe(port: port)
        engine = run.id
        self.tones = tones
        mixture = Mixture(port: port)
        guard let status = try await probe.certainStatus() else { throw EngineIsSilent() }
        self.status = status
        try mixture.begin()
    }

    /// Strikes for so long, and waits until all is quiet.
    mutating func run(seconds: Double, seed: UInt64) async throws {
        var random = RepeatableRandom(seed: seed)
        let end = Self.now() + seconds
        while true {
            let pause = Double(Int.random(in: 200...2000, using: &random)) / 1000
            let signal = Bool.random(using: &random) ? SIGKILL : SIGSTOP
            let changesAtOnce = Int.random(in: 0..<3, using: &random) == 0
            let delay = Int.random(in: 0...20, using: &random)
            let next = Self.now() + pause
            guard next < end else { break }
            if pause > 0.9 {
                // One in peace, too.
                try await Task.sleep(for: .seconds(pause / 2))
                try change()
            }
            try await Task.sleep(for: .seconds(max(0, next - Self.now())))
            // One that was late may just be being replaced.
            _ = try await eventually {
                try await ask()
                return workerIsThere
            }
            try strike(signal)
            if changesAtOnce {
                try await Task.sleep(for: .milliseconds(delay))
                try change()
            }
            let frame = status["frame"]
            if try !probe.sync(Int32(blows.count)) { problems.append("a /sync was not answered within 5 s") }
            if let problem = try mixture.problem() { problems.append("the state is another one: \(problem)") }
            try await Task.sleep(for: .milliseconds(30))
            try await ask()
            if status["frame"] <= frame { problems.append("time stood still at frame \(frame)") }
        }
        let isWhole = try await eventually {
            try await ask()
            return status["workers"] == 1 && status["workerSpares"] == 2
        }
        if !isWhole { problems.append("there are \(status["workerSpares"]) spares in the end, not 2") }
        try await Task.sleep(for: .milliseconds(500))
        try await ask()
    }

    /// What the engine says of itself: always something, and soon.
    private mutating func ask() async throws {
        guard let status = try probe.status() else {
            problems.append("the engine did not answer within a second")
            guard let late = try await probe.certainStatus() else { throw EngineIsSilent() }
            self.status = late
            return
        }
        self.status = status
        // Its latest period was due then, or before.
        let due = Self.now() - (status["frame"] - Double(Self.periodFrames)) / Self.sampleRate
        origin = min(origin, due)
    }

    /// Whether the worker that is heard is a process of the engine's.
    private var workerIsThere: Bool {
        let worker = Int32(status["workerPid"])
        return worker > 1 && ProcessStat(worker)?.parent == engine
    }

    /// Signals the worker that is heard, and no other process.
    private mutating func strike(_ signal: Int32) throws {
        let worker = Int32(status["workerPid"])
        guard workerIsThere else {
            problems.append("process \(worker), which is to be heard, is no child of the engine")
            return
        }
        blows.append(Blow(signal: signal, time: Self.now()))
        if kill(worker, signal) != 0 { problems.append("worker \(worker) was gone before it was struck") }
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

/// The engine does not answer any more.
struct EngineIsSilent: Error {}
