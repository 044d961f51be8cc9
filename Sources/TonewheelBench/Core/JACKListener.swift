#if JACK
internal import CJACK
internal import Foundation
internal import TonewheelRealtime

/// A JACK server without a sound card, under a name of its own, and a client of it that shows a `ChangeDetector` what it hears.
final class JACKListener {
    /// What the server is called.
    let server = "tonewheel-bench-\(ProcessInfo.processInfo.processIdentifier)"

    private let process = Process()
    private var client: OpaquePointer?
    private var stream: UnsafeMutablePointer<JACKListenerStream>?

    /// Whether there is a server to start.
    static var isInstalled: Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/jackd") }
    }

    /// Starts the server and the client.
    ///
    /// - Parameter changes: takes what is found.
    init(sampleRate: Double, periodFrames: Int, changes: RingBuffer<DetectedChange>) throws(BenchError) {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["jackd", "-n", server, "-R", "-P", "\(WakeBench.priority)", "-d", "dummy"]
            + ["-r", "\(Int(sampleRate))", "-p", "\(periodFrames)"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw BenchError("cannot start jackd: \(error)")
        }
        tonewheel_jack_silence()
        for _ in 0..<500 where client == nil {
            var status = JackStatus(rawValue: 0)
            client = tonewheel_jack_open("listener", server, &status)
            if client == nil { MonotonicClock.sleep(until: MonotonicClock.now() + 10_000_000) }
        }
        guard let client,
            let port = jack_port_register(client, "in", JACK_DEFAULT_AUDIO_TYPE, UInt(JackPortIsInput.rawValue), 0)
        else { throw BenchError("jackd does not answer: is another one in its way?") }
        let stream = UnsafeMutablePointer<JACKListenerStream>.allocate(capacity: 1)
        stream.initialize(
            to: JACKListenerStream(client, port, ChangeDetector(sampleRate: sampleRate, changes: changes.producer())))
        self.stream = stream
        jack_set_process_callback(client, jackListenerCallback, stream)
        jack_activate(client)
    }

    /// Hears what a port plays.
    func listen(to port: String) throws(BenchError) {
        guard let client, jack_connect(client, port, "listener:in") == 0 else {
            throw BenchError("JACK does not connect \(port)")
        }
    }

    deinit {
        if let client { jack_client_close(client) }
        stream?.deinitialize(count: 1)
        stream?.deallocate()
        // By its id, and by nothing wider.
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }
}

/// What the listener's process callback works on.
private struct JACKListenerStream: ~Copyable {
    private let ports: UnsafeMutablePointer<tonewheel_jack_ports>
    private let begin: DeviceFunction
    private var detector: ChangeDetector

    init(_ client: OpaquePointer, _ port: OpaquePointer, _ detector: consuming ChangeDetector) {
        let list = UnsafeMutablePointer<OpaquePointer?>.allocate(capacity: 1)
        list.initialize(to: port)
        let buffers = UnsafeMutablePointer<UnsafeMutablePointer<Float>?>.allocate(capacity: 1)
        buffers.initialize(to: nil)
        ports = .allocate(capacity: 1)
        ports.initialize(to: tonewheel_jack_ports(client: client, count: 1, ports: list, buffers: buffers))
        begin = DeviceFunction(context: ports, tonewheel_jack_begin)
        self.detector = detector
    }

    deinit {
        ports.pointee.ports.deallocate()
        ports.pointee.buffers.deallocate()
        ports.deallocate()
    }

    @_noLocks @_noAllocation
    mutating func listen(_ frameCount: Int) {
        let hostTime = begin(Int32(truncatingIfNeeded: frameCount))
        guard let heard = ports.pointee.buffers[0] else { return }
        detector.look(heard, frameCount: frameCount, channelCount: 1, hostTime: hostTime)
    }
}

/// The process callback of a `JACKListener`.
@_noLocks @_noAllocation
private func jackListenerCallback(frameCount: jack_nframes_t, stream: UnsafeMutableRawPointer?) -> Int32 {
    stream?.assumingMemoryBound(to: JACKListenerStream.self).pointee.listen(Int(truncatingIfNeeded: frameCount))
    return 0
}
#endif
