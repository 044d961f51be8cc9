internal import TonewheelDSP
internal import TonewheelGraph

extension UGenGraph {
    /// The maximum number of lags of a unit, as in sclang 3.13.
    private static let lagControlSize = 16

    /// Compiles the definition: controls first, then units in the order in which they were made.
    ///
    /// Controls are grouped by kind, with a unit for each group, in the order of sclang: initial, trigger, audio,
    /// control. Their names keep the order in which they were made.
    func compiled() throws(SynthDefError) -> SynthDef {
        let state = snapshot
        if let error = state.error { throw error }
        var definition = SynthDef(name: name)
        var pool = ConstantPool()
        let places = addControls(of: state, to: &definition, pool: &pool)

        let shift = definition.units.count
        for unit in state.units {
            let rate = unit.rate
            let inputs = unit.inputs.map { source -> SynthDef.Input in
                switch source {
                case .constant(let value): .constant(pool.index(of: value))
                case .control(let value): places[value].input
                case .output(let unit, let index): .output(unit: unit + shift, index: index)
                case .detached: preconditionFailure("refused when the unit was added")
                }
            }
            definition.units.append(
                .init(
                    name: unit.name, rate: rate, inputs: inputs,
                    outputs: Array(repeating: rate, count: unit.outputs), specialIndex: unit.specialIndex))
        }
        definition.constants = pool.values
        try addVariants(of: state, to: &definition, places: places)
        return definition
    }

    /// The position of a control's value: the output of its unit, and the index of its parameter.
    private struct Place {
        var input = SynthDef.Input.constant(0)
        var parameter = 0
    }

    /// Adds the parameters, and the control units that output them.
    ///
    /// - Returns: The places of all controls' values, in the order in which they were made.
    private func addControls(
        of state: State, to definition: inout SynthDef, pool: inout ConstantPool
    ) -> [Place] {
        var places = Array(repeating: Place(), count: state.controlValues)
        for kind in [SynthDef.ControlKind.initial, .trigger, .audio, .control] {
            let controls = state.controls.filter { $0.kind == kind }
            let values = controls.flatMap { control in
                control.values.indices.map { (place: control.first + $0, value: control.values[$0], lag: control.lag) }
            }
            let isLagged = controls.contains { $0.lag != 0 }
            let size = isLagged ? Self.lagControlSize : max(1, values.count)
            for start in stride(from: 0, to: values.count, by: size) {
                let part = values[start..<min(values.count, start + size)]
                let rate = kind.rate
                for (output, value) in part.enumerated() {
                    places[value.place] = Place(
                        input: .output(unit: definition.units.count, index: output),
                        parameter: definition.parameters.count + output)
                }
                definition.units.append(
                    .init(
                        name: isLagged ? "LagControl" : Self.controlUnit(kind), rate: rate,
                        inputs: isLagged ? part.map { .constant(pool.index(of: $0.lag)) } : [],
                        outputs: Array(repeating: rate, count: part.count),
                        specialIndex: definition.parameters.count))
                definition.parameters += part.map(\.value)
            }
        }
        definition.parameterNames = state.controls.map { .init(name: $0.name, index: places[$0.first].parameter) }
        return places
    }

    private func addVariants(
        of state: State, to definition: inout SynthDef, places: [Place]
    ) throws(SynthDefError) {
        for variant in state.variants {
            var values = definition.parameters
            for (name, new) in variant.values.sorted(by: { $0.key < $1.key }) {
                guard let control = state.controls.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
                    throw .invalidVariant(variant.name, "sets \(name.debugDescription), which is not a control")
                }
                guard new.count <= control.values.count else {
                    throw .invalidVariant(variant.name, "has too many values for \(name.debugDescription)")
                }
                guard new.allSatisfy(\.isFinite) else {
                    throw .invalidVariant(variant.name, "has a value that is not finite for \(name.debugDescription)")
                }
                for (offset, value) in new.enumerated() { values[places[control.first + offset].parameter] = value }
            }
            definition.variants.append(.init(name: "\(self.name).\(variant.name)", values: values))
        }
    }

    private static func controlUnit(_ kind: SynthDef.ControlKind) -> String {
        switch kind {
        case .initial, .control: "Control"
        case .trigger: "TrigControl"
        case .audio: "AudioControl"
        }
    }

}

/// The distinct constants of a definition, in the order of their first use.
private struct ConstantPool {
    private(set) var values: [Float] = []
    private var places: [UInt32: Int] = [:]

    mutating func index(of value: Float) -> Int {
        if let place = places[value.bitPattern] { return place }
        places[value.bitPattern] = values.count
        values.append(value)
        return values.count - 1
    }
}
