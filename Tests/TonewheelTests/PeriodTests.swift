import Synchronization
import TestSupport
import Testing
import Tonewheel
import TonewheelRealtime
import TonewheelSoundFiles

/// Tests of whole engines with a device that plays periods of any length, faster than real time.
@Suite(.serialized) struct PeriodTests {
    private static let frameCount = 32_768

    /// Period lengths in frames, 1 … 8192.
    private static let periods = [1, 2, 63, 64, 65, 100, 1000, 4096, 8192]
    private static let blockFrames = 64

    /// The output of the device, and the recording, interleaved.
    private struct Take {
        var played: [Float]
        var recorded: [Float]
        var status: EngineStatus
    }

    /// A signal in which every frame has a distinct value.
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
        let played = Mutex<[Float]>([])
        let backend = FreewheelBackend(
            format: StreamFormat(
                sampleRate: 48_000, channelCount: 2, inputChannelCount: inputs, periodFrames: period),
            periods: (Self.frameCount + period - 1) / period,
            isRealTime: true,
            input: Self.input,
            onPeriod: { _, play in
                let frames = play()
                played.withLock { $0 += frames }
            })
        let engine = try AudioEngine(configuration) { _ in backend }
        let mayPlay = Atomic(false)
        backend.wait { [unowned engine] in
            mayPlay.load(ordering: .acquiring) && engine.status.bufferedFrames >= prefillPeriods * period
        }
        try engine.start()
        // All frames are later than those that are rendered before the device plays its first period.
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
            played: played.withLock { Array($0.prefix(count)) }, recorded: Array(recorded.prefix(count)), status: status
        )
    }

    @Test(arguments: periods, [0, 2])
    func periodHasNoEffectOnTheOutput(period: Int, prefillPeriods: Int) throws {
        let expected = try play(period: 64).played
        let take = try play(period: period, prefillPeriods: prefillPeriods)
        #expect(take.played == expected)
        #expect(take.recorded == expected)
        #expect(take.status.underruns == 0)
        #expect(take.status.lateChanges == 0)
    }

    @Test(arguments: periods)
    func periodHasNoEffectOnTheLimitedOutput(period: Int) throws {
        func limited(_ period: Int) throws -> Take {
            try play(period: period) {
                $0.amplitude = 1
                $0.limitsOutput = true
            }
        }
        let take = try limited(period)
        #expect(take.played == (try limited(64).played))
        #expect(take.status.limitedFrames > 0)
    }

    /// The input is delayed by the frames that a block needs beyond a period, and by those that are rendered ahead; no
    /// frame is lost.
    @Test(arguments: periods, [0, 2])
    func inputArrivesWithoutLoss(period: Int, prefillPeriods: Int) throws {
        let tone = try play(period: 64).played
        let take = try play(period: period, prefillPeriods: prefillPeriods, inputs: 2)
        #expect(take.recorded == take.played)
        #expect(take.status.inputFramesLost == 0)
        #expect(take.status.nonFiniteInputs == 0)
        let shared = greatestCommonDivisor(period, Self.blockFrames)
        let delay = prefillPeriods * period + Self.blockFrames - shared
        // By then every alignment of periods and blocks has occurred.
        let settled = period * Self.blockFrames / shared + delay
        let begin = min(settled, max(delay, 20_000))
        try #require(begin < Self.frameCount - 4096)
        let isWhole = (begin..<Self.frameCount).allSatisfy { frame in
            (0..<2).allSatisfy { channel in
                let sample = 2 * frame + channel
                return take.played[sample] == tone[sample] + 0.5 * Self.input(frame - delay, channel)
            }
        }
        #expect(isWhole)
    }

    private func greatestCommonDivisor(_ one: Int, _ other: Int) -> Int {
        other == 0 ? one : greatestCommonDivisor(other, one % other)
    }

    @Test("IPC-04: timed changes from 4 threads produce the same samples in any order of arrival", arguments: 0..<5)
    func mergingIsDeterministic(run: Int) throws {
        /// The changes alternate between the threads. There are two at each frame, both of the same thread.
        func changed(from threads: Int) throws -> [Float] {
            let played = Mutex<[Float]>([])
            let backend = FreewheelBackend(
                format: StreamFormat(sampleRate: 48_000, channelCount: 1, periodFrames: 256), periods: 128,
                onPeriod: { _, play in
                    let frames = play()
                    played.withLock { $0 += frames }
                })
            let engine = try AudioEngine(AudioEngine.Configuration()) { _ in backend }
            let mayPlay = Atomic(false)
            backend.wait { mayPlay.load(ordering: .acquiring) }
            try engine.start()
            let senders = try (0..<threads).map { sender in
                try RealtimeThread(name: "sender") {
                    for number in stride(from: sender, to: 400, by: threads) {
                        // The second change replaces the first.
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
            return played.withLock { $0 }
        }
        #expect(try changed(from: 4) == changed(from: 1))
    }
}
