package import TonewheelDSP
internal import TonewheelRealtime

/// Sine oscillator of two multiplications a frame: a resonator that never decays.
///
///     y[n] = 2 cos(ω) y[n-1] - y[n-2],   ω = 2π frequency / sampleRate
///
/// - Input 0 `frequency`: hertz; beyond half the sample rate it aliases. A new value holds from the beginning of a block.
/// - Input 1 `phase`: radians at the beginning; taken when the synth starts.
/// - Output 0 `out`: −1 … 1 as long as the frequency stays; may be the same memory as an input.
///
/// Reference: SuperCollider help, "FSinOsc"; J. W. Gordon and J. O. Smith, "A Sine Generation Algorithm for VLSI Applications"
/// (1985). That 2 cos(ω) is rounded to single precision, which detunes low notes, is as measured of scsynth.
package struct FSinOsc: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "FSinOsc", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"],
            exemptions: [.blockSizes: "the frequency is taken once a block"])
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
            // In single precision at first, and double from then on: as measured of scsynth.
            factor = Double(Float(2 * Maths.cos(angle)))
            let phase = Bounds.hold(Double(block.input(1).initial), -1e6, 1e6)
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
        if !Bounds.isSound(y1) || !Bounds.isSound(y2) { (y1, y2) = (0, 0) }
    }

    /// Radians a frame, in single precision, as measured of scsynth.
    @_noLocks @_noAllocation
    private func angle(_ hertz: Float) -> Double {
        Double(Float(Bounds.hold(Double(hertz) * radiansPerHertz, -1e6, 1e6)))
    }
}
