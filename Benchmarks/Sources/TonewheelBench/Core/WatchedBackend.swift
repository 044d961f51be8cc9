internal import Synchronization
internal import TonewheelRealtime

/// A backend that passes every period to a `ChangeDetector` and to another backend.
final class WatchedBackend: Backend {
    private let watched: any Backend
    private let watch = Mutex<Watch?>(nil)
    private let changes: RingBuffer<DetectedChange>

    /// - Parameter changes: The queue for the changes detected in one run of the backend.
    init(_ device: any Backend, changes: RingBuffer<DetectedChange>) {
        watched = device
        self.changes = changes
    }

    var name: String { watched.name }
    var format: StreamFormat { watched.format }
    var isRealTime: Bool { watched.isRealTime }
    var counts: BackendCounts { watched.counts }
    var device: DeviceState? { watched.device }
    var isFinished: Bool { watched.isFinished }

    func start(_ callback: RenderCallback) throws(BackendError) -> RealtimeRights {
        let detector = ChangeDetector(sampleRate: format.sampleRate, changes: changes.producer())
        let watch = Watch(WatchedStream(callback: callback, channelCount: format.channelCount, detector: detector))
        self.watch.withLock { $0 = watch }
        return try watched.start(RenderCallback(context: watch.stream, watchedCallback))
    }

    func stop() throws(BackendError) {
        try watched.stop()
        watch.withLock { $0 = nil }
    }

    /// The memory of the callback, freed after the device has stopped.
    private final class Watch: @unchecked Sendable {  // only the device's thread uses it between start and stop
        let stream: UnsafeMutablePointer<WatchedStream>

        init(_ stream: consuming WatchedStream) {
            self.stream = .allocate(capacity: 1)
            self.stream.initialize(to: stream)
        }

        deinit {
            stream.deinitialize(count: 1)
            stream.deallocate()
        }
    }
}

/// The state of the callback.
private struct WatchedStream: ~Copyable {
    let callback: RenderCallback
    let channelCount: Int
    var detector: ChangeDetector

    @_noLocks @_noAllocation
    mutating func render(
        _ output: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>?, frameCount: Int, hostTime: Int64
    ) {
        callback.render(output, input: input, frameCount: frameCount, hostTime: hostTime)
        detector.process(output, frameCount: frameCount, channelCount: channelCount, hostTime: hostTime)
    }
}

/// The device callback of a `WatchedStream`.
@_noLocks @_noAllocation
private func watchedCallback(
    context: UnsafeMutableRawPointer,
    input: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>,
    frameCount: Int,
    hostTime: Int64
) {
    context.assumingMemoryBound(to: WatchedStream.self).pointee
        .render(output, input: input, frameCount: frameCount, hostTime: hostTime)
}
