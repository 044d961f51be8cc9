package import TonewheelDSP
internal import TonewheelRealtime

/// A sine oscillator with two multiplications per frame: a resonator without decay.
///
///     y[n] = 2 cos(ω) y[n-1] - y[n-2],   ω = 2π frequency / sampleRate
///
/// - Input 0 `frequency`: hertz; read once per block. Values above half the sample rate alias.
/// - Input 1 `phase`: the initial phase in radians; read when the synth starts.
/// - Output 0 `out`: −1 … 1 while the frequency is constant; may be the same memory as an input.
///
/// Initially 2 cos(ω) is rounded to single precision, which detunes low notes, as measured with scsynth.
///
/// Reference: SuperCollider help, "FSinOsc"; J. W. Gordon and J. O. Smith, "A Sine Generation Algorithm for VLSI
/// Applications" (1985).
package struct FSinOsc: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "FSinOsc", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"],
            exemptions: [.blockSizes: "the frequency is read once a block"])
    }

    private let radiansPerHertz: Double
    private var frequency = Float.nan
    private var factor = 0.0
    private var y1 = 0.0
    private var y2 = 0.0

    package init(_ setup: UnitSetup) {
        radiansPerHertz = 2 * Double.pi / setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        frequency = .nan
        factor = 0
        y1 = 0
        y2 = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        let hertz = block.held(0)[0]
        if block.isFirst {
            frequency = block.input(0).initial
            let angle = angle(frequency)
            // Single precision initially and double precision later, as measured with scsynth.
            factor = Double(Float(2 * Maths.cos(angle)))
            let phase = Bounds.clamp(Double(block.input(1).initial), -1e6, 1e6)
            y1 = Maths.sin(phase - angle)
            y2 = Maths.sin(phase - 2 * angle)
        }
        if hertz != frequency {
            frequency = hertz
            factor = 2 * Maths.cos(angle(hertz))
        }
        for frame in 0..<block.frameCount {
            let y0 = factor * y1 - y2
            output[frame] = Float(y0)
            y2 = y1
            y1 = y0
        }
        Bounds.silenceNonFinite(output, block.frameCount)
        if !Bounds.isBounded(y1) || !Bounds.isBounded(y2) { (y1, y2) = (0, 0) }
    }

    /// Returns the phase increment in radians per frame, in single precision, as measured with scsynth.
    @_noLocks @_noAllocation
    private func angle(_ hertz: Float) -> Double {
        Double(Float(Bounds.clamp(Double(hertz) * radiansPerHertz, -1e6, 1e6)))
    }
}
