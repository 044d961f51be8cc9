internal import TonewheelDSP

/// An encoder of SynthDef files. It rejects values that the format cannot represent.
struct SynthDefFileWriter {
    private(set) var bytes: [UInt8] = []
    private let version: SynthDefFile.Version
    private var definition: SynthDefFileError.Place?
    private var unit: SynthDefFileError.Place?

    init(version: SynthDefFile.Version) {
        self.version = version
    }

    mutating func write(_ definitions: [SynthDef]) throws(SynthDefFileError) {
        bytes += SynthDefFile.identifier
        try write(Int(version.rawValue), bytes: 4, "the version")
        try write(definitions.count, bytes: 2, "the number of definitions")
        for (index, written) in definitions.enumerated() {
            definition = SynthDefFileError.Place(index: index, name: written.name)
            try write(written)
        }
        definition = nil
    }

    private mutating func write(_ written: SynthDef) throws(SynthDefFileError) {
        try write(name: written.name, of: "the definition")
        try write(written.constants.count, "the number of constants")
        write(written.constants)
        try write(written.parameters.count, "the number of parameters")
        write(written.parameters)

        try write(written.parameterNames.count, "the number of parameter names")
        for name in written.parameterNames {
            guard written.parameters.indices.contains(name.index) else {
                throw failure(.noSuchParameter(name: name.name, index: name.index, count: written.parameters.count))
            }
            try write(name: name.name, of: "a parameter")
            try write(name.index, "the index of a parameter name")
        }

        try write(written.units.count, "the number of units")
        for (index, new) in written.units.enumerated() {
            unit = SynthDefFileError.Place(index: index, name: new.name)
            try write(new, of: written, at: index)
        }
        unit = nil

        try write(written.variants.count, bytes: 2, "the number of variants")
        for variant in written.variants {
            guard variant.values.count == written.parameters.count else {
                throw failure(
                    .wrongNumberOfValues(
                        variant: variant.name, variant.values.count, parameters: written.parameters.count))
            }
            try write(name: variant.name, of: "a variant")
            write(variant.values)
        }
    }

    private mutating func write(
        _ unit: SynthDef.Unit, of written: SynthDef, at index: Int
    ) throws(SynthDefFileError) {
        if let problem = written.problemWithSpecialIndex(of: unit) { throw failure(problem) }
        try write(name: unit.name, of: "the unit")
        bytes.append(unit.rate.rawValue)
        try write(unit.inputs.count, "the number of inputs")
        try write(unit.outputs.count, "the number of outputs")
        try write(unit.specialIndex, bytes: 2, "the special index")
        for (number, input) in unit.inputs.enumerated() {
            if let problem = written.problem(with: input, number: number, earlier: index) { throw failure(problem) }
            switch input {
            case .constant(let constant):
                try write(-1, "an input's unit")
                try write(constant, "an input's constant")
            case .output(let unit, let output):
                try write(unit, "an input's unit")
                try write(output, "an input's output")
            }
        }
        bytes += unit.outputs.map(\.rawValue)
    }
}

// Primitives of the format.
extension SynthDefFileWriter {
    /// Writes a count or an index, in the version's size.
    private mutating func write(_ value: Int, _ what: @autoclosure () -> String) throws(SynthDefFileError) {
        try write(value, bytes: version.integerSize, what())
    }

    /// Writes a big-endian signed integer.
    private mutating func write(
        _ value: Int, bytes width: Int, _ what: @autoclosure () -> String
    ) throws(SynthDefFileError) {
        let largest = 1 << (8 * width - 1) - 1
        guard value <= largest, value >= -largest - 1 else {
            throw failure(.doesNotFit(what(), value, smallest: -largest - 1, largest: largest, version: version))
        }
        for shift in (0..<width).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
    }

    private mutating func write(_ values: [Float]) {
        for value in values { withUnsafeBytes(of: value.bitPattern.bigEndian) { bytes.append(contentsOf: $0) } }
    }

    private mutating func write(name: String, of what: String) throws(SynthDefFileError) {
        guard let length = UInt8(exactly: name.utf8.count) else {
            throw failure(.nameTooLong(of: what, bytes: name.utf8.count))
        }
        bytes.append(length)
        bytes.append(contentsOf: name.utf8)
    }

    private func failure(_ problem: SynthDefFileError.Problem) -> SynthDefFileError {
        SynthDefFileError(problem: problem, definition: definition, unit: unit, offset: nil)
    }
}
