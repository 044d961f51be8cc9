internal import TonewheelDSP

/// What the render thread must know of a unit to tell of it.
struct TracedUnit: BitwiseCopyable {
    let inputCount: Int32
    let outputCount: Int32

    /// Whether it is run in the first block alone.
    let isScalar: Bool

    init(_ plan: Blueprint.UnitPlan) {
        inputCount = Int32(truncatingIfNeeded: plan.inputs.count)
        outputCount = Int32(truncatingIfNeeded: plan.outputs.count)
        isScalar = plan.rate == .scalar
    }
}

extension Blueprint {
    /// What a unit of the definition has read and written at the beginning of a block.
    package struct UnitTrace: Sendable, Equatable {
        package var name: String
        package var inputs: [Float] = []
        package var outputs: [Float] = []
    }

    /// Reads what `Graph.trace` has written behind the blueprint: the controls, and then each unit's inputs and outputs. `[control]`
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
            if BlueprintCompiler.takesNoTime(unit) {
                trace.outputs = unit.outputs.indices.compactMap { output in
                    let control = unit.specialIndex + output
                    return controls.indices.contains(control) ? controls[control] : nil
                }
            } else if next < plans.count {
                // Not what the definition leaves out and the unit has besides.
                trace.inputs = Array(take(plans[next].inputs.count).prefix(unit.inputs.count))
                trace.outputs = Array(take(plans[next].outputs.count).prefix(unit.outputs.count))
                next += 1
            }
            return trace
        }
    }
}
