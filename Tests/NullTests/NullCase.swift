import Tonewheel

/// A signal that scsynth and Tonewheel both compute, and how much they may differ.
struct NullCase: Sendable, CustomStringConvertible {
    /// The unit, and what is special about its inputs.
    let name: String

    /// How far below the signal the difference lies at least, in decibels.
    var limit = -80.0

    /// Why it may be more than −80 dB.
    var reason = ""

    /// What the control `x` is at the beginning, and from the middle of the rendering on.
    var x: (Float, Float) = (0, 0)

    /// How the control takes part, and its lag in seconds.
    var kind = SynthDef.ControlKind.control
    var lag: Float = 0

    /// The signal. `x` is a control.
    let signal: @Sendable (_ x: UGen) -> UGen

    /// The definition that plays it.
    ///
    /// - Parameter output: the bus that it is heard on.
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

/// A unit of one output at audio rate.
func audio(_ name: String, _ inputs: [UGen], specialIndex: Int = 0) -> UGen {
    UGen.unit(name, .audio, inputs, outputs: 1, specialIndex: specialIndex)[0]
}

/// A unit of one output at control rate, heard at audio rate: from value to value in a straight line.
func control(_ name: String, _ inputs: [UGen], specialIndex: Int = 0) -> UGen {
    UGen.unit("K2A", .audio, [UGen.unit(name, .control, inputs, outputs: 1, specialIndex: specialIndex)[0]])[0]
}

/// One channel of a unit of several.
func channel(_ index: Int, of count: Int, _ name: String, _ inputs: [UGen]) -> UGen {
    UGen.unit(name, .audio, inputs, outputs: count)[index]
}

/// A sine to send through other units. It does not begin at 0: what a unit makes of the first sample shows.
var sine: UGen { audio("SinOsc", [300, 1]) }

/// A signal with all frequencies in it, the same everywhere.
var saw: UGen { audio("LFSaw", [110, 0.3]) }

/// A slow line up and down, the same everywhere.
var triangle: UGen { audio("LFTri", [7, 0.3]) }
