#if JACK
internal import CJACK
internal import TonewheelBackends
internal import TonewheelRealtime

/// Another client of a JACK server: it hears what comes in at its port, and plays what it is given.
///
/// What it heard is kept in a queue of a few seconds, taken by one thread.
package final class JACKEar: @unchecked Sendable {  // the queue's ends belong to JACK's thread and to the test
    /// What the process callback works on.
    private struct Stream: ~Copyable {
        let input: OpaquePointer
        let output: OpaquePointer
        var heard: AudioProducer
        var voice: Float = 0
    }

    private let client: OpaquePointer
    private let stream: UnsafeMutablePointer<Stream>
    private var consumer: AudioConsumer

    /// Opens a client; nil if the server does not answer within some seconds.
    package init?(_ server: String) {
        tonewheel_jack_silence()
        var opened: OpaquePointer?
        for _ in 0..<500 where opened == nil {
            var status = JackStatus(rawValue: 0)
            opened = JACKClients.open { tonewheel_jack_open("ear", server, &status) }
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
                heard: buffer.producer()
            )
        )
        jack_set_process_callback(
            client,
            { frameCount, stream in
                let stream = stream!.assumingMemoryBound(to: Stream.self)
                let heard = jack_port_get_buffer(stream.pointee.input, frameCount)!.assumingMemoryBound(to: Float.self)
                _ = stream.pointee.heard.write(heard, frameCount: Int(frameCount))
                let said = jack_port_get_buffer(stream.pointee.output, frameCount)!.assumingMemoryBound(to: Float.self)
                for frame in 0..<Int(frameCount) { said[frame] = stream.pointee.voice }
                return 0
            }, stream)
        jack_activate(client)
    }

    deinit {
        JACKClients.close(client)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Frames a second.
    package var sampleRate: Double { Double(jack_get_sample_rate(client)) }

    /// Frames in a period, which may be changed.
    package var period: Int {
        get { Int(jack_get_buffer_size(client)) }
        set { jack_set_buffer_size(client, jack_nframes_t(newValue)) }
    }

    /// What it plays, on every frame.
    package var voice: Float {
        get { stream.pointee.voice }
        set { stream.pointee.voice = newValue }
    }

    /// Connects a port of another client to its own.
    package func listen(to port: String) -> Bool {
        jack_connect(client, port, jack_port_name(stream.pointee.input)) == 0
    }

    /// Connects its own port to one of another client.
    package func speak(to port: String) -> Bool {
        jack_connect(client, jack_port_name(stream.pointee.output), port) == 0
    }

    /// The ports of the server whose names begin like this.
    package func ports(_ prefix: String) -> [String] {
        guard let names = jack_get_ports(client, "^\(prefix)", nil, 0) else { return [] }
        defer { jack_free(names) }
        var ports: [String] = []
        while let name = names[ports.count] { ports.append(String(cString: name)) }
        return ports
    }

    /// The ports that one of another client is connected to.
    package func connections(of port: String) -> [String] {
        guard let handle = jack_port_by_name(client, port),
            let names = jack_port_get_all_connections(client, handle)
        else { return [] }
        defer { jack_free(names) }
        var ports: [String] = []
        while let name = names[ports.count] { ports.append(String(cString: name)) }
        return ports
    }

    /// The latency that JACK has been told of for another client's port, in frames.
    package func captureLatency(of port: String) -> Int {
        var range = jack_latency_range_t()
        guard let handle = jack_port_by_name(client, port) else { return -1 }
        jack_port_get_latency_range(handle, JackCaptureLatency, &range)
        return Int(range.max)
    }

    /// Drops what it has heard until now.
    package func forget() {
        var frames = [Float](repeating: 0, count: 4096)
        while consumer.read(into: &frames, frameCount: 4096) > 0 {}
    }

    /// Waits until it has heard so many more frames; fewer if the server has ended.
    package func hear(_ frameCount: Int) -> [Float] {
        var heard: [Float] = []
        var frames = [Float](repeating: 0, count: 4096)
        let deadline = MonotonicClock.now() + 10_000_000_000
        while heard.count < frameCount, MonotonicClock.now() < deadline {
            let count = consumer.read(into: &frames, frameCount: min(4096, frameCount - heard.count))
            heard += frames.prefix(count)
            if count == 0 { MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000) }
        }
        return heard
    }

    /// Whether it comes to hear a sine with a peak of 0.5: 4096 frames, 43 ms at 96 kHz, without a fault of the server's, which drops
    /// out itself at times. A host that takes processors away costs a period of 64 frames many times a second.
    ///
    /// - Parameter frameCount: so many frames from now on do not count, nor does what it has heard before.
    package func hearsTone(_ frequency: Double, after frameCount: Int) -> Bool {
        forget()
        _ = hear(frameCount)
        for _ in 0..<160 {
            let sine = SineFit(hear(4096), frequency: frequency, sampleRate: sampleRate)
            if sine.distortion < -100, abs(sine.amplitude - 0.5) < 1e-3 { return true }
        }
        return false
    }
}
#endif
