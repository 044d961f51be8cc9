package import TonewheelDSP

/// Noise from a 32-bit integer of which one random bit is inverted on each frame.
///
/// - Output 0 `out`: the noise.
///
/// Reference: SuperCollider help, "GrayNoise".
package struct GrayNoise: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("GrayNoise", inputs: [], outputs: ["out"])
    }

    private let start: NoiseSource
    private var noise: NoiseSource
    private var counter: Int32 = 0

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        counter = 0
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            counter = counter ^ (1 &<< Int32(truncatingIfNeeded: noise.nextBits() &>> 59))
            output[frame] = Float(counter) * 0x1p-31
        }
    }
}
