internal import TestSupport
package import Tonewheel

/// A unit and the sources of its varied inputs.
package struct GridCase: Sendable {
    package let unit: GridUnit

    /// The sources of the varied inputs, by the index of the input.
    package let varied: [Int: GridSource]

    /// Whether the output passes through a filter that reads the initial value of its input, before the first block.
    let checksInitialValue: Bool

    private let number: Int

    private init(_ unit: GridUnit, _ varied: [Int: GridSource], checksInitialValue: Bool = false, number: Int = 0) {
        self.unit = unit
        self.varied = varied
        self.checksInitialValue = checksInitialValue
        self.number = number
    }

    /// The unit and its sources.
    package var name: String {
        let inputs = varied.sorted { $0.key < $1.key }.map { "\(unit.inputs[$0.key].name): \($0.value.name)" }
        return "\(unit.title)\(checksInitialValue ? ", initial value" : "")(\(inputs.joined(separator: ", ")))"
    }

    /// Returns all cases of a unit: each input with each source, and some with random sources for all inputs.
    ///
    /// - Parameter mayMix: Whether an input may have a source in the random cases.
    package static func all(_ unit: GridUnit, mayMix: (GridInput, GridSource) -> Bool) -> [GridCase] {
        let sources = unit.inputs.map { $0.sources(unit.rate) }
        var cases: [GridCase] = []
        for (index, choices) in sources.enumerated() {
            for source in choices { cases.append(GridCase(unit, [index: source])) }
        }
        if unit.rate == .audio {
            var moving: [Int: GridSource] = [:]
            for (index, choices) in sources.enumerated() {
                moving[index] = choices.first { $0.name == "EnvGen.kr" && mayMix(unit.inputs[index], $0) }
            }
            cases.append(GridCase(unit, moving, checksInitialValue: true))
        }
        var random = RepeatableRandom(seed: unit.seed)
        for number in 0..<(sources.count { !$0.isEmpty } > 1 ? mixedCount : 0) {
            var mixed: [Int: GridSource] = [:]
            for (index, choices) in sources.enumerated() {
                let hasControl = mixed.values.contains { $0.usesControl }
                let possible = choices.filter { mayMix(unit.inputs[index], $0) && !(hasControl && $0.usesControl) }
                mixed[index] = possible.randomElement(using: &random)
            }
            cases.append(GridCase(unit, mixed, number: number))
        }
        return cases
    }

    private static let mixedCount = 6

    /// The values of the control `x` in the first and in the second half of the rendering.
    package var x: (Float, Float) { control?.x ?? (0, 0) }

    private var control: GridSource? { varied.values.first { $0.usesControl } }

    /// Returns a SynthDef that plays the case on the bus `slot`. It records to the buffer `10 + slot`.
    package func definition(_ name: String, slot: Int) throws -> SynthDef {
        try SynthDef(name) { def in
            var x: UGen = 0
            if let control { x = def.control("x", control.x.0, control.kind, lag: control.lag) }
            var inputs = unit.inputs.enumerated().map { (varied[$0] ?? $1.base(unit.rate, $0)).signal(x) }
            let records = unit.name == "RecordBuf" || unit.name == "BufWr"
            if records { inputs[0] = UGen(10 + slot) }
            let outputs = UGen.unit(
                unit.name, unit.rate, inputs, outputs: unit.outputCount, specialIndex: unit.specialIndex)
            var signal = outputs.enumerated().reduce(UGen(0)) { $0 + (1 + 0.37 * UGen($1.offset)) * $1.element }
            if records { signal = GridSource.unit("PlayBuf", unit.rate, [UGen(10 + slot), 1, 1, 0, 1, 0]) }
            if unit.rate == .control { signal = GridSource.unit("K2A", .audio, [signal]) }
            if checksInitialValue { signal = GridSource.unit("HPZ1", .audio, [signal]) }
            Out.ar(UGen(slot), signal)
        }
    }
}

extension GridUnit {
    /// The name of the unit in the names of cases.
    package var title: String {
        let suffix = rate == .control ? ".kr" : ""
        return name == "BinaryOpUGen" || name == "UnaryOpUGen" ? "\(name) \(specialIndex)\(suffix)" : "\(name)\(suffix)"
    }

    /// The seed of the random cases, a hash of the title (FNV-1a).
    fileprivate var seed: UInt64 {
        title.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
