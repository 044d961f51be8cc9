/// What is wrong with a definition.
public enum SynthDefError: Error, Sendable, Hashable {
    /// Two controls have this name.
    case duplicateControl(String)
    /// A control has no value, or one that is not finite, or a lag that is negative, not finite, or of a control that is
    /// not of the kind ``SynthDef/ControlKind/control``.
    case invalidControl(String, String)
    /// Two variants have this name.
    case duplicateVariant(String)
    /// A variant sets a control that there is not, or gives it more values than it has.
    case invalidVariant(String, String)
    /// A constant is infinite or not a number: the number of the unit's input, and the unit's name.
    case notFinite(input: Int, of: String)
    /// A unit has too many inputs, or too many or a negative number of outputs.
    case wrongCount(of: String, String, Int)
    /// A unit reads what was made outside of the definition, or in another.
    case foreignInput(Int, of: String)
    /// An envelope lacks levels or times.
    case invalidEnvelope(String)
    /// The definition does not fit the file format: which part, and why.
    case doesNotFit(String)
    /// Bytes are no SynthDef file: why, and at which byte.
    case invalidFile(String)
}

extension SynthDefError: CustomStringConvertible {
    /// A sentence that says what is wrong.
    public var description: String {
        switch self {
        case .duplicateControl(let name): "two controls are named \(name.debugDescription)"
        case .invalidControl(let name, let reason): "the control \(name.debugDescription) \(reason)"
        case .duplicateVariant(let name): "two variants are named \(name.debugDescription)"
        case .invalidVariant(let name, let reason): "the variant \(name.debugDescription) \(reason)"
        case .notFinite(let input, let unit): "input \(input) of \(unit) is not a finite number"
        case .wrongCount(let unit, let things, let count):
            "\(unit) has \(count) \(things): from 0 to \(UGenGraph.maximumCount) are possible"
        case .foreignInput(let input, let unit):
            "input \(input) of \(unit) was made outside of this definition: call units in the closure that builds it"
        case .invalidEnvelope(let reason): "the envelope \(reason)"
        case .doesNotFit(let reason): reason
        case .invalidFile(let reason): reason
        }
    }
}
