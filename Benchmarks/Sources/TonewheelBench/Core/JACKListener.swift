#if JACK
internal import CJACK
internal import Synchronization
internal import TonewheelRealtime

/// A JACK server without a sound card, and a client of it that passes its input to a `ChangeDetector`.
final class JACKListener {
    private let dummy: JACKDummy
    private let stream: UnsafeMutablePointer<JACKListenerStream>
    private let xruns = XrunCount()

    private final class XrunCount: Sendable {
        let value = Atomic(0)
    }

    /// Whether `jackd` is installed.
    static var isInstalled: Bool { JACKDummy.isInstalled }

    /// Starts the server and the client.
    ///
    /// - Parameter changes: The queue for the detected changes.
    init(sampleRate: Double, periodFrames: Int, changes: RingBuffer<DetectedChange>) throws(BenchError) {
        let dummy = try JACKDummy(sampleRate: sampleRate, periodFrames: periodFrames, client: "listener")
        guard
            let port = jack_port_register(
                dummy.client, "in", JACK_DEFAULT_AUDIO_TYPE, UInt(JackPortIsInput.rawValue), 0)
        else { throw BenchError("Cannot register a JACK port.") }
        self.dummy = dummy
        let detector = ChangeDetector(sampleRate: sampleRate, changes: changes.producer())
        stream = .allocate(capacity: 1)
        stream.initialize(to: JACKListenerStream(dummy.client, port, detector))
        jack_set_process_callback(dummy.client, jackListenerCallback, stream)
        jack_set_xrun_callback(
            dummy.client,
            { count in
                guard let count else { return 0 }
                Unmanaged<XrunCount>.fromOpaque(count).takeUnretainedValue().value.wrappingAdd(1, ordering: .relaxed)
                return 0
            }, Unmanaged.passUnretained(xruns).toOpaque())
        jack_activate(dummy.client)
    }

    /// The server name.
    var server: String { dummy.name }

    /// Whether the server was started with real-time scheduling.
    var isRealTime: Bool { dummy.isRealTime }

    /// The number of periods that the server has lost since the start, for any reason.
    var xrunCount: Int { xruns.value.load(ordering: .relaxed) }

    /// Connects a port to the listener's input.
    func connect(to port: String) throws(BenchError) {
        guard jack_connect(dummy.client, port, "listener:in") == 0 else {
            throw BenchError("Cannot connect the JACK port \(port).")
        }
    }

    deinit {
        jack_deactivate(dummy.client)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }
}

/// The state of the listener's process callback.
private struct JACKListenerStream: ~Copyable {
    private let ports: UnsafeMutablePointer<tonewheel_jack_ports>
    private let begin: DeviceFunction
    private let wakeUp: DeviceFunction
    private var detector: ChangeDetector

    init(_ client: OpaquePointer, _ port: OpaquePointer, _ detector: consuming ChangeDetector) {
        let list = UnsafeMutablePointer<OpaquePointer?>.allocate(capacity: 1)
        list.initialize(to: port)
        let buffers = UnsafeMutablePointer<UnsafeMutablePointer<Float>?>.allocate(capacity: 1)
        buffers.initialize(to: nil)
        ports = .allocate(capacity: 1)
        ports.initialize(to: tonewheel_jack_ports(client: client, count: 1, ports: list, buffers: buffers))
        begin = DeviceFunction(context: ports, tonewheel_jack_begin)
        wakeUp = DeviceFunction(context: ports, tonewheel_jack_wake_up)
        self.detector = detector
    }

    deinit {
        ports.pointee.ports.deallocate()
        ports.pointee.buffers.deallocate()
        ports.deallocate()
    }

    @_noLocks @_noAllocation
    mutating func process(_ frameCount: Int) {
        _ = begin(Int32(truncatingIfNeeded: frameCount))
        let hostTime = wakeUp(Int32(truncatingIfNeeded: frameCount))
        guard let input = ports.pointee.buffers[0] else { return }
        detector.process(input, frameCount: frameCount, channelCount: 1, hostTime: hostTime)
    }
}

/// The process callback of a `JACKListener`.
@_noLocks @_noAllocation
private func jackListenerCallback(frameCount: jack_nframes_t, stream: UnsafeMutableRawPointer?) -> Int32 {
    stream?.assumingMemoryBound(to: JACKListenerStream.self).pointee.process(Int(truncatingIfNeeded: frameCount))
    return 0
}
#endif
