package import TonewheelDSP

/// Random values of −1 or 1, each held until the next one. The interval follows the frequency immediately.
///
/// - Input 0 `frequency`: the rate of new values, in hertz; may change on every frame.
/// - Output 0 `out`: the noise; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LFDClipNoise".
package struct LFDClipNoise: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFDClipNoise", inputs: [.hertz("frequency", default: 500)], outputs: ["out"])
    }

    private let start: NoiseSource
    private let secondsPerFrame: Float
    private var noise: NoiseSource
    private var phase: Float = 0  // the elapsed fraction of the interval
    private var level: Float = 0

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        secondsPerFrame = Float(1 / setup.sampleRate)
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        phase = 0
        level = 0
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let frequency = block.input(0)
        let output = block.output(0)
        if block.isFirst {
            phase = 1
            level = noise.nextSigned()
        }
        for frame in 0..<block.frameCount {
            let step = min(1, max(0, Clamp.finite(frequency[frame]) * secondsPerFrame))
            if phase >= 1 {
                phase -= 1
                level = noise.nextSigned() < 0 ? -1 : 1
            }
            output[frame] = level
            phase += step
        }
    }
}
