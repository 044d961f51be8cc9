package import TonewheelDSP

/// Random numbers from −1 to 1, each held until the next; the time between them follows the frequency at once.
///
/// - Input 0 `frequency`: new numbers a second; may change on every frame.
/// - Output 0 `out`: the noise; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LFDNoise0".
package struct LFDNoise0: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFDNoise0", inputs: [.hertz("frequency", default: 500)], outputs: ["out"])
    }

    private let start: NoiseSource
    private let secondsPerFrame: Float
    private var noise: NoiseSource
    private var phase: Float = 0  // of the way to the next number
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
            let step = min(1, max(0, Held.finite(frequency[frame]) * secondsPerFrame))
            if phase >= 1 {
                phase -= 1
                level = noise.nextSigned()
            }
            output[frame] = level
            phase += step
        }
    }
}
