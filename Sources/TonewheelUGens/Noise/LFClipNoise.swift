package import TonewheelDSP

/// Random values of −1 or 1, each held until the next one.
///
/// - Input 0 `frequency`: the rate of new values, in hertz; read when a value is drawn.
/// - Output 0 `out`: the noise; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LFClipNoise".
package struct LFClipNoise: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFClipNoise", inputs: [.hertz("frequency", default: 500)], outputs: ["out"])
    }

    private let start: NoiseSource
    private let sampleRate: Double
    private var noise: NoiseSource
    private var framesLeft: Int = 0
    private var level: Float = 0

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        sampleRate = setup.sampleRate
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        framesLeft = 0
        level = 0
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
                level = noise.nextSigned() < 0 ? -1 : 1
            }
            framesLeft = framesLeft &- 1
            output[frame] = level
        }
    }
}
