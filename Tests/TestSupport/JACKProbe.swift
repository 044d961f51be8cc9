#if JACK
internal import CJACK
internal import TonewheelBackends
internal import TonewheelRealtime

/// A JACK client for tests. It records its input port and plays a constant value.
///
/// The recorded frames are in a queue of a few seconds, which one thread may read.
package final class JACKProbe: @unchecked Sendable {  // JACK's thread writes the queue, and the test reads it
    /// The state of the process callback.
    private struct Stream: ~Copyable {
        let input: OpaquePointer
        let output: OpaquePointer
        var received: AudioProducer
        var outputValue: Float = 0
    }

    private let client: OpaquePointer
    private let stream: UnsafeMutablePointer<Stream>
    private var consumer: AudioConsumer

    /// Opens a client. Returns nil if the server does not respond within several seconds.
    package init?(_ server: String) {
        tonewheel_jack_silence()
        var opened: OpaquePointer?
        for _ in 0..<500 where opened == nil {
            var status = JackStatus(rawValue: 0)
            opened = JACKClients.open { tonewheel_jack_open("probe", server, &status) }
            if opened == nil { MonotonicClock.sleep(until: MonotonicClock.now() + 10_000_000) }
        }
        guard let client = opened else { return nil }
        self.client = client
        let buffer = AudioBuffer(minimumFrames: 1 << 19, channelCount: 1)
        consumer = buffer.consumer()
        let type = JACK_DEFAULT_AUDIO_TYPE
        stream = .allocate(capacity: 1)
        stream.initialize(
            to: Stream(
                input: jack_port_register(client, "in", type, UInt(JackPortIsInput.rawValue), 0),
                output: jack_port_register(client, "out", type, UInt(JackPortIsOutput.rawValue), 0),
                received: buffer.producer()
            )
        )
        jack_set_process_callback(
            client,
            { frameCount, stream in
                let stream = stream!.assumingMemoryBound(to: Stream.self)
                let input = jack_port_get_buffer(stream.pointee.input, frameCount)!.assumingMemoryBound(to: Float.self)
                _ = stream.pointee.received.write(input, frameCount: Int(frameCount))
                let output = jack_port_get_buffer(stream.pointee.output, frameCount)!
                    .assumingMemoryBound(to: Float.self)
                for frame in 0..<Int(frameCount) { output[frame] = stream.pointee.outputValue }
                return 0
            }, stream)
        jack_activate(client)
    }

    deinit {
        JACKClients.close(client)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// The sample rate of the server, in hertz.
    package var sampleRate: Double { Double(jack_get_sample_rate(client)) }

    /// The period of the server, in frames. Setting it changes the period for all clients.
    package var period: Int {
        get { Int(jack_get_buffer_size(client)) }
        set { jack_set_buffer_size(client, jack_nframes_t(newValue)) }
    }

    /// The value that is played on every frame.
    package var outputValue: Float {
        get { stream.pointee.outputValue }
        set { stream.pointee.outputValue = newValue }
    }

    /// Connects an output port of another client to the probe's input.
    package func connectInput(to port: String) -> Bool {
        jack_connect(client, port, jack_port_name(stream.pointee.input)) == 0
    }

    /// Connects the probe's output to an input port of another client.
    package func connectOutput(to port: String) -> Bool {
        jack_connect(client, jack_port_name(stream.pointee.output), port) == 0
    }

    /// Returns the server's ports whose names begin with `prefix`.
    package func ports(_ prefix: String) -> [String] {
        guard let names = jack_get_ports(client, "^\(prefix)", nil, 0) else { return [] }
        defer { jack_free(names) }
        var ports: [String] = []
        while let name = names[ports.count] { ports.append(String(cString: name)) }
        return ports
    }

    /// Returns the ports that are connected to a port of another client.
    package func connections(of port: String) -> [String] {
        guard let handle = jack_port_by_name(client, port),
            let names = jack_port_get_all_connections(client, handle)
        else { return [] }
        defer { jack_free(names) }
        var ports: [String] = []
        while let name = names[ports.count] { ports.append(String(cString: name)) }
        return ports
    }

    /// Returns the capture latency that another client has reported for its port, in frames; −1 without such a port.
    package func captureLatency(of port: String) -> Int {
        var range = jack_latency_range_t()
        guard let handle = jack_port_by_name(client, port) else { return -1 }
        jack_port_get_latency_range(handle, JackCaptureLatency, &range)
        return Int(range.max)
    }

    /// Discards the frames received so far.
    package func discardInput() {
        var frames = [Float](repeating: 0, count: 4096)
        while consumer.read(into: &frames, frameCount: 4096) > 0 {}
    }

    /// Waits for `frameCount` further frames. Returns fewer after ten seconds, for example if the server has ended.
    package func receive(_ frameCount: Int) -> [Float] {
        var received: [Float] = []
        var frames = [Float](repeating: 0, count: 4096)
        let deadline = MonotonicClock.now() + 10_000_000_000
        while received.count < frameCount, MonotonicClock.now() < deadline {
            let count = consumer.read(into: &frames, frameCount: min(4096, frameCount - received.count))
            received += frames.prefix(count)
            if count == 0 { MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000) }
        }
        return received
    }

    /// Whether a sine with a peak of 0.5 arrives: 4096 frames without a drop-out, 43 ms at 96 kHz.
    ///
    /// The server itself drops out at times, so several attempts are made. If the host takes processors away, periods
    /// of 64 frames are lost many times a second.
    ///
    /// - Parameter frameCount: The number of further frames to ignore, in addition to those received so far.
    package func receivesTone(_ frequency: Double, after frameCount: Int) -> Bool {
        discardInput()
        _ = receive(frameCount)
        for _ in 0..<160 {
            let sine = SineFit(receive(4096), frequency: frequency, sampleRate: sampleRate)
            if sine.distortion < -100, abs(sine.amplitude - 0.5) < 1e-3 { return true }
        }
        return false
    }
}
#endif
