package import TonewheelDSP

/// White noise with a uniform distribution in −1 … 1.
///
/// - Output 0 `out`: the noise.
///
/// Reference: SuperCollider help, "WhiteNoise".
package struct WhiteNoise: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("WhiteNoise", inputs: [], outputs: ["out"])
    }

    private let start: NoiseSource
    private var noise: NoiseSource

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)

        for frame in 0..<block.frameCount { output[frame] = noise.nextSigned() }
    }
}
