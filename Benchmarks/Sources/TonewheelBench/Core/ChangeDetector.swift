internal import TonewheelRealtime

/// Where the sound has begun to change, and what it has become.
struct DetectedChange: BitwiseCopyable, Sendable {
    /// When the device takes the first sample that differs from the one before, on the monotonic clock, in nanoseconds.
    var hostTime: Int64

    /// The sample at which the sound has come to rest again.
    var settled: Float
}

/// Finds changes in sound that is otherwise constant, sample by sample.
///
/// It sees what a device takes, whichever device that is: a `WatchedBackend` shows it what the engine renders, and a client
/// of a sound server could show it what comes out there.
struct ChangeDetector: ~Copyable {
    private let nanosecondsPerFrame: Double
    private var changes: RingProducer<DetectedChange>
    private var previous: Float = 0
    private var isChanging = false
    private var firstChange: Int64 = 0

    /// - Parameter changes: takes what is found; what it has no room for is lost.
    init(sampleRate: Double, changes: consuming RingProducer<DetectedChange>) {
        nanosecondsPerFrame = 1e9 / sampleRate
        self.changes = changes
    }

    /// Looks at the first channel of interleaved frames, which a device takes from `hostTime` on. `[render]`
    @_noLocks @_noAllocation
    mutating func look(
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
