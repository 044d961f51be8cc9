import Foundation
import Tonewheel
import TonewheelDSP
import TonewheelGraph

/// SynthDefs that play one unit, with inputs that change.
enum ImageDefinitions {
    /// Returns a definition of the unit at a rate, named "unit".
    static func definition(_ spec: UnitSpec, _ rate: Rate) throws -> SynthDef {
        try SynthDef("unit") { def in
            switch spec.name {
            case "AudioControl": return Out.ar(0, def.control("x", 0.2, .audio))
            case "LagControl": return Out.ar(0, K2A.ar(def.control("x", 0.2, lag: 0.1)))
            case "TrigControl": return Out.ar(0, K2A.ar(def.control("x", 0.2, .trigger)))
            default: break
            }
            let x = def.control("x", 0.2)
            let inputs = spec.inputs.enumerated().map { source($1, $0, rate, x) } + furtherInputs(spec.name, rate)
            let outputs = UGen.unit(spec.name, rate, inputs, outputs: outputCount(spec))
            for output in outputs { Out.ar(0, rate == .audio ? output : K2A.ar(output)) }
        }
    }

    private static func outputCount(_ spec: UnitSpec) -> Int {
        switch spec.name {
        case "LocalOut", "DiskOut", "Out", "OffsetOut", "ReplaceOut", "XOut": 0
        case "PanAz": 3
        default: spec.outputCount > 0 ? spec.outputCount : 1
        }
    }

    private static func source(
        _ input: UnitSpec.Input, _ index: Int, _ rate: Rate, _ x: UGen
    ) -> UGen {
        switch input.unit {
        case .trigger: return signal("Impulse", rate, [UGen(41 + index), 0])
        case .hertz:
            return (x * 0.5 + 1) * UGen(max(1, input.defaultValue))
        case .seconds: return UGen(input.defaultValue == 0 ? 0.01 : min(0.2, input.defaultValue))
        case .bus: return 4
        case .buffer: return 1
        case .action: return 0
        case .number:
            if input.defaultValue != 0 { return UGen(input.defaultValue) }
            return signal("SinOsc", rate, [UGen(331 + 17 * index), 0]) * 0.4 + x
        }
    }

    private static func furtherInputs(_ name: String, _ rate: Rate) -> [UGen] {
        switch name {
        case "EnvGen": [0, 3, 1, -99, 1, 0.01, 1, 0, 0.5, 0.02, 5, -4, 0, 0.3, 2, 0]
        case "Klank": [411, 0.5, 0.1, 977, 0.2, 0.3]
        case "Select", "RecordBuf", "BufWr", "DiskOut", "LocalOut", "Out", "OffsetOut", "ReplaceOut", "XOut",
            "ScopeOut2", "SendReply", "Poll":
            [signal("SinOsc", rate, [233, 0]) * 0.3]
        default: []
        }
    }

    private static func signal(_ name: String, _ rate: Rate, _ inputs: [UGen]) -> UGen {
        UGen.unit(name, rate, inputs)[0]
    }

    /// Returns Sonic Pi's SynthDefs.
    static func sonicPi() throws -> [SynthDef] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../TonewheelGraphTests/Definitions").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "scsyndef" }.sorted { $0.path < $1.path }
            .flatMap { try SynthDef.definitions(decoding: [UInt8](Data(contentsOf: $0))) }
    }
}
