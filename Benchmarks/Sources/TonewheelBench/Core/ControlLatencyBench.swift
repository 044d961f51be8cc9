internal import Tonewheel
internal import TonewheelBackends
internal import TonewheelRealtime
internal import TonewheelServer

/// The latency from a message in another process to the first sample that it changes.
///
/// The time begins before the other process calls `send` with an `/mod/sine/amp`, and ends when the device takes the
/// first changed sample. It includes the datagram, the server, the wait for the next period, and the position in that
/// period. It excludes the latency of the device after its callback, which the engine reports. The null backend
/// requests a period at the time at which it takes its first sample. With JACK, the time of a sample is the beginning
/// of the cycle in which another client receives it.
struct ControlLatencyBench {
    private let served: ServedEngine
    private let changes: RingBuffer<DetectedChange>
    private let pause: ClosedRange<Int64>

    /// The latency that the engine reports, in seconds.
    let reportedLatency: Double

    /// The length of a period, in nanoseconds.
    let period: Double

    /// Keeps the JACK listener alive.
    private let listener: AnyObject?

    /// Starts an engine with the null backend.
    init(sampleRate: Double, periodFrames: Int, mode: RenderMode = .callback) async throws(BenchError) {
        var configuration = Self.configuration(sampleRate, periodFrames)
        try mode.set(&configuration)
        let priority = configuration.realtimePriority
        let changes = RingBuffer<DetectedChange>(capacity: 65_536)
        try await self.init(configuration, changes, listener: nil) { format throws(EngineError) in
            let device = NullBackend(format: format, priority: priority, locksMemory: true)
            return WatchedBackend(device, changes: changes)
        } connectListener: {
        }
    }

    #if JACK
    /// Starts an engine that plays through a JACK server without a sound card to another client.
    init(jackSampleRate sampleRate: Double, periodFrames: Int) async throws(BenchError) {
        var configuration = Self.configuration(sampleRate, periodFrames)
        let changes = RingBuffer<DetectedChange>(capacity: 65_536)
        let listener = try JACKListener(sampleRate: sampleRate, periodFrames: periodFrames, changes: changes)
        configuration.output = .jack(server: listener.server)
        try await self.init(configuration, changes, listener: listener, makeBackend: nil) { () throws(BenchError) in
            try listener.connect(to: "tonewheel:out_1")
        }
    }
    #endif

    private static func configuration(_ sampleRate: Double, _ periodFrames: Int) -> AudioEngine.Configuration {
        var configuration = AudioEngine.Configuration()
        configuration.sampleRate = sampleRate
        configuration.periodFrames = periodFrames
        configuration.amplitude = 0.9
        // The limiter's millisecond is part of the latency that the engine reports. It would also remove the DC levels
        // that identify messages.
        configuration.limitsOutput = false
        return configuration
    }

    private init(
        _ configuration: AudioEngine.Configuration,
        _ changes: RingBuffer<DetectedChange>,
        listener: AnyObject?,
        makeBackend: AudioEngine.BackendMaker?,
        connectListener: () throws(BenchError) -> Void
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
        // Long enough for a change to arrive and to settle before the next message is sent.
        let microseconds = Int64(period / 1000)
        let ahead: Int64 = configuration.isolation == .none ? Int64(configuration.prefillPeriods) : 1
        pause = (2 + ahead) * microseconds + 500...(3 + ahead) * microseconds + 500
        served = try await ServedEngine(engine)
        reportedLatency = engine.status.latency
        try connectListener()
    }

    func end() async {
        await served.end()
    }

    /// Returns the nanoseconds from each message to the first sample that it changed.
    func run(_ count: Int) throws(BenchError) -> [Int64] {
        var consumer = changes.consumer()
        let rest = try settle(&consumer)
        var client = BenchClient(.amplitudes)
        client.port = served.server.port
        client.count = count
        client.pause = pause
        let sent = try BenchChild(client).result()
        MonotonicClock.sleep(until: MonotonicClock.now() + Int64(4 * period) + 100_000_000)

        var lengths: [Int64] = []
        var next = 0
        while let change = consumer.pop() {
            // The settled level identifies the message. Earlier messages without a change of their own, which arrived
            // too close together, count too, except those sent while the signal was already changing.
            let level = 0.9 * change.settled / rest
            guard let last = BenchClient.Message.number(ofAmplitude: level, in: next..<count) else { continue }
            for number in next...last where sent[number] < change.hostTime {
                lengths.append(change.hostTime - sent[number])
            }
            next = last + 1
        }
        // If the host delays a process, messages arrive together, some of them while the signal is changing. The result
        // contains the number of measured messages.
        guard lengths.count >= count / 2 else {
            throw BenchError("Only \(lengths.count) of \(count) changes were detected.")
        }
        return lengths
    }

    /// Stops the oscillator at a value far from zero, so that every change of amplitude changes the samples.
    private func settle(_ consumer: inout RingConsumer<DetectedChange>) throws(BenchError) -> Float {
        for frequency: Float in [441, 500, 557, 613, 678, 731] {
            try apply(ParameterChange(frequency: frequency))
            try apply(ParameterChange(frequency: 0))
            var settled: Float = 0
            while let change = consumer.pop() { settled = change.settled }
            if abs(settled) > 0.3 { return settled }
        }
        throw BenchError("The signal does not settle.")
    }

    /// Applies a change, and waits until it has taken effect.
    private func apply(_ change: ParameterChange) throws(BenchError) {
        do throws(EngineError) {
            try served.engine.apply(change)
        } catch {
            throw BenchError(error.description)
        }
        MonotonicClock.sleep(until: MonotonicClock.now() + Int64(4 * period) + 20_000_000)
    }
}
