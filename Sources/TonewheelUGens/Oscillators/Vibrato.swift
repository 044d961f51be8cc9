package import TonewheelDSP
internal import TonewheelRealtime

/// A frequency with vibrato, like that of a singer: delayed and slightly irregular.
///
///     out = frequency (1 + depth · curve)
///
/// - Input 0 `frequency`: hertz, or any other value to modulate; may change on every frame.
/// - Input 1 `rate`: cycles per second, 0 … the sample rate. At 0 no cycle ends, so the rate stays 0.
/// - Input 2 `depth`: the deviation, as a fraction of the frequency.
/// - Input 3 `delay`: the time without vibrato, in seconds; read when the synth starts and at every trigger.
/// - Input 4 `onset`: the time from the end of the delay until the full depth, in seconds; read with `delay`.
/// - Input 5 `rateVariation`: the random deviation of each cycle's rate, as a fraction of `rate`.
/// - Input 6 `depthVariation`: the random deviation of the depth, as a fraction of `depth`, for each half of a cycle.
/// - Input 7 `phase`: the initial phase, 0 … 1.
/// - Input 8 `trigger`: restarts the vibrato with its delay when it goes from 0 or below to above 0.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// The curve consists of two parabolas, from 0 to 1, 0, −1 and 0. Rate, depth and their variations are read at the
/// start and at the end of each cycle. The output begins one step after the initial phase, as in scsynth (measured,
/// 3.13).
///
/// Reference: SuperCollider help, "Vibrato".
package struct Vibrato: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Vibrato",
            inputs: [
                .hertz("frequency", default: 440), .number("rate", default: 6), .number("depth", default: 0.02),
                .seconds("delay", default: 0), .seconds("onset", default: 0),
                .number("rateVariation", default: 0.04), .number("depthVariation", default: 0.1),
                .number("phase", default: 0), .trigger("trigger"),
            ], outputs: ["out"])
    }

    private let start: NoiseSource
    private let sampleRate: Double
    private var noise: NoiseSource
    private var lastTrigger: Float = 0
    private var delayFrames = 0

    /// The gain of the depth during the onset, and its increment per frame.
    private var onsetGain = 1.0
    private var onsetStep = 0.0

    /// The position in the cycle, 0 ..< 4, and its increment per frame.
    private var phase = 0.0
    private var step = 0.0

    /// The depths of the two halves of this cycle.
    private var upper = 0.0
    private var lower = 0.0

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        sampleRate = setup.sampleRate
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        noise = start
        lastTrigger = 0
        delayFrames = 0
        onsetGain = 1
        onsetStep = 0
        phase = 0
        step = 0
        upper = 0
        lower = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (frequency, trigger) = (block.input(0), block.input(8))
        let output = block.output(0)
        if block.isFirst {
            restart(block, -1)
            lastTrigger = trigger.initial
            _ = next()
            // A cycle that ends with the step before the first frame is replaced in the first frame.
            if phase >= 4 { beginCycle(block, -1) }
        }
        for frame in 0..<block.frameCount {
            let now = trigger[frame]
            if now > 0, !(lastTrigger > 0) { restart(block, frame) }
            lastTrigger = now
            let value = next()
            // Read before the output is written, since they may share memory.
            let base = Double(Clamp.finite(frequency[frame]))
            if phase >= 4 { beginCycle(block, frame) }
            output[frame] = Float(base * (1 + value))
        }
    }

    /// Returns the value at the initial phase. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        restart(block, 0)
        let value = next()
        block.output(0)[0] = Float(Double(Clamp.finite(block.held(0)[0])) * (1 + value))
    }

    /// Returns the deviation at this frame, and advances to the next one.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func next() -> Double {
        if delayFrames > 0 {
            delayFrames = delayFrames &- 1
            return 0
        }
        if onsetGain < 1 { onsetGain = min(1, onsetGain + onsetStep) }
        let isUpper = phase < 2
        let part = isUpper ? phase - 1 : phase - 3
        let curve = 1 - part * part
        phase += step
        return onsetGain * (isUpper ? upper * curve : -lower * curve)
    }

    @_noLocks @_noAllocation
    private mutating func restart(_ block: borrowing Block, _ frame: Int) {
        delayFrames = frames(block.input(3).value(at: frame))
        let onsetFrames = frames(block.input(4).value(at: frame))
        onsetGain = onsetFrames > 0 ? 0 : 1
        onsetStep = 1 / Double(onsetFrames &+ 1)
        let cycles = Double(Clamp.finite(block.input(7).value(at: frame)))
        phase = Bounds.clamp(4 * (cycles - Maths.floor(cycles)), 0, 4.0.nextDown)
        draw(block, frame)
    }

    /// Starts the next cycle where the last one has ended.
    @_noLocks @_noAllocation
    private mutating func beginCycle(_ block: borrowing Block, _ frame: Int) {
        phase = Bounds.clamp(phase - 4, 0, 4.0.nextDown)
        draw(block, frame)
    }

    /// Reads rate and depth, and draws their variations.
    @_noLocks @_noAllocation
    private mutating func draw(_ block: borrowing Block, _ frame: Int) {
        let rate = Double(Clamp.finite(block.input(1).value(at: frame)))
        let depth = Double(Clamp.finite(block.input(2).value(at: frame)))
        let rateVariation = Double(Clamp.finite(block.input(5).value(at: frame)))
        let depthVariation = Double(Clamp.finite(block.input(6).value(at: frame)))
        let varied = rate * (1 + rateVariation * Double(noise.nextSigned()))
        step = Bounds.clamp(4 * varied / sampleRate, 0, 4)
        upper = Bounds.clamp(depth * (1 + depthVariation * Double(noise.nextSigned())), -1e15, 1e15)
        lower = Bounds.clamp(depth * (1 + depthVariation * Double(noise.nextSigned())), -1e15, 1e15)
    }

    @_noLocks @_noAllocation
    private func frames(_ seconds: Float) -> Int {
        Int(Bounds.clamp(Double(seconds) * sampleRate, 0, 0x1p50))
    }
}
