internal import Tonewheel
internal import TonewheelBackends
internal import TonewheelRealtime
internal import TonewheelServer

/// How long it takes from a message in another process to the first sample that it changes.
///
/// What is counted: from the moment before the other process calls `send` with an `/mod/sine/amp`, to the moment at which the
/// device takes the first sample that is not as the one before. So in it are the way of the datagram, the server, the wait
/// for the next period, and the place in that period. Not in it is what a device adds behind its callback, which is what the
/// engine reports as its latency. The null backend asks for a period in the moment at which it takes its first sample. With
/// JACK it is the moment at which the cycle began in which another client of the server gets that sample.
struct ControlLatencyBench {
    private let played: PlayedEngine
    private let changes: RingBuffer<DetectedChange>
    private let pause: ClosedRange<Int64>

    /// The engine's latency as it reports it, in seconds.
    let reportedLatency: Double

    /// The length of a period, in nanoseconds.
    let period: Double

    /// What keeps the other end of a device alive.
    private let listener: AnyObject?

    /// Plays to a clock without a device.
    init(sampleRate: Double, periodFrames: Int, mode: RenderMode = .callback) async throws(BenchError) {
        var configuration = Self.configuration(sampleRate, periodFrames)
        try mode.set(&configuration)
        let priority = configuration.realtimePriority
        let changes = RingBuffer<DetectedChange>(capacity: 65_536)
        try await self.init(configuration, changes, listener: nil) { format throws(EngineError) in
            let device = NullBackend(format: format, priority: priority, locksMemory: true)
            return WatchedBackend(device, changes: changes)
        } listen: {
        }
    }

    #if JACK
    /// Plays through a JACK server without a sound card to another client of it.
    init(jackSampleRate sampleRate: Double, periodFrames: Int) async throws(BenchError) {
        var configuration = Self.configuration(sampleRate, periodFrames)
        let changes = RingBuffer<DetectedChange>(capacity: 65_536)
        let listener = try JACKListener(sampleRate: sampleRate, periodFrames: periodFrames, changes: changes)
        configuration.output = .jack(server: listener.server)
        try await self.init(configuration, changes, listener: listener, makeBackend: nil) { () throws(BenchError) in
            try listener.listen(to: "tonewheel:out_1")
        }
    }
    #endif

    private static func configuration(_ sampleRate: Double, _ periodFrames: Int) -> AudioEngine.Configuration {
        var configuration = AudioEngine.Configuration()
        configuration.sampleRate = sampleRate
        configuration.periodFrames = periodFrames
        configuration.amplitude = 0.9
        // The limiter's millisecond is in the latency that the engine reports; and the levels that are told apart here are
        // DC, which it would take away.
        configuration.limitsOutput = false
        return configuration
    }

    private init(
        _ configuration: AudioEngine.Configuration,
        _ changes: RingBuffer<DetectedChange>,
        listener: AnyObject?,
        makeBackend: AudioEngine.BackendMaker?,
        listen: () throws(BenchError) -> Void
    ) async throws(BenchError) {
        self.changes = changes
        self.listener = listener
        let engine: AudioEngine
        do throws(EngineError) {
            if let makeBackend {
                engine = try AudioEngine(configuration, makeBackend: makeBackend)
            } else {
                engine = try AudioEngine(configuration)
            }
        } catch {
            throw BenchError(error.description)
        }
        period = Double(configuration.periodFrames) / configuration.sampleRate * 1e9
        // So long that a change has been heard and has come to rest before the next one is sent.
        let microseconds = Int64(period / 1000)
        let ahead: Int64 = configuration.isolation == .none ? Int64(configuration.prefillPeriods) : 1
        pause = (2 + ahead) * microseconds + 500...(3 + ahead) * microseconds + 500
        played = try await PlayedEngine(engine)
        reportedLatency = engine.status.latency
        try listen()
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
        // Where the host holds a process up, messages come together, and some of them while the sound is changing: how many
        // counted stands beside the result.
        guard lengths.count >= count / 2 else {
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
