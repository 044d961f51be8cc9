import Foundation
import ProgramSupport
import Synchronization
import TestSupport
import Testing
import Tonewheel
import TonewheelSoundFiles
import TonewheelUGens

/// Tests of an engine in this process whose workers are processes of the built program.
@Suite(.serialized) struct IsolationTests {
    private static let amplitude: Float = 0.5

    /// The lead of workers over the device: one second, so that no worker is late if the host takes a processor away
    /// for half of that.
    private enum Lead {
        static let periodFrames = 4096
        static let periods = 12
    }

    /// An engine that plays to a clock and records.
    private final class Playing {
        let engine: AudioEngine
        private let folder: TemporaryFolder

        init(isIsolated: Bool = true, spares: Int = 2) throws {
            folder = try TemporaryFolder()
            var configuration = AudioEngine.Configuration()
            configuration.output = .null
            configuration.periodFrames = Lead.periodFrames
            configuration.frequency = 441.5
            configuration.amplitude = IsolationTests.amplitude
            configuration.limitsOutput = false
            configuration.locksMemory = false
            configuration.recordingPath = folder.path("take.wav")
            configuration.loadLimit = nil
            if isIsolated {
                var workers = AudioEngine.Workers()
                workers.program = try Program.builtExecutable("tonewheel").path
                workers.spares = spares
                workers.leadPeriods = Lead.periods
                configuration.isolation = .worker(workers)
            }
            engine = try AudioEngine(configuration)
            try engine.start()
        }

        /// Waits until the device has played `frame` frames.
        func waitForFrame(_ frame: Int) async throws {
            #expect(try await eventually { self.engine.status.frame >= frame })
        }

        /// Waits for an active worker other than `earlier`, and returns its process.
        func worker(after earlier: Int32 = 0) async throws -> Int32 {
            var process: Int32 = 0
            _ = try await eventually {
                process = self.engine.status.workers?.process ?? 0
                return process != 0 && process != earlier
            }
            return try #require(process == earlier ? nil : process)
        }

        /// Kills the active worker.
        func killWorker() async throws -> Int32 {
            let process = try await worker()
            kill(process, SIGKILL)
            return process
        }

        /// Waits until all earlier changes have been accepted.
        func settle() async throws {
            try await engine.synths.sync()
        }

        /// Waits until all earlier changes are heard, and returns the device's frame count.
        func waitUntilHeard() async throws -> Int {
            try await settle()
            let frame = Int(engine.status.frame) + (Lead.periods + 5) * Lead.periodFrames
            try await waitForFrame(frame)
            return frame
        }

        /// Stops the engine, and returns the recording and the final status.
        func end() throws -> (take: SoundFile, status: EngineStatus) {
            try engine.stop()
            return (try SoundFile(reading: folder.path("take.wav")), engine.status)
        }
    }

    // MARK: - The same sound

    /// Returns the number of the first `count` frames that differ.
    private func differences(_ take: SoundFile, _ other: SoundFile, in count: Int) throws -> Int {
        try #require(take.frameCount >= count && other.frameCount >= count)
        let (first, second) = (take.channel(0), other.channel(0))
        return (0..<count).filter { first[$0] != second[$0] }.count
    }

    /// Plays for three seconds without and with workers. Returns the number of frames that differ, and of those that
    /// were missed, which may differ.
    private func playBothWays(_ play: (AudioEngine) throws -> Void) async throws -> (different: Int, missed: Int) {
        var takes: [SoundFile] = []
        var missed = 0
        for isIsolated in [false, true] {
            let playing = try Playing(isIsolated: isIsolated)
            try play(playing.engine)
            try await playing.waitForFrame(146_000)
            #expect(playing.engine.status.lateChanges == 0)
            let (take, status) = try playing.end()
            takes.append(take)
            // Each underrun is followed by a fade-in of 64 frames.
            if isIsolated { missed = status.framesPadded + 64 * status.underruns }
        }
        #expect(takes[0].channel(0).contains { $0 != 0 })
        return (try differences(takes[0], takes[1], in: 144_000), missed)
    }

    @Test func samplesAreTheSameWithWorkers() async throws {
        let (different, missed) = try await playBothWays { _ in }
        #expect(different <= missed)
    }

    @Test func timedChangesTakeEffectAtTheirFrame() async throws {
        let (different, missed) = try await playBothWays { engine in
            try engine.apply(ParameterChange(frequency: 1000), atFrame: 120_001)
            try engine.apply(ParameterChange(amplitude: 0.25), atFrame: 126_077)
            try engine.apply(ParameterChange(frequency: 333, amplitude: 0.75), atFrame: 129_333)
            try engine.apply(ParameterChange(gate: false), atFrame: 136_500)
            try engine.apply(ParameterChange(gate: true), atFrame: 140_444)
        }
        #expect(different <= missed)
    }

    // MARK: - Changes while workers are lost

    @Test func changesMadeWithoutAWorkerAreNotLost() async throws {
        let playing = try Playing(spares: 0)
        let first = try await playing.killWorker()
        try playing.engine.apply(ParameterChange(frequency: 600))
        try playing.engine.apply(ParameterChange(amplitude: 0.25))
        let second = try await playing.worker(after: first)
        #expect(second != first)
        let frame = try await playing.waitUntilHeard()
        #expect(playing.engine.status.frequency == 600)
        let (take, status) = try playing.end()
        let peak = try #require(take.channel(0)[frame - 1024..<frame].map { abs($0) }.max())
        #expect(abs(peak - 0.25) < 0.001)
        #expect(status.workers?.killed == 1)
        #expect(status.frequency == 600 && status.amplitude == 0.25, "the values are kept for the next start")
    }

    @Test func lastOfManyChangesTakesEffect() async throws {
        let playing = try Playing()
        var kills = 0
        for change in 0..<2000 {
            try playing.engine.apply(
                ParameterChange(frequency: Float(200 + change % 700), amplitude: Float(change % 10) / 20))
            if change % 200 == 100 {
                _ = try await playing.killWorker()
                kills += 1
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        try playing.engine.apply(ParameterChange(frequency: 1234, amplitude: 0.3))
        _ = try await playing.killWorker()
        _ = try await playing.waitUntilHeard()
        // The worker that is active now was started with this change.
        let frame = try await playing.waitUntilHeard()
        #expect(playing.engine.status.frequency == 1234)
        let (take, status) = try playing.end()
        let last = take.channel(0)[frame - 1024..<frame]
        #expect(abs(try #require(last.map { abs($0) }.max()) - 0.3) < 0.001)
        #expect(take.samples.allSatisfy { $0.isFinite })
        #expect(status.frequency == 1234 && status.amplitude == 0.3)
        #expect(kills == 10)
        #expect((status.workers?.restarts ?? 0) > kills)
    }

    /// The files stay open in the front, which passes them to the next worker.
    @Test func filesStayOpenForTheNextWorker() async throws {
        let folder = try TemporaryFolder()
        let source = try SoundFileWriter(
            path: folder.path("half.wav"), kind: SoundFileKind(.wav, .float), sampleRate: 48_000, channelCount: 1)
        try source.write([Float](repeating: 0.5, count: 10_000), frameCount: 10_000)
        try source.close()
        let playing = try Playing()
        let synths = playing.engine.synths
        let input = try synths.buffer(streaming: folder.path("half.wav"))
        let output = try synths.buffer(recordingTo: folder.path("copy.wav"), channels: 2)
        try await playing.settle()
        let first = try await playing.killWorker()
        _ = try await playing.worker(after: first)
        try synths.play(
            SynthDef("copy") { def in
                let half = DiskIn.ar(def.control("in", 0), loop: 1)
                DiskOut.ar(def.control("out", 0), [half, -1 * half])
            }, ["in": .buffer(input), "out": .buffer(output)])
        _ = try await playing.waitUntilHeard()
        try await output.closeFile()
        let copy = try SoundFile(reading: folder.path("copy.wav"))
        let (left, right) = (copy.channel(0), copy.channel(1))
        // The worker may have rendered faster than the disk reads.
        #expect(left.filter { $0 == 0.5 }.count > 10_000)
        #expect(zip(left, right).allSatisfy { $0 == -$1 })
        try input.free()
        try output.free()
        _ = try playing.end()
    }

    @Test func changesBeforeASyncAreApplied() async throws {
        let playing = try Playing()
        for number in 1...50 {
            let frequency = Float(100 + number)
            try playing.engine.apply(ParameterChange(frequency: frequency))
            if number % 10 == 0 { _ = try await playing.killWorker() }
            try await playing.settle()
            #expect(playing.engine.status.frequency == frequency)
        }
        _ = try playing.end()
    }

    @Test func changesDueAfterTheStopAreDropped() async throws {
        let playing = try Playing()
        try playing.engine.apply(ParameterChange(frequency: 222), atFrame: 1 << 40)
        try playing.engine.apply(ParameterChange(amplitude: 0.125))
        try await playing.settle()
        let (_, status) = try playing.end()
        #expect(status.frequency == 441.5)
        #expect(status.amplitude == 0.125)
    }

    // MARK: - Faults

    @Test func nanOfOneSynthDoesNotSilenceOthers() async throws {
        let playing = try Playing()
        try await playing.waitForFrame(5000)
        try playing.engine.apply(FaultUnit.Mode.nan) { _ in }
        let begin = try await playing.waitUntilHeard()
        try await playing.waitForFrame(begin + 4096)
        #expect(try await eventually { playing.engine.status.nonFiniteSamples > 0 })
        try playing.engine.apply(FaultUnit.Mode.off) { _ in }
        let end = try await playing.waitUntilHeard()
        try await playing.waitForFrame(end + 4096)
        let (take, status) = try playing.end()
        let samples = take.channel(0)
        #expect(samples.allSatisfy { $0.isFinite })
        #expect(abs(try #require(samples[begin..<begin + 4096].max()) - Self.amplitude) < 0.001)
        #expect(abs(try #require(samples[end..<end + 4096].max()) - Self.amplitude) < 0.001)
        #expect(status.mutedNodes == 1)
        #expect(status.latestMute.contains("(definition \"fault\", unit 2 Fault) was muted"))
        #expect(status.workers?.crashed == 0, "NaN does not end a worker")
    }

    @Test(arguments: [FaultUnit.Mode.crash, .hang]) func definitionThatEndsFiveWorkersIsQuarantined(
        fault: FaultUnit.Mode
    )
        async throws
    {
        let playing = try Playing()
        try await playing.waitForFrame(5000)
        let reasons = Mutex<[String]>([])
        try playing.engine.apply(fault) { reason in reasons.withLock { $0.append(reason) } }
        #expect(try await eventually { !reasons.withLock { $0.isEmpty } })
        let frame = try await playing.waitUntilHeard()
        let (take, status) = try playing.end()
        let reason = try #require(reasons.withLock { $0 }.first)
        #expect(reason.hasPrefix("The definition fault is quarantined"), "\(reason)")
        let workers = try #require(status.workers)
        #expect(workers.definitionsQuarantined == 1)
        #expect(workers.quarantineReason == reason)
        // A crash counts as a hang if the process takes more than three periods to exit.
        #expect(workers.crashed + workers.hung >= 5)
        if fault == .hang { #expect(workers.hung >= 5) }
        let samples = take.channel(0)
        #expect(samples.allSatisfy { $0.isFinite })
        // The engine continues to play.
        #expect(abs(try #require(samples[frame - 1024..<frame].map { abs($0) }.max()) - Self.amplitude) < 0.001)
        // Each gap begins and ends with a fade: no step exceeds the sum of the tone's own and the fade's.
        let own = 2 * Float.pi * 441.5 / 48_000 * Self.amplitude
        let steps = zip(samples[..<frame], samples[1...frame]).map { abs($1 - $0) }
        let worst = try #require(steps.indices.max { steps[$0] < steps[$1] })
        #expect(
            steps[worst] < own + 2 * Self.amplitude / 64,
            "frame \(worst): \(samples[max(0, worst - 3)...min(frame, worst + 4)])")
    }
}
