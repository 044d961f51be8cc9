internal import TonewheelDSP

/// The properties of a unit that the render thread needs for a trace.
struct TracedUnit: BitwiseCopyable {
    let inputCount: Int32
    let outputCount: Int32

    /// Whether the unit runs in the first block only.
    let isScalar: Bool

    init(_ plan: Blueprint.UnitPlan) {
        inputCount = Int32(truncatingIfNeeded: plan.inputs.count)
        outputCount = Int32(truncatingIfNeeded: plan.outputs.count)
        isScalar = plan.rate == .scalar
    }
}

extension Blueprint {
    /// The first sample of each input and output of a unit, in one block.
    package struct UnitTrace: Sendable, Equatable {
        package var name: String
        package var inputs: [Float] = []
        package var outputs: [Float] = []
    }

    /// Decodes the words that `Graph.trace` has written after the blueprint's address: the controls, then the inputs
    /// and outputs of each unit. `[control]`
    package func trace(_ words: ArraySlice<CommandWord>) -> [UnitTrace] {
        var words = words
        func take(_ count: Int) -> [Float] {
            defer { words = words.dropFirst(count) }
            return words.prefix(count).map(\.float)
        }
        let controls = take(controlCount)
        var next = 0
        return definition.units.map { unit in
            var trace = UnitTrace(name: unit.name)
            if BlueprintCompiler.isControl(unit) {
                trace.outputs = unit.outputs.indices.compactMap { output in
                    let control = unit.specialIndex + output
                    return controls.indices.contains(control) ? controls[control] : nil
                }
            } else if next < plans.count {
                // Inputs and outputs that the unit has in addition to those of the definition are skipped.
                trace.inputs = Array(take(plans[next].inputs.count).prefix(unit.inputs.count))
                trace.outputs = Array(take(plans[next].outputs.count).prefix(unit.outputs.count))
                next += 1
            }
            return trace
        }
    }
}
