import Tonewheel

/// A signal that scsynth and Tonewheel both compute, and the limit of the difference.
struct NullCase: Sendable, CustomStringConvertible {
    /// The unit and the distinguishing inputs.
    let name: String

    /// The largest permitted difference relative to the signal, in decibels.
    var limit = -80.0

    /// The reason for a limit above −80 dB.
    var reason = ""

    /// The values of the control `x` in the first and in the second half of the rendering.
    var x: (Float, Float) = (0, 0)

    /// The kind of the control `x`, and its lag in seconds.
    var kind = SynthDef.ControlKind.control
    var lag: Float = 0

    /// The signal. `x` is a control.
    let signal: @Sendable (_ x: UGen) -> UGen

    /// Returns a SynthDef that plays the signal.
    ///
    /// - Parameter output: The output bus.
    func definition(_ name: String, output: Int) throws -> SynthDef {
        try SynthDef(name) { def in
            let x = def.control("x", x.0, kind, lag: lag)
            Out.ar(UGen(floatLiteral: Float(output)), signal(x))
        }
    }

    init(
        _ name: String, x: (Float, Float) = (0, 0), _ kind: SynthDef.ControlKind = .control, lag: Float = 0,
        limit: Double = -80, because reason: String = "",
        _ signal: @escaping @Sendable (UGen) -> UGen
    ) {
        self.name = name
        self.x = x
        self.kind = kind
        self.lag = lag
        self.limit = limit
        self.reason = reason
        self.signal = signal
    }

    var description: String { name }
}

/// Returns the output of a unit at audio rate with one output.
func audio(_ name: String, _ inputs: [UGen], specialIndex: Int = 0) -> UGen {
    UGen.unit(name, .audio, inputs, outputs: 1, specialIndex: specialIndex)[0]
}

/// Returns the output of a unit at control rate with one output, interpolated linearly to audio rate.
func control(_ name: String, _ inputs: [UGen], specialIndex: Int = 0) -> UGen {
    UGen.unit("K2A", .audio, [UGen.unit(name, .control, inputs, outputs: 1, specialIndex: specialIndex)[0]])[0]
}

/// Returns one output of a unit with several outputs.
func channel(_ index: Int, of count: Int, _ name: String, _ inputs: [UGen]) -> UGen {
    UGen.unit(name, .audio, inputs, outputs: count)[index]
}

/// A sine as input of other units. It does not begin at 0, so the response to the first sample is compared.
var sine: UGen { audio("SinOsc", [300, 1]) }

/// A wideband signal, identical in scsynth and Tonewheel.
var saw: UGen { audio("LFSaw", [110, 0.3]) }

/// A slow triangle, identical in scsynth and Tonewheel.
var triangle: UGen { audio("LFTri", [7, 0.3]) }
