package import TonewheelDSP

/// Brown noise, whose power falls by 6 dB per octave: a random walk, reflected at −1 and 1.
///
/// - Output 0 `out`: the noise.
///
/// Reference: SuperCollider help, "BrownNoise".
package struct BrownNoise: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("BrownNoise", inputs: [], outputs: ["out"])
    }

    private let start: NoiseSource
    private var noise: NoiseSource
    private var level: Float = 0

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        level = 0
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        if block.isFirst { level = noise.nextSigned() }
        for frame in 0..<block.frameCount {
            level += noise.nextSigned() * 0.125
            if level > 1 { level = 2 - level }
            if level < -1 { level = -2 - level }
            output[frame] = level
        }
    }
}
