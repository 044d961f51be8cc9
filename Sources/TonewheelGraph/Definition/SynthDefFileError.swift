internal import TonewheelRealtime

/// An error in the bytes of a SynthDef file, or in a definition to be encoded, and its position.
package struct SynthDefFileError: Error, Sendable, Equatable {
    package var problem: Problem

    /// The definition that contains the error; nil outside of definitions.
    package var definition: Place?

    /// The unit that contains the error; nil outside of units.
    package var unit: Place?

    /// The offset in the file, in bytes; nil while encoding.
    package var offset: Int?

    /// A definition of a file, or a unit of a definition: its index from 0, and its name where that is known.
    package struct Place: Sendable, Equatable {
        package var index: Int
        package var name: String?
    }

    /// The kind of error.
    package enum Problem: Sendable, Equatable {
        /// The file does not start with `SCgf`.
        case notADefinitionFile
        /// The version is neither 1 nor 2.
        case unknownVersion(Int)
        /// The file ends inside an element.
        case endsInside(String)
        /// The number of elements is negative.
        case negativeCount(of: String, Int)
        /// The rest of the file is too short for the number of elements.
        case countBeyondEnd(of: String, Int, remaining: Int)
        /// A name is not UTF-8.
        case nameNotUTF8(of: String)
        /// A rate is not one of 0 to 3.
        case unknownRate(of: String, Int)
        /// An input refers to a constant that does not exist.
        case noSuchConstant(input: Int, constant: Int, count: Int)
        /// An input refers to the unit itself, to a later unit, or to one that does not exist.
        case notAnEarlierUnit(input: Int, unit: Int)
        /// An input refers to an output that its unit does not have.
        case noSuchOutput(input: Int, unit: Int, output: Int, count: Int)
        /// The index of a parameter name is not that of a parameter.
        case noSuchParameter(name: String, index: Int, count: Int)
        /// A control unit outputs parameters that do not exist.
        case noSuchParameters(from: Int, count: Int, parameters: Int)
        /// A name is longer than the format allows.
        case nameTooLong(of: String, bytes: Int)
        /// A number is out of the range of this version of the format.
        case doesNotFit(String, Int, smallest: Int, largest: Int, version: SynthDefFile.Version)
        /// The number of values of a variant differs from that of the parameters.
        case wrongNumberOfValues(variant: String, Int, parameters: Int)
    }
}

extension SynthDefFileError: CustomStringConvertible {
    /// The position and the error, as a sentence.
    package var description: String {
        var place: [String] = []
        if let definition { place.append("in the definition \(definition)") }
        if let unit { place.append("in its unit \(unit)") }
        if let offset { place.append("at byte \(offset)") }
        return (place.isEmpty ? "\(problem)" : "\(place.joined(separator: ", ")): \(problem)").sentence
    }
}

extension SynthDefFileError.Place: CustomStringConvertible {
    package var description: String {
        // Quoted and escaped, since the name may contain any characters.
        name.map { "\(index), \($0.debugDescription)" } ?? "\(index)"
    }
}

extension SynthDefFileError.Problem: CustomStringConvertible {
    /// The error, as a clause.
    package var description: String {
        switch self {
        case .notADefinitionFile:
            "the file does not start with \"SCgf\", so it is not a SynthDef file"
        case .unknownVersion(let version):
            "the file's version is \(version), and only 1 and 2 can be read"
        case .endsInside(let what):
            "the file ends inside \(what)"
        case .negativeCount(let what, let count):
            "the number of \(what) is \(count), which is below 0"
        case .countBeyondEnd(let what, let count, let remaining):
            "\(count) \(what) are announced, and \(remaining) bytes of the file are left, which is too few for them"
        case .nameNotUTF8(let what):
            "the name of \(what) is not UTF-8"
        case .unknownRate(let what, let rate):
            "the rate of \(what) is \(rate), which is not one of 0 (scalar), 1 (control), 2 (audio) and 3 (demand)"
        case .noSuchConstant(let input, let constant, let count):
            "input \(input) refers to constant \(constant), and there are \(count) constants"
        case .notAnEarlierUnit(let input, let unit):
            "input \(input) refers to unit \(unit), which is not an earlier one"
        case .noSuchOutput(let input, let unit, let output, let count):
            "input \(input) refers to output \(output) of unit \(unit), which has \(count) outputs"
        case .noSuchParameter(let name, let index, let count):
            "the parameter name \(name.debugDescription) refers to parameter \(index), and there are \(count)"
        case .noSuchParameters(let first, let count, let parameters):
            "it outputs \(count) parameters from index \(first) on, and there are \(parameters) parameters"
        case .nameTooLong(let what, let bytes):
            "the name of \(what) has \(bytes) bytes in UTF-8, and may have 255"
        case .doesNotFit(let what, let value, let smallest, let largest, let version):
            "\(what) is \(value), and version \(version.rawValue) of the format holds \(smallest) to \(largest) there"
        case .wrongNumberOfValues(let variant, let count, let parameters):
            "the variant \(variant.debugDescription) has \(count) values for \(parameters) parameters"
        }
    }
}
