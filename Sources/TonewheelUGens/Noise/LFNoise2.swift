package import TonewheelDSP

/// Random values in −1 … 1 with quadratic interpolation: segments that join the means of successive values.
///
/// - Input 0 `frequency`: the rate of new values, in hertz; read when a value is drawn.
/// - Output 0 `out`: the noise; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LFNoise2".
package struct LFNoise2: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFNoise2", inputs: [.hertz("frequency", default: 500)], outputs: ["out"])
    }

    private let start: NoiseSource
    private let sampleRate: Double
    private var noise: NoiseSource
    private var framesLeft: Int = 0
    private var level: Float = 0
    private var value: Float = 0
    private var slope: Float = 0
    private var curve: Float = 0
    private var middle: Float = 0

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        sampleRate = setup.sampleRate
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        framesLeft = 0
        level = 0
        value = 0
        slope = 0
        curve = 0
        middle = 0
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
                if block.isFirst, frame == 0 {
                    value = noise.nextSigned()
                    middle = value * 0.5
                }
                let last = value
                value = noise.nextSigned()
                level = middle
                middle = (value + last) * 0.5
                let length = Float(count)
                let start = 2 * (last - level) / length
                curve = 2 * (middle - level - length * start) / (length * length + length)
                slope = start
            }
            framesLeft = framesLeft &- 1
            slope += curve
            level += slope
            output[frame] = level
        }
    }

    /// Returns the value from which the first segment starts. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = noise.nextSigned() * 0.5
    }
}
