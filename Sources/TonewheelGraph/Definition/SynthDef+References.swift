extension SynthDef {
    /// The unit generators that output parameters, starting with the one of their special index. They are the only
    /// ones that the format itself knows.
    ///
    /// Reference: SuperCollider help, "Control", "AudioControl", "TrigControl", "LagControl".
    package static let controlUnits: Set<String> = ["Control", "AudioControl", "TrigControl", "LagControl"]

    /// Returns the error in an input of a unit; nil if its reference is valid.
    ///
    /// - Parameters:
    ///   - number: The index of the input, for the error.
    ///   - earlier: The number of units before the one that reads; nil for all units so far.
    func problem(with input: Input, number: Int, earlier: Int? = nil) -> SynthDefFileError.Problem? {
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

    /// Returns the error in the special index of a unit; nil if it is valid.
    func problemWithSpecialIndex(of unit: Unit) -> SynthDefFileError.Problem? {
        guard Self.controlUnits.contains(unit.name), !unit.outputs.isEmpty else { return nil }
        let index = unit.specialIndex
        guard index >= 0, index <= parameters.count, unit.outputs.count <= parameters.count - index else {
            return .noSuchParameters(from: index, count: unit.outputs.count, parameters: parameters.count)
        }
        return nil
    }
}
