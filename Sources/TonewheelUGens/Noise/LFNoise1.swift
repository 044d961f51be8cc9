package import TonewheelDSP

/// Random values in −1 … 1 with linear interpolation.
///
/// - Input 0 `frequency`: the rate of new values, in hertz; read when a value is drawn.
/// - Output 0 `out`: the noise; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LFNoise1".
package struct LFNoise1: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFNoise1", inputs: [.hertz("frequency", default: 500)], outputs: ["out"])
    }

    private let start: NoiseSource
    private let sampleRate: Double
    private var noise: NoiseSource
    private var framesLeft: Int = 0
    private var level: Float = 0
    private var target: Float = 0
    private var step: Float = 0

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        sampleRate = setup.sampleRate
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        framesLeft = 0
        level = 0
        target = 0
        step = 0
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let frequency = block.input(0)
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            if framesLeft <= 0 {
                let count = Clamp.index(Float(sampleRate) / max(0.001, Clamp.finite(frequency[frame])), 1, 0x1000_0000)
                framesLeft = count
                if block.isFirst, frame == 0 { target = noise.nextSigned() }
                level = target
                target = noise.nextSigned()
                step = (target - level) / Float(count)
            }
            framesLeft = framesLeft &- 1
            level += step
            output[frame] = level
        }
    }

    /// Returns the value from which the first segment starts. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = noise.nextSigned()
    }
}
