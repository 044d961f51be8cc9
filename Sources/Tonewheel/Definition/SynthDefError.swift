/// An error in a definition.
public enum SynthDefError: Error, Sendable, Hashable {
    /// Two controls have this name.
    case duplicateControl(String)
    /// A control has no value, a value that is not finite, or a lag that is negative, not finite, or of another kind
    /// than ``SynthDef/ControlKind/control``. The second value is the reason.
    case invalidControl(String, String)
    /// Two variants have this name.
    case duplicateVariant(String)
    /// A variant sets an unknown control, or sets more values than the control has. The second value is the reason.
    case invalidVariant(String, String)
    /// A constant input of a unit is NaN or infinite.
    case notFinite(input: Int, of: String)
    /// A unit has too many inputs, or too many or a negative number of outputs.
    case wrongCount(of: String, String, Int)
    /// An input of a unit is a signal of another definition, or was made outside any definition.
    case foreignInput(Int, of: String)
    /// An envelope has too few levels, times or curves. The value is the reason.
    case invalidEnvelope(String)
    /// The definition exceeds a limit of the file format. The value is the reason.
    case doesNotFit(String)
    /// The bytes are not a valid SynthDef file. The value is the reason, with the position.
    case invalidFile(String)
}

extension SynthDefError: CustomStringConvertible {
    /// The error, and a remedy if there is one, in sentences.
    public var description: String {
        switch self {
        case .duplicateControl(let name): "Two controls are named \(name.debugDescription)."
        case .invalidControl(let name, let reason): "The control \(name.debugDescription) \(reason)."
        case .duplicateVariant(let name): "Two variants are named \(name.debugDescription)."
        case .invalidVariant(let name, let reason): "The variant \(name.debugDescription) \(reason)."
        case .notFinite(let input, let unit): "Input \(input) of \(unit) is not a finite number."
        case .wrongCount(let unit, let things, let count):
            "\(unit) has \(count) \(things), outside 0 … \(UGenGraph.maximumCount)."
        case .foreignInput(let input, let unit):
            "Input \(input) of \(unit) was made outside of this definition. Call units in the closure that builds it."
        case .invalidEnvelope(let reason): "The envelope \(reason)."
        case .doesNotFit(let reason): reason
        case .invalidFile(let reason): reason
        }
    }
}
