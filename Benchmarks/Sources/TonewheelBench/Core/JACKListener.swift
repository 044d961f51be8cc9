#if JACK
internal import CJACK
internal import Synchronization
internal import TonewheelRealtime

/// A JACK server without a sound card, under a name of its own, and a client of it that shows a `ChangeDetector` what it hears.
final class JACKListener {
    private let dummy: JACKDummy
    private let stream: UnsafeMutablePointer<JACKListenerStream>
    private let xruns = XrunCount()

    private final class XrunCount: Sendable {
        let value = Atomic(0)
    }

    /// Whether there is a server to start.
    static var isInstalled: Bool { JACKDummy.isInstalled }

    /// Starts the server and the client.
    ///
    /// - Parameter changes: takes what is found.
    init(sampleRate: Double, periodFrames: Int, changes: RingBuffer<DetectedChange>) throws(BenchError) {
        let dummy = try JACKDummy(sampleRate: sampleRate, periodFrames: periodFrames, client: "listener")
        guard
            let port = jack_port_register(
                dummy.client, "in", JACK_DEFAULT_AUDIO_TYPE, UInt(JackPortIsInput.rawValue), 0)
        else { throw BenchError("JACK refuses a port") }
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

    /// What the server is called.
    var server: String { dummy.name }

    /// Whether the server was asked to run ahead of ordinary threads.
    var isRealTime: Bool { dummy.isRealTime }

    /// Periods that the server has lost since the start, whoever was to blame.
    var xrunCount: Int { xruns.value.load(ordering: .relaxed) }

    /// Hears what a port plays.
    func listen(to port: String) throws(BenchError) {
        guard jack_connect(dummy.client, port, "listener:in") == 0 else {
            throw BenchError("JACK does not connect \(port)")
        }
    }

    deinit {
        jack_deactivate(dummy.client)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }
}

/// What the listener's process callback works on.
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
    mutating func listen(_ frameCount: Int) {
        _ = begin(Int32(truncatingIfNeeded: frameCount))
        let hostTime = wakeUp(Int32(truncatingIfNeeded: frameCount))
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
