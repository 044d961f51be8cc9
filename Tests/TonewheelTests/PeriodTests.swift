import Synchronization
import TestSupport
import Testing
import Tonewheel
import TonewheelRealtime
import TonewheelSoundFiles

/// Whole engines, on a device that takes periods of any length, as fast as they come.
@Suite(.serialized) struct PeriodTests {
    private static let frameCount = 32_768

    /// 1 … 8192 frames; with and without a thread that renders ahead.
    private static let periods = [1, 2, 63, 64, 65, 100, 1000, 4096, 8192]
    private static let blockFrames = 64

    /// What was heard and what was recorded, interleaved.
    private struct Take {
        var heard: [Float]
        var recorded: [Float]
        var status: EngineStatus
    }

    /// A signal in which every frame has a value of its own.
    private static func input(_ frame: Int, _ channel: Int) -> Float {
        (channel == 0 ? 1 : -1) * Float(frame) / 0x1p17
    }

    private func play(
        period: Int, prefillPeriods: Int = 0, inputs: Int = 0,
        configure: (inout AudioEngine.Configuration) -> Void = { _ in }
    ) throws -> Take {
        let folder = try TemporaryFolder()
        var configuration = AudioEngine.Configuration()
        configuration.recordingPath = folder.path("take.wav")
        configuration.amplitude = 0.5
        configuration.periodFrames = period
        configuration.prefillPeriods = prefillPeriods
        configuration.inputChannelCount = inputs
        configuration.monitor = 0.5
        configuration.limitsOutput = false
        configuration.locksMemory = false
        configure(&configuration)
        let heard = Mutex<[Float]>([])
        let backend = FreewheelBackend(
            format: StreamFormat(
                sampleRate: 48_000, channelCount: 2, inputChannelCount: inputs, periodFrames: period),
            periods: (Self.frameCount + period - 1) / period,
            isRealTime: true,
            input: Self.input,
            turn: { _, play in
                let frames = play()
                heard.withLock { $0 += frames }
            })
        let engine = try AudioEngine(configuration) { _ in backend }
        let mayPlay = Atomic(false)
        backend.wait { [unowned engine] in
            mayPlay.load(ordering: .acquiring) && engine.status.bufferedFrames >= prefillPeriods * period
        }
        try engine.start()
        // Behind what is rendered before the device asks for the first period.
        try engine.apply(ParameterChange(frequency: 1234), atFrame: 17_001)
        try engine.apply(ParameterChange(amplitude: 0.25), atFrame: 20_000)
        try engine.apply(ParameterChange(gate: false), atFrame: 25_003)
        try engine.apply(ParameterChange(gate: true), atFrame: 25_100)
        mayPlay.store(true, ordering: .releasing)
        engine.waitUntilFinished()
        let status = engine.status
        try engine.stop()
        let recorded = try SoundFile(reading: folder.path("take.wav")).samples
        let count = 2 * Self.frameCount
        return Take(
            heard: heard.withLock { Array($0.prefix(count)) }, recorded: Array(recorded.prefix(count)), status: status)
    }

    @Test(arguments: periods, [0, 2])
    func thePeriodChangesNothing(period: Int, prefillPeriods: Int) throws {
        let expected = try play(period: 64).heard
        let take = try play(period: period, prefillPeriods: prefillPeriods)
        #expect(take.heard == expected)
        #expect(take.recorded == expected)
        #expect(take.status.underruns == 0)
        #expect(take.status.lateChanges == 0)
    }

    @Test(arguments: periods)
    func norWithTheLimiter(period: Int) throws {
        func limited(_ period: Int) throws -> Take {
            try play(period: period) {
                $0.amplitude = 1
                $0.limitsOutput = true
            }
        }
        let take = try limited(period)
        #expect(take.heard == (try limited(64).heard))
        #expect(take.status.limitedFrames > 0)
    }

    /// The input is delayed by what a block takes more than a period gives, and by what is rendered ahead; no frame is lost.
    @Test(arguments: periods, [0, 2])
    func theInputComesThroughWhole(period: Int, prefillPeriods: Int) throws {
        let tone = try play(period: 64).heard
        let take = try play(period: period, prefillPeriods: prefillPeriods, inputs: 2)
        #expect(take.recorded == take.heard)
        #expect(take.status.inputFramesLost == 0)
        #expect(take.status.nonFiniteInputs == 0)
        let shared = greatestCommonDivisor(period, Self.blockFrames)
        let delay = prefillPeriods * period + Self.blockFrames - shared
        // By then the ends of periods and of blocks have met in all ways there are.
        let settled = period * Self.blockFrames / shared + delay
        let begin = min(settled, max(delay, 20_000))
        try #require(begin < Self.frameCount - 4096)
        let isWhole = (begin..<Self.frameCount).allSatisfy { frame in
            (0..<2).allSatisfy { channel in
                let sample = 2 * frame + channel
                return take.heard[sample] == tone[sample] + 0.5 * Self.input(frame - delay, channel)
            }
        }
        #expect(isWhole)
    }

    private func greatestCommonDivisor(_ one: Int, _ other: Int) -> Int {
        other == 0 ? one : greatestCommonDivisor(other, one % other)
    }

    @Test("IPC-04: timed changes from 4 threads give the same samples whatever thread is first", arguments: 0..<5)
    func mergingIsDeterministic(run: Int) throws {
        /// The changes are those of each thread in turn, at 800 frames, two of the same thread's at each.
        func changed(from threads: Int) throws -> [Float] {
            let heard = Mutex<[Float]>([])
            let backend = FreewheelBackend(
                format: StreamFormat(sampleRate: 48_000, channelCount: 1, periodFrames: 256), periods: 128,
                turn: { _, play in
                    let frames = play()
                    heard.withLock { $0 += frames }
                })
            let engine = try AudioEngine(AudioEngine.Configuration()) { _ in backend }
            let mayPlay = Atomic(false)
            backend.wait { mayPlay.load(ordering: .acquiring) }
            try engine.start()
            let senders = try (0..<threads).map { sender in
                try RealtimeThread(name: "sender") {
                    for number in stride(from: sender, to: 400, by: threads) {
                        // The later of the two is the one that counts.
                        for frequency in [5000, Float(100 + number)] {
                            let change = ParameterChange(frequency: frequency)
                            #expect(throws: Never.self) { try engine.apply(change, atFrame: Int64(80 * number + 7)) }
                        }
                    }
                }
            }
            for sender in senders { sender.join() }
            mayPlay.store(true, ordering: .releasing)
            engine.waitUntilFinished()
            #expect(engine.status.refusedChanges == 0)
            #expect(engine.status.lateChanges == 0)
            #expect(engine.status.frequency == 499)
            try engine.stop()
            return heard.withLock { $0 }
        }
        #expect(try changed(from: 4) == changed(from: 1))
    }
}
