internal import TonewheelDSP

/// A signal, delayed by two windows, whose gain moves in straight lines over windows, so that it is where it has to be when
/// what calls for it is heard.
///
/// The window that is heard is followed by one that waits and one that is filled; when that is full, the gain sets out for
/// what the louder of the two that follow wants. The first frame goes in twice: that is scsynth's, as measured from outside.
struct LookAheadGain: BitwiseCopyable {
    private let memory: ArenaSlice
    private let size: Int
    private var position = 0
    private var turn = 0
    private var gain: Float = 1
    private var slope: Float = 0
    private var peak: Float = 0
    private var lastPeak: Float = 0

    /// - Parameter input: the input that gives a window's length in seconds: known beforehand, or 0.01.
    init(_ setup: UnitSetup, durationInput input: Int) {
        let seconds = Bounds.hold(Double(setup.value(ofInput: input) ?? 0.01), 0, 10)
        size = max(1, Int((seconds * setup.sampleRate).rounded(.up)))
        memory = setup.takeMemory(3 * size)
    }

    @_noLocks @_noAllocation
    mutating func reset() {
        position = 0
        turn = 0
        gain = 1
        slope = 0
        peak = 0
        lastPeak = 0
    }

    /// Input 0 to output 0; input 1 is the level.
    ///
    /// - Parameter raises: whether what is quieter than the level is raised to it.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block, raises: Bool) {
        let (input, level, output) = (block.input(0), block.held(1)[0], block.output(0))
        let samples = block.memory(memory)
        if block.isFirst { _ = next(input.initial, block.input(1).initial, samples, raises) }
        for frame in 0..<block.frameCount { output[frame] = next(input[frame], level, samples, raises) }
        Bounds.silenceNonFinite(output, block.frameCount)
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func next(
        _ x: Float, _ level: Float, _ samples: UnsafeMutablePointer<Float>, _ raises: Bool
    ) -> Float {
        let heard = turn == 2 ? 0 : turn &+ 1
        let y = samples[heard &* size &+ position] * gain
        samples[turn &* size &+ position] = x
        gain += slope
        let magnitude = x < 0 ? -x : x
        if magnitude > peak { peak = magnitude }
        position = position &+ 1
        if position >= size {
            position = 0
            turn = heard
            let loudest = peak > lastPeak ? peak : lastPeak
            lastPeak = peak
            peak = 0
            aim(loudest, Bounds.hold(level, -1e6, 1e6), raises)
        }
        return y
    }

    @_noLocks @_noAllocation
    private mutating func aim(_ loudest: Float, _ level: Float, _ raises: Bool) {
        var target: Float = 1
        if raises {
            target = level / (loudest > 1e-5 ? loudest : 1e-5)
        } else if loudest > level {
            target = level / loudest
        }
        slope = (target - gain) / Float(size)
    }
}
