package import TonewheelDSP

/// Impulses of one frame at random times, with random amplitudes of 0 … 1.
///
/// - Input 0 `density`: the mean number of impulses per second.
/// - Output 0 `out`: the noise; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Dust".
package struct Dust: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Dust", inputs: [.number("density", default: 0)], outputs: ["out"])
    }

    private let start: NoiseSource
    private let secondsPerFrame: Float
    private var noise: NoiseSource

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        secondsPerFrame = Float(1 / setup.sampleRate)
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let density = block.input(0)
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let threshold = Clamp.finite(density[frame]) * secondsPerFrame
            let z = noise.nextUnit()
            output[frame] = z < threshold ? z / threshold : 0
        }
    }
}
