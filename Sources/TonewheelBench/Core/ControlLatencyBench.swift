internal import Tonewheel
internal import TonewheelBackends
internal import TonewheelRealtime
internal import TonewheelServer

/// How long it takes from a message in another process to the first sample that it changes.
///
/// What is counted: from the moment before the other process calls `send` with an `/mod/sine/amp`, to the moment at which the
/// device takes the first sample that is not as the one before. So in it are the way of the datagram, the server, the wait
/// for the next period, and the place in that period. Not in it is what a device adds behind its callback, which is what the
/// engine reports as its latency. The null backend asks for a period in the moment at which it takes its first sample.
struct ControlLatencyBench {
    private let played: PlayedEngine
    private let changes: RingBuffer<DetectedChange>
    private let pause: ClosedRange<Int64>

    /// The engine's latency as it reports it, in seconds.
    let reportedLatency: Double

    /// The length of a period, in nanoseconds.
    let period: Double

    init(sampleRate: Double, periodFrames: Int) async throws(BenchError) {
        var configuration = AudioEngine.Configuration()
        configuration.sampleRate = sampleRate
        configuration.periodFrames = periodFrames
        configuration.amplitude = 0.9
        let priority = configuration.realtimePriority
        let changes = RingBuffer<DetectedChange>(capacity: 65_536)
        self.changes = changes
        let engine: AudioEngine
        do throws(EngineError) {
            engine = try AudioEngine(configuration) { format throws(EngineError) in
                let device = NullBackend(format: format, priority: priority, locksMemory: true)
                return WatchedBackend(device, changes: changes)
            }
        } catch {
            throw BenchError(error.description)
        }
        period = Double(periodFrames) / sampleRate * 1e9
        // So long that a change has been heard and has come to rest before the next one is sent.
        let microseconds = Int64(period / 1000)
        pause = 2 * microseconds + 500...3 * microseconds + 500
        played = try await PlayedEngine(engine)
        reportedLatency = engine.status.latency
    }

    func end() async {
        await played.end()
    }

    /// Nanoseconds from a message to the first sample that it changed.
    func run(_ count: Int) throws(BenchError) -> [Int64] {
        var consumer = changes.consumer()
        let rest = try bringToRest(&consumer)
        var client = BenchClient(.amplitudes)
        client.port = played.server.port
        client.count = count
        client.pause = pause
        let sent = try BenchChild(client).result()
        MonotonicClock.sleep(until: MonotonicClock.now() + Int64(4 * period) + 100_000_000)

        var lengths: [Int64] = []
        var next = 0
        while let change = consumer.pop() {
            // The level that it came to rest at says which message it was. Those that it has overtaken, because they came too
            // close to each other, are heard with it, and count; but not one that came while the sound was changing already.
            let level = 0.9 * change.settled / rest
            guard let heard = BenchClient.Message.number(ofAmplitude: level, in: next..<count) else { continue }
            for number in next...heard where sent[number] < change.hostTime {
                lengths.append(change.hostTime - sent[number])
            }
            next = heard + 1
        }
        guard lengths.count >= count * 9 / 10 else {
            throw BenchError("\(lengths.count) of \(count) changes were heard")
        }
        return lengths
    }

    /// Stops the wheel where it is not near zero, so that every change of amplitude is one of the samples.
    private func bringToRest(_ consumer: inout RingConsumer<DetectedChange>) throws(BenchError) -> Float {
        for frequency: Float in [441, 500, 557, 613, 678, 731] {
            try apply(ParameterChange(frequency: frequency))
            try apply(ParameterChange(frequency: 0))
            var settled: Float = 0
            while let change = consumer.pop() { settled = change.settled }
            if abs(settled) > 0.3 { return settled }
        }
        throw BenchError("the tone does not come to rest")
    }

    /// Makes a change and gives it time.
    private func apply(_ change: ParameterChange) throws(BenchError) {
        do throws(EngineError) {
            try played.engine.apply(change)
        } catch {
            throw BenchError(error.description)
        }
        MonotonicClock.sleep(until: MonotonicClock.now() + Int64(4 * period) + 20_000_000)
    }
}
