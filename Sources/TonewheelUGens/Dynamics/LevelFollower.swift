internal import TonewheelDSP
internal import TonewheelRealtime

/// A follower of the magnitude of a signal, with one time for rises and another for falls. Each is the time to complete
/// nine tenths of a step.
struct LevelFollower: BitwiseCopyable {
    private let sampleRate: Double
    private(set) var level = 0.0
    private var rise = 0.0
    private var fall = 0.0
    private var times: (Float, Float) = (.nan, .nan)

    init(_ sampleRate: Double) {
        self.sampleRate = sampleRate
    }

    @_noLocks @_noAllocation
    mutating func reset() {
        level = 0
        times = (.nan, .nan)
    }

    /// Sets the times for a block in seconds. With a time of 0 or below, the level follows immediately.
    @_noLocks @_noAllocation
    mutating func setTimes(_ riseTime: Float, _ fallTime: Float) {
        if riseTime == times.0, fallTime == times.1 { return }
        times = (riseTime, fallTime)
        rise = coefficient(riseTime)
        fall = coefficient(fallTime)
    }

    @_noLocks @_noAllocation
    private func coefficient(_ time: Float) -> Double {
        // ln 0.1
        time > 0 ? Maths.exp(-2.302585092994046 / (Double(time) * sampleRate)) : 0
    }

    /// Sets the level to the magnitude of the first sample.
    @_noLocks @_noAllocation
    mutating func start(_ x: Float) {
        level = Double(x < 0 ? -x : x)
    }

    /// Processes one sample and returns the new level.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func next(_ x: Float) -> Double {
        let magnitude = Double(x < 0 ? -x : x)
        level = magnitude + (level - magnitude) * (magnitude < level ? fall : rise)
        return level
    }

    /// Resets the level to 0 if it is NaN or too large.
    @_noLocks @_noAllocation
    mutating func sanitize() {
        if !Bounds.isBounded(level) { level = 0 }
    }
}
