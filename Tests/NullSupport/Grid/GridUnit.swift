package import Tonewheel
import TonewheelDSP
import TonewheelUGens

/// A unit of the registry at one rate, and its inputs in the grid.
package struct GridUnit: Sendable {
    package let name: String
    package let rate: Rate
    package let inputs: [GridInput]
    let outputCount: Int

    /// The operator of a unit with several, else 0.
    let specialIndex: Int

    /// All compared units, in the order of the registry.
    package static let all: [GridUnit] = UnitRegistry.standard.flatMap { entry in
        units(entry.spec)
    }

    private static func units(_ spec: UnitSpec) -> [GridUnit] {
        guard Self.excluded[spec.name] == nil else { return [] }
        let rates: [Rate] =
            controlRateOnly.contains(spec.name)
            ? [.control] : audioRateOnly.contains(spec.name) ? [.audio] : [.audio, .control]
        let operators: [Int] =
            switch spec.name {
            case "BinaryOpUGen": binaryOperators
            case "UnaryOpUGen": unaryOperators
            default: [0]
            }
        return operators.flatMap { specialIndex in
            rates.map { rate in
                GridUnit(
                    name: spec.name, rate: rate,
                    inputs: spec.inputs.map { GridInput($0, of: spec.name, rate) } + furtherInputs(spec.name, rate),
                    outputCount: spec.outputCount > 0 ? spec.outputCount : spec.name == "PanAz" ? 3 : 1,
                    specialIndex: specialIndex)
            }
        }
    }

    /// Returns the inputs after those of the spec.
    private static func furtherInputs(_ name: String, _ rate: Rate) -> [GridInput] {
        func number(_ name: String, _ typical: Float, _ low: Float, _ high: Float, _ more: [Float] = []) -> GridInput {
            GridInput(name, .number, typical, low, high, more)
        }
        func fixed(_ value: Float) -> GridInput { GridInput("", .fixed, value) }
        switch name {
        case "EnvGen":
            return [
                number("first level", 1, 0.5, 1.2), number("first time", 0.0031, 0.001, 0.006, [0, -1]), fixed(1),
                fixed(0),
                number("second level", 0.5, 0.3, 0.8), number("second time", 0.0113, 0.005, 0.02), fixed(5),
                number("curve", -4, -6, 3, [0, 25]), number("last level", 0, 0, 0.2),
                number("last time", 0.0211, 0.01, 0.03),
                number("shape", 5, 1, 4.7), fixed(-3),
            ]
        case "Klank":
            return [
                number("partial", 411, 300, 900, [0, -211, 30_000]), number("amplitude", 0.5, 0.2, 1),
                number("ring", 0.1, 0.05, 0.3, [0, -0.1]), fixed(1071), fixed(0.3), fixed(0.2),
            ]
        case "Select": return (0..<3).map { _ in GridInput("signal", .signal) }
        case "RecordBuf", "BufWr": return [GridInput("channel", .signal)]
        default: return []
        }
    }

    private static let binaryOperators = [
        0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 22, 23, 24, 25, 30, 38, 40, 42, 43, 44, 45, 46,
    ]
    private static let unaryOperators = [
        0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 28, 30, 32, 36, 42, 43, 48,
        52, 53,
    ]

    // The units that have one rate only in scsynth.
    private static let controlRateOnly: Set<String> = ["A2K", "T2K", "Linen", "DetectSilence"]
    private static let audioRateOnly: Set<String> = [
        "Blip", "Compander", "FreeVerb", "FreeVerb2", "K2A", "Klank", "Limiter", "Normalizer", "PitchShift", "Pulse",
        "Saw", "SinOscFB", "T2A",
    ]

    /// The units that are not in the grid, and the reasons.
    package static let excluded: [String: String] = {
        var excluded = NullExclusions.units
        for name in ["In", "InFeedback", "LocalIn", "LocalOut", "OffsetOut", "Out", "ReplaceOut", "XOut"] {
            excluded[name] = "buses, which have cases of their own"
        }
        for name in ["AudioControl", "LagControl", "TrigControl"] {
            excluded[name] = "controls, which are sources of the grid"
        }
        for name in ["Done", "Free", "FreeSelf", "FreeSelfWhenDone", "Pause", "PauseSelf", "PauseSelfWhenDone"] {
            excluded[name] = "they end or pause synths, and have cases of their own"
        }
        for name in [
            "BlockSize", "ControlDur", "ControlRate", "NodeID", "NumAudioBuses", "NumBuffers", "NumControlBuses",
            "NumInputBuses", "NumOutputBuses", "NumRunningSynths", "RadiansPerSample", "SampleDur", "SampleRate",
            "BufChannels", "BufDur", "BufFrames", "BufRateScale", "BufSampleRate", "BufSamples",
        ] { excluded[name] = "information about the server, with cases of its own" }
        return excluded
    }()
}
