internal import TonewheelDSP

/// A decoder of SynthDef files. It tracks its position for its errors.
///
/// A count is compared with the remaining bytes before memory is reserved for it: each element takes at least one
/// byte.
struct SynthDefFileReader {
    private let bytes: [UInt8]
    private var offset = 0
    private var version = SynthDefFile.Version.two
    private var definition: SynthDefFileError.Place?
    private var unit: SynthDefFileError.Place?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func readFile() throws(SynthDefFileError) -> SynthDefFile {
        guard bytes.starts(with: SynthDefFile.identifier) else { throw failure(.notADefinitionFile, at: 0) }
        offset = SynthDefFile.identifier.count
        let number = try readInteger(bytes: 4, "the version")
        guard let version = Int32(exactly: number).flatMap(SynthDefFile.Version.init) else {
            throw failure(.unknownVersion(number), at: 4)
        }
        self.version = version
        // The minimum size: a name, four counts, and the number of variants.
        let count = try readCount(of: "definitions", bytes: 2, size: 1 + 4 * version.integerSize + 2)
        var file = SynthDefFile(version: version, definitions: [])
        file.definitions.reserveCapacity(count)
        for index in 0..<count {
            definition = SynthDefFileError.Place(index: index)
            file.definitions.append(try readDefinition())
        }
        return file
    }

    private mutating func readDefinition() throws(SynthDefFileError) -> SynthDef {
        var read = SynthDef(name: try readName(of: "the definition"))
        definition?.name = read.name
        let size = version.integerSize
        read.constants = try readFloats(try readCount(of: "constants", bytes: size, size: 4), "the constants")
        read.parameters = try readFloats(try readCount(of: "parameters", bytes: size, size: 4), "the parameters")

        let names = try readCount(of: "parameter names", bytes: size, size: 1 + size)
        read.parameterNames.reserveCapacity(names)
        for _ in 0..<names { read.parameterNames.append(try readParameterName(count: read.parameters.count)) }

        // The minimum size: a name, a rate, two counts, and the special index.
        let units = try readCount(of: "units", bytes: size, size: 1 + 1 + 2 * size + 2)
        read.units.reserveCapacity(units)
        for index in 0..<units {
            unit = SynthDefFileError.Place(index: index)
            read.units.append(try readUnit(of: read))
        }
        unit = nil

        let variants = try readCount(of: "variants", bytes: 2, size: 1 + 4 * read.parameters.count)
        read.variants.reserveCapacity(variants)
        for _ in 0..<variants {
            let name = try readName(of: "a variant")
            read.variants.append(.init(name: name, values: try readFloats(read.parameters.count, "a variant")))
        }
        return read
    }

    private mutating func readParameterName(
        count: Int
    ) throws(SynthDefFileError) -> SynthDef.ParameterName {
        let name = try readName(of: "a parameter")
        let start = offset
        let index = try readInteger(bytes: version.integerSize, "the index of a parameter name")
        guard index >= 0, index < count else {
            throw failure(.noSuchParameter(name: name, index: index, count: count), at: start)
        }
        return SynthDef.ParameterName(name: name, index: index)
    }

    /// Reads the next unit of a definition.
    ///
    /// - Parameter read: The definition so far.
    private mutating func readUnit(of read: SynthDef) throws(SynthDefFileError) -> SynthDef.Unit {
        let size = version.integerSize
        let name = try readName(of: "the unit")
        unit?.name = name
        var new = SynthDef.Unit(name: name, rate: try readRate(of: "the unit"))
        let inputs = try readCount(of: "inputs", bytes: size, size: 2 * size)
        // The outputs follow after the special index and the inputs.
        let outputs = try readCount(of: "outputs", bytes: size, size: 1)
        let start = offset
        new.specialIndex = try readInteger(bytes: 2, "the special index")

        new.inputs.reserveCapacity(inputs)
        for number in 0..<inputs {
            let start = offset
            let input = try readInput()
            if let problem = read.problem(with: input, number: number) { throw failure(problem, at: start) }
            new.inputs.append(input)
        }
        new.outputs.reserveCapacity(outputs)
        for _ in 0..<outputs { new.outputs.append(try readRate(of: "an output")) }
        if let problem = read.problemWithSpecialIndex(of: new) { throw failure(problem, at: start) }
        return new
    }

    private mutating func readInput() throws(SynthDefFileError) -> SynthDef.Input {
        let unit = try readInteger(bytes: version.integerSize, "an input")
        let index = try readInteger(bytes: version.integerSize, "an input")
        return unit == -1 ? .constant(index) : .output(unit: unit, index: index)
    }
}

// Primitives of the format.
extension SynthDefFileReader {
    private var remaining: Int { bytes.count - offset }

    /// Reads the number of elements, each of which takes at least `size` bytes.
    private mutating func readCount(
        of things: String, bytes width: Int, size: Int
    ) throws(SynthDefFileError) -> Int {
        let start = offset
        let count = try readInteger(bytes: width, "the number of \(things)")
        guard count >= 0 else { throw failure(.negativeCount(of: things, count), at: start) }
        guard count <= remaining / size else {
            throw failure(.countBeyondEnd(of: things, count, remaining: remaining), at: start)
        }
        return count
    }

    /// Reads a big-endian signed integer.
    private mutating func readInteger(
        bytes width: Int, _ what: @autoclosure () -> String
    ) throws(SynthDefFileError) -> Int {
        guard remaining >= width else { throw failure(.endsInside(what()), at: bytes.count) }
        var value = bytes[offset] >= 0x80 ? -1 : 0
        for byte in bytes[offset..<offset + width] { value = value << 8 | Int(byte) }
        offset += width
        return value
    }

    private mutating func readRate(of what: String) throws(SynthDefFileError) -> Rate {
        let start = offset
        let number = try readInteger(bytes: 1, "the rate of \(what)")
        guard let rate = UInt8(exactly: number).flatMap(Rate.init) else {
            throw failure(.unknownRate(of: what, number), at: start)
        }
        return rate
    }

    private mutating func readFloats(
        _ count: Int, _ what: @autoclosure () -> String
    ) throws(SynthDefFileError) -> [Float] {
        guard count <= remaining / 4 else { throw failure(.endsInside(what()), at: bytes.count) }
        var values: [Float] = []
        values.reserveCapacity(count)
        for _ in 0..<count {
            var bits: UInt32 = 0
            for byte in bytes[offset..<offset + 4] { bits = bits << 8 | UInt32(byte) }
            values.append(Float(bitPattern: bits))
            offset += 4
        }
        return values
    }

    private mutating func readName(of what: String) throws(SynthDefFileError) -> String {
        let start = offset
        guard let length = bytes[offset...].first.map(Int.init), length < remaining else {
            throw failure(.endsInside("the name of \(what)"), at: bytes.count)
        }
        guard let name = String(validating: bytes[start + 1..<start + 1 + length], as: UTF8.self) else {
            throw failure(.nameNotUTF8(of: what), at: start)
        }
        offset += 1 + length
        return name
    }

    private func failure(_ problem: SynthDefFileError.Problem, at offset: Int) -> SynthDefFileError {
        SynthDefFileError(problem: problem, definition: definition, unit: unit, offset: offset)
    }
}
