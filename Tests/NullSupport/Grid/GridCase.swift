internal import TestSupport
package import Tonewheel

/// A unit with its inputs connected in one way.
package struct GridCase: Sendable {
    package let unit: GridUnit

    /// What the inputs that are varied are connected to, by their places.
    package let varied: [Int: GridSource]

    /// Whether a filter hears it that takes in what a signal holds before the first block.
    let isHeardBefore: Bool

    private let number: Int

    private init(_ unit: GridUnit, _ varied: [Int: GridSource], isHeardBefore: Bool = false, number: Int = 0) {
        self.unit = unit
        self.varied = varied
        self.isHeardBefore = isHeardBefore
        self.number = number
    }

    /// The unit, and what is connected.
    package var name: String {
        let inputs = varied.sorted { $0.key < $1.key }.map { "\(unit.inputs[$0.key].name): \($0.value.name)" }
        return "\(unit.title)\(isHeardBefore ? ", heard before" : "")(\(inputs.joined(separator: ", ")))"
    }

    /// All cases of a unit: each input with each source, and some with all inputs at random.
    ///
    /// - Parameter mayMix: whether the input at a place may have a source in the cases at random.
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
            cases.append(GridCase(unit, moving, isHeardBefore: true))
        }
        var random = RepeatableRandom(seed: unit.seed)
        for number in 0..<(sources.count { !$0.isEmpty } > 1 ? mixedCount : 0) {
            var mixed: [Int: GridSource] = [:]
            for (index, choices) in sources.enumerated() {
                let isTaken = mixed.values.contains { $0.usesControl }
                let possible = choices.filter { mayMix(unit.inputs[index], $0) && !(isTaken && $0.usesControl) }
                mixed[index] = possible.randomElement(using: &random)
            }
            cases.append(GridCase(unit, mixed, number: number))
        }
        return cases
    }

    private static let mixedCount = 6

    /// What the control `x` is at the beginning, and from the middle of the rendering on.
    package var x: (Float, Float) { control?.x ?? (0, 0) }

    private var control: GridSource? { varied.values.first { $0.usesControl } }

    /// The definition that plays it on the bus `slot`; what it records goes to the buffer `10 + slot`.
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
            if isHeardBefore { signal = GridSource.unit("HPZ1", .audio, [signal]) }
            Out.ar(UGen(slot), signal)
        }
    }
}

extension GridUnit {
    /// As the unit is called in the names of cases.
    package var title: String {
        let suffix = rate == .control ? ".kr" : ""
        return name == "BinaryOpUGen" || name == "UnaryOpUGen" ? "\(name) \(specialIndex)\(suffix)" : "\(name)\(suffix)"
    }

    /// What its random cases follow from (FNV-1a).
    fileprivate var seed: UInt64 {
        title.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
