internal import TonewheelRealtime

/// A change of an otherwise constant signal.
struct DetectedChange: BitwiseCopyable, Sendable {
    /// The time at which the device takes the first changed sample, on the monotonic clock, in nanoseconds.
    var hostTime: Int64

    /// The value at which the signal has settled.
    var settled: Float
}

/// A detector of changes in an otherwise constant signal, sample by sample.
///
/// It works with any device: a `WatchedBackend` passes it the output of the engine, and a `JACKListener` the input of a
/// JACK client.
struct ChangeDetector: ~Copyable {
    private let nanosecondsPerFrame: Double
    private var changes: RingProducer<DetectedChange>
    private var previous: Float = 0
    private var isChanging = false
    private var firstChange: Int64 = 0

    /// - Parameter changes: The queue for the detected changes. Changes are lost if it is full.
    init(sampleRate: Double, changes: consuming RingProducer<DetectedChange>) {
        nanosecondsPerFrame = 1e9 / sampleRate
        self.changes = changes
    }

    /// Processes the first channel of interleaved frames, which a device takes from `hostTime` on. `[render]`
    @_noLocks @_noAllocation
    mutating func process(
        _ samples: UnsafePointer<Float>, frameCount: Int, channelCount: Int, hostTime: Int64
    ) {
        for frame in 0..<frameCount {
            let sample = samples[frame &* channelCount]
            if sample != previous {
                if !isChanging { firstChange = hostTime &+ Int64(Double(frame) * nanosecondsPerFrame) }
                isChanging = true
            } else if isChanging {
                isChanging = false
                _ = changes.push(DetectedChange(hostTime: firstChange, settled: sample))
            }
            previous = sample
        }
    }
}
