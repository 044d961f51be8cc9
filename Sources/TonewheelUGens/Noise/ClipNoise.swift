package import TonewheelDSP

/// White noise of the values −1 and 1.
///
/// - Output 0 `out`: the noise.
///
/// Reference: SuperCollider help, "ClipNoise".
package struct ClipNoise: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("ClipNoise", inputs: [], outputs: ["out"])
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

        for frame in 0..<block.frameCount { output[frame] = noise.nextSigned() < 0 ? -1 : 1 }
    }
}
