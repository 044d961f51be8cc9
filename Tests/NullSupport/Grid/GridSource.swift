internal import Foundation
package import Tonewheel

/// The source of an input in a case.
package struct GridSource: Sendable {
    /// The unit that produces the signal, or the number.
    package let name: String

    /// The values of the control `x` in the first and in the second half of the rendering.
    package var x: (Float, Float) = (0, 0)

    /// The kind of the control `x`, and its lag in seconds.
    package var kind = SynthDef.ControlKind.control
    package var lag: Float = 0

    /// The signal. The parameter is the control `x`.
    package let signal: @Sendable (UGen) -> UGen

    /// Whether the signal depends on the control `x`.
    var usesControl: Bool { x != (0, 0) }

    init(
        _ name: String, x: (Float, Float) = (0, 0), _ kind: SynthDef.ControlKind = .control, lag: Float = 0,
        _ signal: @escaping @Sendable (UGen) -> UGen
    ) {
        self.name = name
        self.x = x
        self.kind = kind
        self.lag = lag
        self.signal = signal
    }

    /// Returns a constant source.
    static func number(_ value: Float) -> GridSource {
        GridSource("\(value)".replacingOccurrences(of: "-", with: "−")) { _ in UGen(value) }
    }

    /// Returns a control that steps from one value to another in the middle of the rendering.
    static func step(_ from: Float, _ to: Float) -> GridSource {
        GridSource("a step to \(number(to).name)", x: (from, to)) { $0 }
    }

    /// Returns control-rate sources that move in the first block.
    static func moving(_ low: Float, _ high: Float) -> [GridSource] {
        let (low, width) = (UGen(low), UGen(high - low))
        return [
            GridSource("EnvGen.kr") { _ in low + width * envelope(.control) },
            GridSource("LFTri.kr") { _ in low + width * unit("LFTri", .control, [37, 0.3]).unipolar },
            GridSource("LagControl", x: (Float(0.9), 0.2), lag: 0.01) { low + width * $0 },
        ]
    }

    /// Returns audio-rate sources that move in the first block.
    static func movingAudio(_ low: Float, _ high: Float) -> [GridSource] {
        let (low, width) = (UGen(low), UGen(high - low))
        return [
            GridSource("EnvGen.ar") { _ in low + width * envelope(.audio) },
            GridSource("SinOsc.ar") { _ in low + width * unit("SinOsc", .audio, [333, 1]).unipolar },
            GridSource("AudioControl", x: (0.9, 0.2), .audio) { low + width * $0 },
        ]
    }

    /// Returns triggers, before the first block, in its first frame and later.
    static func triggers(_ rate: Rate) -> [GridSource] {
        guard rate == .audio else {
            return [
                GridSource("Impulse.kr") { _ in unit("Impulse", .control, [100, 0]) },
                GridSource("Impulse.kr, phase") { _ in unit("Impulse", .control, [100, 0.51]) },
                GridSource("LFPulse.kr") { _ in unit("LFPulse", .control, [50, 0.3, 0.5]) },
                GridSource("TrigControl", x: (1, 1), .trigger) { $0 },
                GridSource("a step", x: (0, 1)) { $0 },
            ]
        }
        return [
            GridSource("Impulse.ar") { _ in unit("Impulse", .audio, [401, 0]) },
            GridSource("Impulse.ar, phase") { _ in unit("Impulse", .audio, [401, 0.51]) },
            GridSource("LFPulse.ar") { _ in unit("LFPulse", .audio, [203, 0.3, 0.5]) },
            GridSource("SinOsc.ar") { _ in unit("SinOsc", .audio, [203, 1]) },
        ]
    }

    private static func envelope(_ rate: Rate) -> UGen {
        unit("EnvGen", rate, [1, 1, 0, 1, 0, 0, 2, -99, -99, 1, 0.01, 5, -4, 0, 0.05, 5, -4])
    }

    /// Returns the output of a unit with one output.
    static func unit(_ name: String, _ rate: Rate, _ inputs: [UGen]) -> UGen {
        UGen.unit(name, rate, inputs, outputs: 1)[0]
    }
}

extension UGen {
    /// The signal mapped from −1 … 1 to 0 … 1.
    fileprivate var unipolar: UGen { self * 0.5 + 0.5 }
}
