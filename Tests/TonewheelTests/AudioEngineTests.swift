import Foundation
import Synchronization
import TestSupport
import Testing
import Tonewheel
import TonewheelRealtime
import TonewheelSoundFiles

/// Serialized: each test has a real-time thread of its own, and the machine may have two processors only.
@Suite(.serialized) struct AudioEngineTests {
    private func nullConfiguration() -> AudioEngine.Configuration {
        var configuration = AudioEngine.Configuration()
        configuration.output = .null
        // The tests compare every sample.
        configuration.limitsOutput = false
        return configuration
    }

    private func wait(until isTrue: () -> Bool) {
        while !isTrue() { MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000) }
    }

    // MARK: - Rendering

    @Test func rendersTheConfiguredTone() throws {
        let file = try renderFile(seconds: 1) {
            $0.frequency = 997
            $0.amplitude = 0.5
        }
        #expect(file.frameCount == 48_000)
        #expect(file.channelCount == 2)
        let fit = SineFit(file.channel(0), frequency: 997, sampleRate: 48_000)
        #expect(fit.distortion <= -110)
        #expect(abs(fit.amplitude - 0.5) < 1e-4)
        #expect(file.channel(0) == file.channel(1))
    }

    @Test func twoRunsAreBitIdentical() throws {
        #expect(try renderFile(seconds: 2).samples == renderFile(seconds: 2).samples)
    }

    /// Offline there is no device to be ahead of. A file backend would find the buffer empty.
    @Test func fileOutputIgnoresPrefill() throws {
        let file = try renderFile(seconds: 0.5) { $0.prefillPeriods = 4 }
        #expect(try file.samples == renderFile(seconds: 0.5).samples)
    }

    @Test func changesBeforeTheStartApplyFromFrameZero() throws {
        let file = try renderFile(
            seconds: 0.1,
            play: { try $0.apply(ParameterChange(frequency: 880)) }
        )
        let expected = try renderFile(seconds: 0.1) { $0.frequency = 880 }
        #expect(file.samples == expected.samples)
    }

    // MARK: - Start and stop

    @Test(arguments: [0, 4])
    func hundredStartsAndStopsLeakNothing(prefillPeriods: Int) throws {
        let folder = try TemporaryFolder()
        var configuration = nullConfiguration()
        configuration.periodFrames = 64
        configuration.prefillPeriods = prefillPeriods
        configuration.recordingPath = folder.path("take.wav")
        let engine = try AudioEngine(configuration)
        try engine.start()
        try engine.stop()
        let before = ProcessCensus()
        for _ in 0..<100 {
            #expect(try engine.start())
            #expect(try !engine.start(), "the engine is running already")
            wait { engine.status.frame > 0 }
            #expect(engine.status.isRunning)
            #expect(try engine.stop())
            #expect(try !engine.stop(), "the engine has stopped already")
            #expect(!engine.status.isRunning)
            let take = try SoundFile(reading: #require(engine.status.recordingPath))
            #expect(take.frameCount > 0)
            #expect(take.samples.suffix(2) == [0, 0], "the end is faded out")
        }
        #expect(ProcessCensus.isSettled(since: before, times: 100))
        #expect(engine.status.recordingPath == folder.path("take-101.wav"), "no recording replaces another")
    }

    @Test func stopFadesOutWithoutAClick() throws {
        let folder = try TemporaryFolder()
        var configuration = nullConfiguration()
        configuration.recordingPath = folder.path("take.wav")
        configuration.amplitude = 1
        configuration.frequency = 200
        let engine = try AudioEngine(configuration)
        try engine.start()
        wait { engine.status.frame > 10_000 }
        try engine.stop()
        let take = try SoundFile(reading: folder.path("take.wav")).channel(0)
        // The steepest slope of the sine, and that of the fade: 1 in 480 frames.
        let largestStep: Float = 2 * .pi * 200 / 48_000 + 1 / 480 + 1e-5
        for frame in take.indices.dropFirst() {
            #expect(abs(take[frame] - take[frame - 1]) <= largestStep)
        }
        let lastSound = try #require(take.lastIndex { abs($0) > 0.95 })
        let silence = try #require(take.lastIndex { $0 != 0 })
        #expect(silence - lastSound < 480 + 240, "10 ms and a period of the sine")
    }

    /// The recording does not depend on the time that the device takes to close.
    @Test func recordingEndsWithTheFade() throws {
        let folder = try TemporaryFolder()
        var configuration = nullConfiguration()
        configuration.recordingPath = folder.path("take.wav")
        let silentPeriods = Atomic(0)
        let backend = FreewheelBackend(
            format: StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: configuration.periodFrames),
            periods: 1_000_000,
            isRealTime: true,
            onPeriod: { _, play in
                guard silentPeriods.load(ordering: .relaxed) < 100 else { return }
                MonotonicClock.sleep(until: MonotonicClock.now() + 100_000)
                if play().allSatisfy({ $0 == 0 }) { silentPeriods.wrappingAdd(1, ordering: .relaxed) }
            })
        let engine = try AudioEngine(configuration) { _ in backend }
        try engine.start()
        wait { engine.status.frame > 10_000 }
        try engine.stop()
        #expect(silentPeriods.load(ordering: .relaxed) == 100)
        let take = try SoundFile(reading: folder.path("take.wav")).channel(0)
        let lastSound = try #require(take.lastIndex { $0 != 0 })
        #expect(take.count - lastSound <= 2 * configuration.periodFrames)
    }

    @Test func parametersSurviveAStop() throws {
        let engine = try AudioEngine(nullConfiguration())
        try engine.start()
        try engine.apply(ParameterChange(frequency: 880))
        wait { engine.status.frequency == 880 }
        try engine.apply(ParameterChange(amplitude: 0.7), atFrame: engine.status.frame)
        wait { engine.status.amplitude == 0.7 }
        try engine.stop()
        try engine.apply(ParameterChange(gate: false))
        try engine.start()
        wait { engine.status.frame > 0 }
        let status = engine.status
        #expect(status.frequency == 880)
        #expect(status.amplitude == 0.7)
        #expect(!status.gate)
        try engine.stop()
    }

    @Test func releasedEngineStops() throws {
        let before = ProcessCensus()
        for _ in 0..<60 {
            let engine = try AudioEngine(nullConfiguration())
            try engine.start()
        }
        #expect(ProcessCensus.isSettled(since: before, times: 60))
    }

    @Test func failedStartChangesNothing() throws {
        var configuration = AudioEngine.Configuration()
        configuration.output = .file(path: "/nowhere/out.wav", seconds: 1)
        let before = ProcessCensus()
        let engine = try AudioEngine(configuration)
        configuration.output = .null
        configuration.recordingPath = "/nowhere/take.wav"
        for _ in 0..<60 {
            #expect(throws: EngineError.self) { try engine.start() }
            #expect(!engine.status.isRunning)
            #expect(try !engine.stop())
            #expect(throws: EngineError.self) { try AudioEngine(configuration).start() }
        }
        #expect(ProcessCensus.isSettled(since: before, times: 60))
    }

    @Test func manyThreadsControlAnEngineThatStartsAndStops() async throws {
        let engine = try AudioEngine(nullConfiguration())
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<4 {
                group.addTask {
                    var random = RepeatableRandom(seed: UInt64(thread))
                    for _ in 0..<2000 {
                        let change = ParameterChange(frequency: .random(in: 0...20_000, using: &random))
                        try? engine.apply(change)
                        try? engine.apply(change, atFrame: engine.status.frame + 100)
                        _ = engine.clock
                    }
                }
            }
            group.addTask {
                for _ in 0..<20 {
                    _ = try? engine.start()
                    _ = try? engine.stop()
                }
            }
        }
        try engine.stop()
    }

    // MARK: - Control

    @Test func valuesOutsideTheirRangeAreRefusedWithoutEffect() throws {
        let engine = try AudioEngine(nullConfiguration())
        let bad: [ParameterChange] = [
            ParameterChange(frequency: -1), ParameterChange(frequency: 24_001), ParameterChange(frequency: .nan),
            ParameterChange(frequency: .infinity), ParameterChange(amplitude: -0.1), ParameterChange(amplitude: 1.1),
            ParameterChange(amplitude: .nan), ParameterChange(frequency: 880, amplitude: 2),
        ]
        try engine.start()
        for change in bad {
            #expect(throws: EngineError.self) { try engine.apply(change) }
            #expect(throws: EngineError.self) { try engine.apply(change, atFrame: 0) }
        }
        let frame = engine.status.frame
        wait { engine.status.frame > frame + 1000 }
        #expect(engine.status.frequency == 440)
        #expect(engine.status.amplitude == 0.1)
        try engine.stop()
        #expect(throws: EngineError.notRunning) { try engine.apply(ParameterChange(frequency: 1), atFrame: 0) }
    }

    @Test func noChangeIsLostWhileTheEngineStops() throws {
        let engine = try AudioEngine(nullConfiguration())
        for _ in 0..<30 {
            try engine.start()
            wait { engine.status.frame > 0 }
            let last = Mutex(engine.status.frequency)
            let hasStopped = Atomic(false)
            let applying = try RealtimeThread(name: "control") {
                var value: Float = 0
                while !hasStopped.load(ordering: .acquiring) {
                    value = min(value + 1, 24_000)
                    try? engine.apply(ParameterChange(frequency: value))
                    last.withLock { $0 = value }
                }
            }
            try engine.stop()
            hasStopped.store(true, ordering: .releasing)
            applying.join()
            #expect(engine.status.frequency == last.withLock { $0 })
        }
    }

    @Test func fullQueueIsReported() throws {
        let engine = try AudioEngine(nullConfiguration())
        try engine.start()
        let far: Int64 = 1 << 40
        var accepted = 0
        #expect(throws: EngineError.queueFull(capacity: 4096)) {
            for _ in 0..<10_000 {
                try engine.apply(ParameterChange(frequency: 1), atFrame: far)
                accepted += 1
            }
        }
        #expect(accepted == 4096)
        #expect(engine.status.refusedChanges == 1)
        try engine.apply(ParameterChange(frequency: 880))
        wait { engine.status.frequency == 880 }
        try engine.stop()
    }

    @Test(
        arguments: [
            { $0.sampleRate = 0 }, { $0.sampleRate = .nan }, { $0.channelCount = 0 }, { $0.channelCount = 129 },
            { $0.periodFrames = 0 }, { $0.periodFrames = 8193 }, { $0.blockFrames = 0 }, { $0.prefillPeriods = -1 },
            { $0.prefillPeriods = 65 }, { $0.frequency = 24_001 }, { $0.amplitude = .nan },
            { $0.realtimePriority = 0 }, { $0.loadLimit = 0 }, { $0.loadLimit = 1.01 }, { $0.loadLimit = .nan },
            { $0.output = .file(path: "a.wav", seconds: -1) },
        ] as [@Sendable (inout AudioEngine.Configuration) -> Void])
    func invalidConfigurationIsRefused(change: @Sendable (inout AudioEngine.Configuration) -> Void) {
        var configuration = AudioEngine.Configuration()
        change(&configuration)
        #expect(throws: EngineError.self) { try AudioEngine(configuration) }
    }

    @Test(arguments: [1, 7, 64, 100, 256, 8192], [0, 2])
    func playsPeriodsOfAnyLength(periodFrames: Int, prefillPeriods: Int) throws {
        var configuration = nullConfiguration()
        configuration.periodFrames = periodFrames
        configuration.prefillPeriods = prefillPeriods
        let engine = try AudioEngine(configuration)
        try engine.start()
        wait { engine.status.frame >= 2 * periodFrames }
        let status = engine.status
        #expect(abs(status.latency - Double((1 + prefillPeriods) * periodFrames) / 48_000) < 1e-9)
        #expect(status.nonFiniteSamples == 0)
        try engine.stop()
    }

    @Test func statusReportsGrantedRights() throws {
        let engine = try AudioEngine(nullConfiguration())
        try engine.start()
        let status = engine.status
        #expect(status.scheduling == "SCHED_FIFO" || status.scheduling.contains("limits.conf"))
        #expect(status.memoryLock == "locked" || status.memoryLock.contains("limits.conf"))
        try engine.stop()
    }
}
