package import TonewheelDSP

/// Random values in −1 … 1 with cubic interpolation. The interval follows the frequency immediately.
///
/// - Input 0 `frequency`: the rate of new values, in hertz; may change on every frame.
/// - Output 0 `out`: the noise; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LFDNoise3".
package struct LFDNoise3: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFDNoise3", inputs: [.hertz("frequency", default: 500)], outputs: ["out"])
    }

    private let start: NoiseSource
    private let secondsPerFrame: Float
    private var noise: NoiseSource
    private var phase: Float = 0  // the elapsed fraction of the interval
    private var a: Float = 0
    private var b: Float = 0
    private var c: Float = 0
    private var d: Float = 0

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        secondsPerFrame = Float(1 / setup.sampleRate)
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        phase = 0
        a = 0
        b = 0
        c = 0
        d = 0
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let frequency = block.input(0)
        let output = block.output(0)
        if block.isFirst {
            phase = 1
            a = noise.nextSigned()
            b = noise.nextSigned()
            c = noise.nextSigned()
            d = noise.nextSigned()
        }
        for frame in 0..<block.frameCount {
            let step = min(1, max(0, Clamp.finite(frequency[frame]) * secondsPerFrame))
            if phase >= 1 {
                phase -= 1
                (a, b, c, d) = (b, c, d, noise.nextSigned() * 0.8)
            }
            let slope = 0.5 * (c - a)
            let bend = a - 2.5 * b + 2 * c - 0.5 * d
            let twist = 0.5 * (d - a) + 1.5 * (b - c)
            output[frame] = ((twist * phase + bend) * phase + slope) * phase + b
            phase += step
        }
    }
}
