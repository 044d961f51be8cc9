/// Why bytes are no SynthDef file, or why a definition cannot be written to one: what is wrong, and where.
package struct SynthDefinitionError: Error, Sendable, Equatable {
    /// What is wrong.
    package var problem: Problem

    /// The definition in which it is; nil outside of any.
    package var definition: Place?

    /// The unit in which it is; nil outside of any.
    package var unit: Place?

    /// Where it is in the file, in bytes from its beginning; nil while a file is written.
    package var offset: Int?

    /// A definition of a file, or a unit of a definition: its number from 0, and its name where that is known.
    package struct Place: Sendable, Equatable {
        package var index: Int
        package var name: String?
    }

    /// What may be wrong.
    package enum Problem: Sendable, Equatable {
        /// The file does not begin with `SCgf`.
        case notADefinitionFile
        /// The version is neither 1 nor 2.
        case unknownVersion(Int)
        /// The file ends inside of something.
        case endsInside(String)
        /// The number of things is negative.
        case negativeCount(of: String, Int)
        /// More things are announced than the rest of the file has bytes for.
        case countBeyondEnd(of: String, Int, remaining: Int)
        /// A name is not UTF-8.
        case nameNotUTF8(of: String)
        /// A rate is not one of 0 to 3.
        case unknownRate(of: String, Int)
        /// An input refers to a constant that is not there.
        case noSuchConstant(input: Int, constant: Int, count: Int)
        /// An input refers to the unit itself, to a later one, or to one that is not there.
        case notAnEarlierUnit(input: Int, unit: Int)
        /// An input refers to an output that its unit does not have.
        case noSuchOutput(input: Int, unit: Int, output: Int, count: Int)
        /// A parameter name's index is not that of a parameter.
        case noSuchParameter(name: String, index: Int, count: Int)
        /// A control hands out parameters that are not there.
        case noSuchParameters(from: Int, count: Int, parameters: Int)
        /// A name is longer than the format can hold.
        case nameTooLong(of: String, bytes: Int)
        /// A number is beyond what the version of the format can hold.
        case doesNotFit(String, Int, smallest: Int, largest: Int, version: SynthDefinitionFile.Version)
        /// A variant has not one value for every parameter.
        case wrongNumberOfValues(variant: String, Int, parameters: Int)
    }
}

extension SynthDefinitionError: CustomStringConvertible {
    /// A sentence that says what is wrong, and where.
    package var description: String {
        var place: [String] = []
        if let definition { place.append("in the definition \(definition)") }
        if let unit { place.append("in its unit \(unit)") }
        if let offset { place.append("at byte \(offset)") }
        return place.isEmpty ? problem.description : place.joined(separator: ", ") + ": " + problem.description
    }
}

extension SynthDefinitionError.Place: CustomStringConvertible {
    package var description: String {
        // Quoted and escaped: the name may be anything.
        name.map { "\(index), \($0.debugDescription)" } ?? "\(index)"
    }
}

extension SynthDefinitionError.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notADefinitionFile:
            "this is no SynthDef file, which begins with \"SCgf\""
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
            "the parameter name \(name.debugDescription) stands for parameter \(index), and there are \(count) parameters"
        case .noSuchParameters(let first, let count, let parameters):
            "it hands out \(count) parameters from number \(first) on, and there are \(parameters) parameters"
        case .nameTooLong(let what, let bytes):
            "the name of \(what) has \(bytes) bytes in UTF-8, and may have 255"
        case .doesNotFit(let what, let value, let smallest, let largest, let version):
            "\(what) is \(value), and version \(version.rawValue) of the format holds \(smallest) to \(largest) there"
        case .wrongNumberOfValues(let variant, let count, let parameters):
            "the variant \(variant.debugDescription) has \(count) values for \(parameters) parameters"
        }
    }
}
