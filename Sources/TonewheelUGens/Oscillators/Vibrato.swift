package import TonewheelDSP
internal import TonewheelRealtime

/// A frequency that wobbles, like that of a singer: after a delay, and not quite regularly.
///
///     out = frequency (1 + depth · curve)
///
/// The curve is made of two parabolas, from 0 to 1, 0, −1 and 0. Rate, depth and their variation are read at the start and
/// whenever a cycle ends. It begins one step after the initial phase, as scsynth does (measured, 3.13).
///
/// - Input 0 `frequency`: hertz, or whatever is to wobble; may change on every frame.
/// - Input 1 `rate`: cycles a second, 0 … the sample rate. At 0 no cycle ends, so that it stays 0.
/// - Input 2 `depth`: the deviation, as a part of the frequency.
/// - Input 3 `delay`: seconds without wobble, taken when the synth starts and at every trigger.
/// - Input 4 `onset`: seconds behind the delay until the depth is reached, taken at the same times.
/// - Input 5 `rateVariation`: how far each cycle's rate may be from `rate`, as a part of it.
/// - Input 6 `depthVariation`: the same of the depth, for the upper and the lower half of a cycle.
/// - Input 7 `phase`: where in the cycle it begins, 0 … 1.
/// - Input 8 `trigger`: begins again, delay and all, when it goes from 0 or below to above 0.
/// - Output 0 `out`: the result; may be the same memory as an input.
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

    /// What the depth is multiplied by, and how much that grows in a frame.
    private var share = 1.0
    private var shareStep = 0.0

    /// Where in the cycle it is, 0 ..< 4, and how far it goes in a frame.
    private var phase = 0.0
    private var step = 0.0

    /// The depths of the upper and the lower half of this cycle.
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
        share = 1
        shareStep = 0
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
            begin(block, -1)
            lastTrigger = trigger.initial
            _ = next()
            // What the step before the first has ended begins with the first.
            if phase >= 4 { beginCycle(block, -1) }
        }
        for frame in 0..<block.frameCount {
            let now = trigger[frame]
            if now > 0, !(lastTrigger > 0) { begin(block, frame) }
            lastTrigger = now
            let value = next()
            // Read before the output is written, which may be the memory of an input.
            let base = Double(Held.finite(frequency[frame]))
            if phase >= 4 { beginCycle(block, frame) }
            output[frame] = Float(base * (1 + value))
        }
    }

    /// Before the first frame it is at the phase that it begins with. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        begin(block, 0)
        let value = next()
        block.output(0)[0] = Float(Double(Held.finite(block.held(0)[0])) * (1 + value))
    }

    /// The deviation at this frame, going on to the next.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func next() -> Double {
        if delayFrames > 0 {
            delayFrames = delayFrames &- 1
            return 0
        }
        if share < 1 { share = min(1, share + shareStep) }
        let isUpper = phase < 2
        let part = isUpper ? phase - 1 : phase - 3
        let curve = 1 - part * part
        phase += step
        return share * (isUpper ? upper * curve : -lower * curve)
    }

    @_noLocks @_noAllocation
    private mutating func begin(_ block: borrowing Block, _ frame: Int) {
        delayFrames = frames(block.input(3).value(at: frame))
        let onsetFrames = frames(block.input(4).value(at: frame))
        share = onsetFrames > 0 ? 0 : 1
        shareStep = 1 / Double(onsetFrames &+ 1)
        let cycles = Double(Held.finite(block.input(7).value(at: frame)))
        phase = Bounds.hold(4 * (cycles - Maths.floor(cycles)), 0, 4.0.nextDown)
        draw(block, frame)
    }

    /// The next cycle begins where the last one has ended.
    @_noLocks @_noAllocation
    private mutating func beginCycle(_ block: borrowing Block, _ frame: Int) {
        phase = Bounds.hold(phase - 4, 0, 4.0.nextDown)
        draw(block, frame)
    }

    /// Reads rate and depth.
    @_noLocks @_noAllocation
    private mutating func draw(_ block: borrowing Block, _ frame: Int) {
        let rate = Double(Held.finite(block.input(1).value(at: frame)))
        let depth = Double(Held.finite(block.input(2).value(at: frame)))
        let rateVariation = Double(Held.finite(block.input(5).value(at: frame)))
        let depthVariation = Double(Held.finite(block.input(6).value(at: frame)))
        let varied = rate * (1 + rateVariation * Double(noise.nextSigned()))
        step = Bounds.hold(4 * varied / sampleRate, 0, 4)
        upper = Bounds.hold(depth * (1 + depthVariation * Double(noise.nextSigned())), -1e15, 1e15)
        lower = Bounds.hold(depth * (1 + depthVariation * Double(noise.nextSigned())), -1e15, 1e15)
    }

    @_noLocks @_noAllocation
    private func frames(_ seconds: Float) -> Int {
        Int(Bounds.hold(Double(seconds) * sampleRate, 0, 0x1p50))
    }
}
