extension SynthDefinition {
    /// The kinds of unit that hand out parameters, from the one of their special index on: the only ones that the format
    /// itself knows.
    ///
    /// Reference: SuperCollider help, "Control", "AudioControl", "TrigControl", "LagControl".
    package static let controlUnits: Set<String> = ["Control", "AudioControl", "TrigControl", "LagControl"]

    /// What is wrong with an input of a unit; nil if it refers to something that is there.
    ///
    /// - Parameters:
    ///   - input: The input.
    ///   - number: The number of the input, for the message.
    ///   - earlier: How many units come before the one that reads; nil if all that are there so far do.
    func problem(with input: Input, number: Int, earlier: Int? = nil) -> SynthDefinitionError.Problem? {
        switch input {
        case .constant(let index):
            guard constants.indices.contains(index) else {
                return .noSuchConstant(input: number, constant: index, count: constants.count)
            }
        case .output(let unit, let index):
            guard unit >= 0, unit < earlier ?? units.count else {
                return .notAnEarlierUnit(input: number, unit: unit)
            }
            let outputs = units[unit].outputs.count
            guard index >= 0, index < outputs else {
                return .noSuchOutput(input: number, unit: unit, output: index, count: outputs)
            }
        }
        return nil
    }

    /// What is wrong with the special index of a unit; nil if nothing is.
    func problemWithSpecialIndex(of unit: Unit) -> SynthDefinitionError.Problem? {
        guard Self.controlUnits.contains(unit.name), !unit.outputs.isEmpty else { return nil }
        let index = unit.specialIndex
        guard index >= 0, index <= parameters.count, unit.outputs.count <= parameters.count - index else {
            return .noSuchParameters(from: index, count: unit.outputs.count, parameters: parameters.count)
        }
        return nil
    }
}
