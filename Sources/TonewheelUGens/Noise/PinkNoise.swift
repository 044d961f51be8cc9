package import TonewheelDSP

/// Pink noise, whose power falls by 3 dB per octave: the sum of random values, each of which changes half as often as
/// the one before.
///
/// - Output 0 `out`: the noise.
///
/// Reference: SuperCollider help, "PinkNoise"; M. Gardner, "White and Brown Music, Fractal Curves and One-Over-f
/// Fluctuations", Scientific American 238 (1978).
package struct PinkNoise: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("PinkNoise", inputs: [], outputs: ["out"])
    }

    private let start: NoiseSource
    private let dice: ArenaSlice
    private var noise: NoiseSource
    private var counter: UInt32 = 0
    private var sum: Float = 0

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        dice = setup.reserveMemory(16)
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        counter = 0
        sum = 0
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        let dice = block.memory(self.dice)
        if block.isFirst {
            sum = 0
            for die in 0..<16 {
                dice[die] = noise.nextSigned() * 0.0625
                sum += dice[die]
            }
        }
        for frame in 0..<block.frameCount {
            counter = counter &+ 1
            let die = min(15, counter.trailingZeroBitCount)
            let next = noise.nextSigned() * 0.0625
            sum += next - dice[die]
            dice[die] = next
            output[frame] = sum + noise.nextSigned() * 0.0625
        }
    }
}
