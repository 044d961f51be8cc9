internal import TonewheelDSP
internal import TonewheelRealtime

/// Follows the magnitude of a signal: one time to rise in, another to fall in, both to within a tenth of the way.
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

    /// Takes the times of a block, in seconds; 0 and below follow at once.
    @_noLocks @_noAllocation
    mutating func prepare(_ riseTime: Float, _ fallTime: Float) {
        if riseTime == times.0, fallTime == times.1 { return }
        times = (riseTime, fallTime)
        rise = factor(riseTime)
        fall = factor(fallTime)
    }

    @_noLocks @_noAllocation
    private func factor(_ time: Float) -> Double {
        // ln 0.1
        time > 0 ? Maths.exp(-2.302585092994046 / (Double(time) * sampleRate)) : 0
    }

    /// Begins at the level of the first sample.
    @_noLocks @_noAllocation
    mutating func start(_ x: Float) {
        level = Double(x < 0 ? -x : x)
    }

    /// The level with one more sample.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func next(_ x: Float) -> Double {
        let magnitude = Double(x < 0 ? -x : x)
        level = magnitude + (level - magnitude) * (magnitude < level ? fall : rise)
        return level
    }

    /// Back to 0, if what came in was no number.
    @_noLocks @_noAllocation
    mutating func check() {
        if !Bounds.isSound(level) { level = 0 }
    }
}
