#if JACK
internal import CJACK
internal import Synchronization
package import TonewheelRealtime

/// A client of a JACK server, with the ports `tonewheel:out_1`, … and `tonewheel:in_1`, …, at the server's rate and
/// period. `[control]`
///
/// Reference: the documentation of JACK's client API, <https://jackaudio.org/api/>.
package final class JACKDevice: Device, @unchecked Sendable {  // the callback's state is written before it starts
    package let name: String

    private let client: OpaquePointer
    private let stream: UnsafeMutablePointer<JACKStream>
    private let outputs: [OpaquePointer]
    private let inputs: [OpaquePointer]
    private let opened: StreamFormat

    // The values that JACK last reported. Readers use these and not JACK's memory, which may vanish with the server.
    private let period: Atomic<Int>
    private let playbackLatency = Atomic(0)

    private let internalLatency: @Sendable (StreamFormat) -> Int
    private let onLoss = Mutex<(@Sendable () -> Void)?>(nil)
    private let xrunCount = Atomic(0)
    private let isClosed = Atomic(false)

    /// The time at which the library reported the server's shutdown, in nanoseconds of the monotonic clock, or 0.
    private let lossTime = Atomic<Int64>(0)

    /// The time that the library's thread has to finish after a shutdown, in nanoseconds. Closing the client ends that
    /// thread at any point. If it holds a lock, the lock is never released, and every later call of the library in this
    /// process hangs (seen with 1.9.21).
    private static let shutdownGracePeriod: Int64 = 250_000_000

    /// Opens a client and registers its ports. Does not start a server.
    ///
    /// - Parameters:
    ///   - server: The server's name; nil for `$JACK_DEFAULT_SERVER`, or "default".
    ///   - format: The requested channels and inputs. Rate and period are the server's.
    ///   - internalLatency: Returns the engine's latency from input to output in frames, which is reported to JACK.
    package init(server: String?, format: StreamFormat, internalLatency: @escaping @Sendable (StreamFormat) -> Int)
        throws(BackendError)
    {
        let client = try JACKSystem.open("tonewheel", server: server)
        var ports: [OpaquePointer] = []
        func register(_ kind: String, _ count: Int, _ flags: JackPortFlags) throws(BackendError) {
            for number in 0..<count {
                guard
                    let port = jack_port_register(
                        client, "\(kind)_\(number + 1)", JACK_DEFAULT_AUDIO_TYPE, UInt(flags.rawValue), 0)
                else {
                    JACKClients.close(client)
                    throw BackendError("JACK has no port left for \(kind)_\(number + 1). Request fewer channels.")
                }
                ports.append(port)
            }
        }
        try register("out", format.channelCount, JackPortIsOutput)
        try register("in", format.inputChannelCount, JackPortIsInput)
        outputs = Array(ports.prefix(format.channelCount))
        inputs = Array(ports.dropFirst(format.channelCount))
        name = "JACK client \(String(cString: jack_get_client_name(client)))"
        self.client = client
        self.internalLatency = internalLatency
        var format = format
        format.sampleRate = Double(jack_get_sample_rate(client))
        format.periodFrames = Int(jack_get_buffer_size(client))
        opened = format
        period = Atomic(format.periodFrames)
        stream = .allocate(capacity: 1)
        stream.initialize(to: JACKStream(client: client, outputs: outputs, inputs: inputs))
    }

    deinit {
        stop()
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    package var format: StreamFormat {
        var format = opened
        format.periodFrames = period.load(ordering: .relaxed)
        return format
    }

    /// Always false: JACK reports its end through the shutdown callback.
    package let hasEnded = false

    package var xruns: Int { xrunCount.load(ordering: .relaxed) }

    package var outputLatencyFrames: Int {
        max(period.load(ordering: .relaxed), playbackLatency.load(ordering: .relaxed))
    }

    package func start(
        _ callback: RenderCallback, onLoss: @escaping @Sendable () -> Void
    ) throws(BackendError) -> RealtimeRights {
        self.onLoss.withLock { $0 = onLoss }
        stream.pointee.callback = callback
        let device = Unmanaged.passUnretained(self).toOpaque()
        jack_set_thread_init_callback(client, { _ in RealtimeRights.touchStack() }, nil)
        jack_set_process_callback(client, jackProcessCallback, stream)
        jack_set_xrun_callback(
            client,
            { device in
                Unmanaged<JACKDevice>.fromOpaque(device!).takeUnretainedValue()
                    .xrunCount.wrappingAdd(1, ordering: .relaxed)
                return 0
            }, device)
        jack_on_shutdown(
            client,
            { device in
                Unmanaged<JACKDevice>.fromOpaque(device!).takeUnretainedValue().serverHasShutDown()
            }, device)
        jack_set_buffer_size_callback(
            client,
            { frameCount, device in
                Unmanaged<JACKDevice>.fromOpaque(device!).takeUnretainedValue()
                    .period.store(Int(frameCount), ordering: .relaxed)
                return 0
            }, device)
        jack_set_latency_callback(
            client,
            { mode, device in
                Unmanaged<JACKDevice>.fromOpaque(device!).takeUnretainedValue().reportLatency(mode)
            }, device)
        guard jack_activate(client) == 0 else {
            throw BackendError("JACK did not activate the client. See the server's messages.")
        }
        connect()
        let isRealtime = jack_is_realtime(client) == 1
        let notPermitted: Int32 = 1  // EPERM: the server itself has no real-time rights
        return RealtimeRights(
            scheduling: isRealtime ? .granted : .refused(errno: notPermitted),
            memoryLock: .notRequested,
            flushesDenormals: true
        )
    }

    package func stop() {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        onLoss.withLock { $0 = nil }
        let lossTime = lossTime.load(ordering: .acquiring)
        if lossTime != 0 { MonotonicClock.sleep(until: lossTime + Self.shutdownGracePeriod) }
        // With a lost server this fails, but still frees the client.
        JACKClients.close(client)
    }

    /// Handles the server's shutdown. Called on the library's thread.
    private func serverHasShutDown() {
        JACKClients.serverHasShutDown()
        lossTime.store(MonotonicClock.now(), ordering: .releasing)
        onLoss.withLock { $0 }?()
    }

    /// Connects the ports to those of the sound card, pair by pair. A single channel is connected to two of them.
    private func connect() {
        let playback = JACKSystem.physicalPorts(client, JackPortIsInput)
        for (number, port) in playback.enumerated() where number < max(2, outputs.count) {
            let output = outputs.count == 1 ? outputs[0] : outputs[min(number, outputs.count - 1)]
            jack_connect(client, jack_port_name(output), port)
        }
        for (input, port) in zip(inputs, JACKSystem.physicalPorts(client, JackPortIsOutput)) {
            jack_connect(client, port, jack_port_name(input))
        }
    }

    /// Sets the latency of each port: that of the connected ports on the other side plus the engine's own.
    private func reportLatency(_ mode: JackLatencyCallbackMode) {
        let (from, to) = mode == JackCaptureLatency ? (inputs, outputs) : (outputs, inputs)
        var sum = jack_latency_range_t(min: .max, max: 0)
        for port in from {
            var range = jack_latency_range_t()
            jack_port_get_latency_range(port, mode, &range)
            sum = jack_latency_range_t(min: min(sum.min, range.min), max: max(sum.max, range.max))
        }
        sum.min = min(sum.min, sum.max)
        if mode == JackPlaybackLatency { playbackLatency.store(Int(sum.max), ordering: .relaxed) }
        let own = jack_nframes_t(internalLatency(format))
        sum.min += own
        sum.max += own
        for port in to { jack_port_set_latency_range(port, mode, &sum) }
    }
}
#endif
