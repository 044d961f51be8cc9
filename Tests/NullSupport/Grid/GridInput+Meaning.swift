import Tonewheel
import TonewheelDSP

// The sources of an input depend on its unit of measure in the spec, and on its name.
extension GridInput {
    init(_ input: UnitSpec.Input, of unit: String, _ rate: Rate) {
        let name = input.name
        if let special = Self.special["\(unit).\(name)"] {
            self = special(name)
            return
        }
        switch input.unit {
        case .hertz where rate == .audio: self.init(name, .number, 441.3, 300, 2000, [0, -311.7, 31_234.5])
        case .hertz: self.init(name, .number, 31.7, 10, 100, [0, -21.3, 512.3])
        case .seconds: self.init(name, .number, 0.0113, 0.001, 0.03, [0, -0.01, 1.3])
        case .trigger: self.init(name, .trigger)
        case .buffer, .bus, .action: self.init(name, .fixed)
        case .number: self = Self.numbers[name]?(name) ?? GridInput(name, .number, 0.4, 0.1, 0.9, [0, -0.7, 3.1])
        }
    }

    private typealias Make = @Sendable (String) -> GridInput

    private static let signal: Make = { GridInput($0, .signal) }
    private static func fixed(_ value: Float) -> Make { { GridInput($0, .fixed, value) } }

    private static func number(_ typical: Float, _ low: Float, _ high: Float, _ extremes: [Float] = []) -> Make {
        { GridInput($0, .number, typical, low, high, extremes) }
    }

    /// The ranges of numbers, by the name of the input.
    private static let numbers: [String: Make] = [
        "in": signal, "a": signal, "b": signal, "c": signal, "d": signal, "left": signal, "right": signal, "x": signal,
        "y": signal, "control": signal,
        "position": number(0.3, -1, 1, [0, -1.7, 2.3]), "level": number(0.8, 0.1, 1, [0, -0.5, 2.2]),
        "low": number(-0.31, -0.6, -0.1, [0.97]), "high": number(0.41, 0.1, 0.7, [-0.97]),
        "phase": number(0.31, 0, 1.7, [-0.7, 5.3]), "width": number(0.41, 0.1, 0.9, [0, 1, -0.3]),
        "loop": fixed(1), "interpolation": fixed(2), "pitchDispersion": fixed(0), "rateVariation": fixed(0),
        "depthVariation": fixed(0), "post": fixed(0), "id": fixed(0), "maxFrames": fixed(0),
        "reciprocalQ": number(0.41, 0.1, 1, [0, -0.3, 3.7]), "bandwidth": number(0.41, 0.1, 1, [0, -0.3, 3.7]),
        "reciprocalS": number(0.41, 0.1, 1, [0, 3.7]), "gain": number(3.1, -6, 6, [0, 25]),
        "radius": number(0.81, 0.3, 0.9, [0, -0.5]), "coefficient": number(0.51, -0.4, 0.9, [0, -0.9]),
        "harmonics": number(12, 3, 30, [0, -4, 400]), "feedback": number(0.4, 0, 1, [-0.7, 2.3]),
        "multiplier": number(0.5, -1, 1, [0]), "addend": number(0.2, -1, 1, [0]),
        "mix": number(0.4, 0.1, 0.9, [0, -0.5, 1.7]), "room": number(0.5, 0.1, 0.9, [0, -0.5, 1.7]),
        "damping": number(0.5, 0.1, 0.9, [0, -0.5, 1.7]), "orientation": number(0.5, 0, 1, [-0.7]),
    ]

    /// The inputs of single units for which the name has another meaning.
    private static let special: [String: Make] = {
        var special: [String: Make] = [
            "DC.value": { GridInput($0, .control, 0.5, 0.1, 0.9) },
            "K2A.in": { GridInput($0, .control, 0.3, -0.6, 0.9, [0]) },
            "A2K.in": { GridInput($0, .audioSignal) }, "T2K.in": { GridInput($0, .audioTrigger) },
            "Slew.up": number(211, 100, 2000, [0]),
            "Slew.down": number(311, 100, 2000, [0]), "VarLag.in": number(0.5, 0, 1), "VarLag.start": number(0.3, 0, 1),
            "Linen.gate": { GridInput($0, .trigger) }, "Linen.level": number(0.7, 0.2, 1),
            "EnvGen.gate": { GridInput($0, .trigger) }, "EnvGen.levelScale": number(1, 0.2, 1.3, [0, -0.7]),
            "EnvGen.levelBias": number(0, -0.2, 0.3), "EnvGen.timeScale": number(1, 0.5, 2, [0, 30]),
            "EnvGen.level": number(0.1, 0, 0.6), "EnvGen.segmentCount": fixed(3), "EnvGen.releaseNode": fixed(2),
            "EnvGen.loopNode": fixed(-99),
            "T2A.in": { GridInput($0, .controlTrigger) }, "T2A.offset": fixed(3),
            "Phasor.rate": number(0.0101, 0.001, 0.03, [0, -0.013]),
            "Phasor.start": number(0, 0, 0.2), "Phasor.end": number(1, 0.8, 1.3, [-0.7]),
            "Phasor.resetPosition": number(0.21, 0.1, 0.3), "Sweep.rate": number(3, 1, 30, [0, -2]),
            "PulseDivider.division": number(2, 2, 4.3, [0]), "PulseDivider.start": fixed(0),
            "Stepper.lowest": number(0, 0, 2), "Stepper.highest": number(7, 3, 8, [-2]),
            "Stepper.step": number(1, 1, 2.4, [0, -1, 11]),
            "Stepper.resetValue": number(2, 1, 4), "Latch.trigger": { GridInput($0, .trigger) },
            "Gate.gate": { GridInput($0, .trigger) },
            "Vibrato.rate": number(20.3, 20, 40), "Vibrato.depth": number(0.1, 0.01, 0.2, [0]),
            "Vibrato.delay": fixed(0),
            "Vibrato.onset": fixed(0), "PanAz.width": number(2, 1.1, 3.3), "PitchShift.windowSize": fixed(0.0203),
            "PitchShift.timeDispersion": fixed(0), "PitchShift.pitchRatio": number(1.21, 0.5, 2, [0.25]),
            "Compander.threshold": number(0.3, 0.1, 0.5), "Compander.slopeBelow": number(1, 0.5, 2, [0]),
            "Compander.slopeAbove": number(0.5, 0.3, 1, [0, 2]), "DetectSilence.level": number(0.1, 0.05, 0.3),
            "Limiter.duration": fixed(0.0053), "Normalizer.duration": fixed(0.0053),
            "SOS.a0": number(0.5, 0.1, 0.6), "SOS.a1": number(0.2, 0.1, 0.3), "SOS.a2": number(0.1, 0, 0.1),
            "SOS.b1": number(0.5, 0.3, 0.6), "SOS.b2": number(-0.3, -0.4, -0.2),
            "LeakDC.coefficient": number(0.95, 0.8, 0.99, [0, 1]),
            "Integrator.coefficient": number(0.9, 0.8, 0.99, [0, -0.5]),
            "OneZero.coefficient": number(0.5, -0.5, 0.9, [0]), "Klank.frequencyScale": number(1, 0.5, 1.5),
            "Klank.frequencyOffset": number(0, 0, 100), "Klank.decayScale": number(1, 0.5, 1),
            "PlayBuf.rate": number(1.01, 0.2, 2, [0, -0.7]), "PlayBuf.start": number(10, 3.3, 100, [-5, 400]),
            "BufRd.position": { GridInput($0, .ownNumber, 10.3, 3.3, 320, [-5, 400]) },
            "BufWr.position": { GridInput($0, .ownNumber, 10.3, 3.3, 320, [-5, 400]) },
            "RecordBuf.offset": number(10, 3.3, 100), "RecordBuf.overdub": number(0.3, 0, 0.7),
            "RecordBuf.run": number(1, 0.5, 1, [0, -1]), "Select.which": number(1, 0.3, 2.7, [-1, 5]),
            "LinExp.srcLow": number(-1.1, -1.5, -1.1), "LinExp.srcHigh": number(1.1, 1.1, 1.5),
            "LinExp.dstLow": number(1, 0.5, 1.2), "LinExp.dstHigh": number(3, 2, 4),
            "BinaryOpUGen.b": number(0.4, 0.1, 0.9, [0, -0.7, 3]),
            "Sanitize.replacement": number(0.3, 0.1, 0.9), "SyncSaw.syncFrequency": number(101.3, 80, 200, [0, -50]),
            "Line.start": number(0.21, 0, 1), "Line.end": number(0.91, 0, 1),
            "XLine.start": number(0.21, 0.1, 1, [-0.3]),
            "XLine.end": number(0.91, 0.5, 1, [-0.9]),
        ]
        for unit in ["Line", "XLine"] { special["\(unit).duration"] = number(0.0507, 0.02, 0.07, [0, -1]) }
        for unit in ["Trig", "Trig1"] { special["\(unit).duration"] = number(0.00312, 0.001, 0.004, [0, -1, 1.3]) }
        for unit in ["PulseCount", "PulseDivider", "SetResetFF", "Stepper", "ToggleFF", "Timer"] {
            special["\(unit).trigger"] = { GridInput($0, .ownTrigger) }
        }
        for unit in ["LFTri", "LFPar"] { special["\(unit).phase"] = number(0.31, 0, 1.7, [-0.7, 5.3, 30]) }
        for unit in ["SinOsc", "LFSaw", "LFCub", "LFPulse", "VarSaw", "Impulse", "FSinOsc"] {
            special["\(unit).phase"] = number(0.31, 0, 0.9, [-0.7, 5.3, 30])
        }
        for form in ["Comb", "Allpass", "Delay"] {
            for reading in ["N", "L", "C"] {
                special["\(form)\(reading).longest"] = fixed(0.05)
                special["\(form)\(reading).delay"] = number(0.0123, 0.001, 0.04, [0, -0.01, 0.3])
                special["\(form)\(reading).decay"] = number(0.1, 0.02, 0.3, [0, -0.1])
            }
        }
        return special
    }()
}
