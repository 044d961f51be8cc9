package import TonewheelDSP

/// Noise from a chaotic recurrence.
///
///     y[n] = |y[n-1] parameter - y[n-2] - 0.05|
///
/// - Input 0 `parameter`: about 1 … 2; clipped to −2 … 2.
/// - Output 0 `out`: the noise; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Crackle".
package struct Crackle: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Crackle", inputs: [.number("parameter", default: 1.5)], outputs: ["out"])
    }

    private let start: NoiseSource
    private var noise: NoiseSource
    private var previous: Float = 0
    private var current: Float = 0

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        previous = 0
        current = 0
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let parameter = block.input(0)
        let output = block.output(0)
        if block.isFirst { current = noise.nextUnit() }
        for frame in 0..<block.frameCount {
            let next = InlineMath.magnitude(current * Ranges.clip(parameter[frame], -2, 2) - previous - 0.05)
            previous = current
            current = next < 1e6 ? next : 0
            output[frame] = current
        }
    }
}
