internal import TonewheelDSP

/// A look-ahead gain stage: the signal is delayed by two windows, and the gain changes linearly over a window, so that
/// it has reached its target when the peak that requires it is output.
///
/// There are three windows: one is output, one waits, and one is filled. When it is full, a ramp starts to the gain
/// that the higher peak of the two windows not yet output requires. The first frame is processed twice, as measured on
/// scsynth.
struct LookAheadGain: BitwiseCopyable {
    private let memory: ArenaSlice
    private let size: Int
    private var position = 0
    private var writeWindow = 0
    private var gain: Float = 1
    private var slope: Float = 0
    private var peak: Float = 0
    private var lastPeak: Float = 0

    /// - Parameter input: the index of the input with the length of a window in seconds; 0.01 if its value is unknown.
    init(_ setup: UnitSetup, durationInput input: Int) {
        let seconds = Bounds.clamp(Double(setup.value(ofInput: input) ?? 0.01), 0, 10)
        size = max(1, Int((seconds * setup.sampleRate).rounded(.up)))
        memory = setup.reserveMemory(3 * size)
    }

    @_noLocks @_noAllocation
    mutating func reset() {
        position = 0
        writeWindow = 0
        gain = 1
        slope = 0
        peak = 0
        lastPeak = 0
    }

    /// Processes input 0 to output 0. Input 1 is the level.
    ///
    /// - Parameter raisesGain: whether peaks below the level are raised to it.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func process(_ block: borrowing Block, raisesGain: Bool) {
        let (input, level, output) = (block.input(0), block.held(1)[0], block.output(0))
        let samples = block.memory(memory)
        if block.isFirst { _ = next(input.initial, block.input(1).initial, samples, raisesGain) }
        for frame in 0..<block.frameCount { output[frame] = next(input[frame], level, samples, raisesGain) }
        Bounds.silenceNonFinite(output, block.frameCount)
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func next(
        _ x: Float, _ level: Float, _ samples: UnsafeMutablePointer<Float>, _ raisesGain: Bool
    ) -> Float {
        let readWindow = writeWindow == 2 ? 0 : writeWindow &+ 1
        let y = samples[readWindow &* size &+ position] * gain
        samples[writeWindow &* size &+ position] = x
        gain += slope
        let magnitude = x < 0 ? -x : x
        if magnitude > peak { peak = magnitude }
        position = position &+ 1
        if position >= size {
            position = 0
            writeWindow = readWindow
            let loudest = peak > lastPeak ? peak : lastPeak
            lastPeak = peak
            peak = 0
            beginRamp(loudest, Bounds.clamp(level, -1e6, 1e6), raisesGain)
        }
        return y
    }

    @_noLocks @_noAllocation
    private mutating func beginRamp(_ loudest: Float, _ level: Float, _ raisesGain: Bool) {
        var target: Float = 1
        if raisesGain {
            target = level / (loudest > 1e-5 ? loudest : 1e-5)
        } else if loudest > level {
            target = level / loudest
        }
        slope = (target - gain) / Float(size)
    }
}
