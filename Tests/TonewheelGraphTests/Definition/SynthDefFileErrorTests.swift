import Testing
import TonewheelDSP
import TonewheelGraph

@Suite struct SynthDefFileErrorTests {
    private static func errorOfDecoding(_ bytes: [UInt8]) -> SynthDefFileError? {
        do {
            _ = try SynthDefFile(decoding: bytes)
            return nil
        } catch {
            return error
        }
    }

    private static func errorOfEncoding(
        _ definition: SynthDef, version: SynthDefFile.Version = .two
    ) -> SynthDefFileError? {
        do {
            _ = try SynthDefFile(version: version, definitions: [definition]).encoded()
            return nil
        } catch {
            return error
        }
    }

    /// A file with one definition, which has one unit and no constants, parameters or parameter names.
    private static func file(_ unit: (inout DefinitionBytes) -> Void) -> [UInt8] {
        var file = DefinitionBytes()
        file.name("tone")
        for _ in 0..<3 { file.int(0) }
        file.int(1)
        unit(&file)
        return file.bytes
    }

    @Test func invalidHeadersAreRejected() {
        #expect(Self.errorOfDecoding([])?.problem == .notADefinitionFile)
        #expect(Self.errorOfDecoding(Array("SCg".utf8))?.problem == .notADefinitionFile)
        #expect(Self.errorOfDecoding(Array("RIFF\0\0\0\u{2}\0\0".utf8))?.problem == .notADefinitionFile)
        for version in [0, 3, -1, 0x0200_0000] {
            let error = Self.errorOfDecoding(DefinitionBytes(version: version, definitions: 0).bytes)
            #expect(error?.problem == .unknownVersion(version))
            #expect(error?.offset == 4)
        }
    }

    @Test func impossibleCountsAreRejected() throws {
        #expect(
            Self.errorOfDecoding(DefinitionBytes(definitions: -1).bytes)?.description
                == "At byte 8: the number of definitions is -1, which is below 0.")
        #expect(
            Self.errorOfDecoding(DefinitionBytes(definitions: 3).bytes)?.problem
                == .countBeyondEnd(of: "definitions", 3, remaining: 0))

        var file = DefinitionBytes()
        file.name("tone")
        file.int(0x7fff_ffff)
        for _ in 0..<20 { file.int(0) }
        #expect(
            Self.errorOfDecoding(file.bytes)?.description
                == "In the definition 0, \"tone\", at byte 15: 2147483647 constants are announced, "
                + "and 80 bytes of the file are left, which is too few for them.")
    }

    @Test func everyCountIsComparedWithTheRemainingBytes() {
        // The offset of each count in a file of zeros, and the counted elements.
        let counts = [(12, "constants"), (16, "parameters"), (20, "parameter names"), (24, "units")]
        var empty = DefinitionBytes()
        empty.name("a")
        for _ in 0..<4 { empty.int(0) }
        empty.int16(0)
        for (place, things) in counts {
            let values: [([UInt8], Int)] = [([0x7f, 0xff, 0xff, 0xff], 0x7fff_ffff), ([0x80, 0, 0, 1], -0x7fff_ffff)]
            for (high, value) in values {
                var bytes = empty.bytes
                bytes.replaceSubrange(place..<place + 4, with: high)
                let problem = Self.errorOfDecoding(bytes)?.problem
                #expect(
                    problem
                        == (value > 0
                            ? .countBeyondEnd(of: things, value, remaining: bytes.count - place - 4)
                            : .negativeCount(of: things, value)))
            }
        }
        var variants = empty.bytes
        variants[variants.count - 1] = 1
        #expect(Self.errorOfDecoding(variants)?.problem == .countBeyondEnd(of: "variants", 1, remaining: 0))
    }

    @Test func impossibleCountsOfUnitsAreRejected() {
        for (inputs, outputs, problem) in [
            (0x1000_0000, 0, SynthDefFileError.Problem.countBeyondEnd(of: "inputs", 0x1000_0000, remaining: 8)),
            (-2, 0, .negativeCount(of: "inputs", -2)),
            (0, 0x1000_0000, .countBeyondEnd(of: "outputs", 0x1000_0000, remaining: 4)),
            (0, -2, .negativeCount(of: "outputs", -2)),
        ] {
            let bytes = Self.file { file in
                file.name("SinOsc")
                file.int8(2)
                file.int(inputs)
                file.int(outputs)
                file.int16(0)
                file.int16(0)
            }
            let error = Self.errorOfDecoding(bytes)
            #expect(error?.problem == problem)
            #expect(error?.unit?.description == "0, \"SinOsc\"")
        }
    }

    @Test func invalidInputReferencesAreRejected() {
        for (unit, index, problem) in [
            (-1, 0, SynthDefFileError.Problem.noSuchConstant(input: 0, constant: 0, count: 0)),
            (-1, -1, .noSuchConstant(input: 0, constant: -1, count: 0)),
            (0, 0, .notAnEarlierUnit(input: 0, unit: 0)), (1, 0, .notAnEarlierUnit(input: 0, unit: 1)),
            (-2, 0, .notAnEarlierUnit(input: 0, unit: -2)),
            (0x7fff_ffff, 0, .notAnEarlierUnit(input: 0, unit: 0x7fff_ffff)),
        ] {
            let bytes = Self.file { file in
                file.name("Saw")
                file.int8(2)
                file.int(1)
                file.int(1)
                file.int16(0)
                file.int(unit)
                file.int(index)
                file.int8(2)
                file.int16(0)
            }
            let error = Self.errorOfDecoding(bytes)
            #expect(error?.problem == problem)
            // After the file's 10 bytes, the name's 5, four counts, and the unit's 15.
            #expect(error?.offset == 46)
        }
    }

    @Test func decodingAndEncodingReportTheSameErrors() {
        typealias Unit = SynthDef.Unit
        let saw = Unit(name: "Saw", rate: .audio, outputs: [.audio])
        let wrong: [(SynthDef, SynthDefFileError.Problem)] = [
            (
                SynthDef(name: "a", parameters: [1], parameterNames: [.init(name: "b", index: 1)]),
                .noSuchParameter(name: "b", index: 1, count: 1)
            ),
            (
                SynthDef(name: "a", parameters: [1], parameterNames: [.init(name: "b", index: -1)]),
                .noSuchParameter(name: "b", index: -1, count: 1)
            ),
            (
                SynthDef(
                    name: "a", units: [saw, Unit(name: "Out", rate: .audio, inputs: [.output(unit: 0, index: 1)])]),
                .noSuchOutput(input: 0, unit: 0, output: 1, count: 1)
            ),
            (
                SynthDef(
                    name: "a", units: [Unit(name: "Out", rate: .audio, inputs: [.output(unit: 0, index: 0)]), saw]),
                .notAnEarlierUnit(input: 0, unit: 0)
            ),
            (
                SynthDef(
                    name: "a", constants: [1],
                    units: [saw, Unit(name: "Out", rate: .audio, inputs: [.constant(0), .constant(1)])]),
                .noSuchConstant(input: 1, constant: 1, count: 1)
            ),
            (
                SynthDef(
                    name: "a", parameters: [1, 2],
                    units: [Unit(name: "Control", rate: .control, outputs: [.control, .control], specialIndex: 1)]),
                .noSuchParameters(from: 1, count: 2, parameters: 2)
            ),
            (
                SynthDef(
                    name: "a", parameters: [1, 2],
                    units: [Unit(name: "LagControl", rate: .control, outputs: [.control], specialIndex: -1)]),
                .noSuchParameters(from: -1, count: 1, parameters: 2)
            ),
        ]
        for (definition, problem) in wrong {
            #expect(Self.errorOfEncoding(definition)?.problem == problem)
            let decoding = Self.errorOfDecoding(Self.unchecked(definition))
            #expect(decoding?.problem == problem)
            #expect(decoding?.offset != nil)
            #expect(decoding?.unit == Self.errorOfEncoding(definition)?.unit)
        }
    }

    /// The bytes of a valid or invalid definition.
    private static func unchecked(_ definition: SynthDef) -> [UInt8] {
        var file = DefinitionBytes()
        file.name(definition.name)
        file.int(definition.constants.count)
        definition.constants.forEach { file.float($0) }
        file.int(definition.parameters.count)
        definition.parameters.forEach { file.float($0) }
        file.int(definition.parameterNames.count)
        for name in definition.parameterNames {
            file.name(name.name)
            file.int(name.index)
        }
        file.int(definition.units.count)
        for unit in definition.units {
            file.name(unit.name)
            file.int8(Int(unit.rate.rawValue))
            file.int(unit.inputs.count)
            file.int(unit.outputs.count)
            file.int16(unit.specialIndex)
            for input in unit.inputs {
                switch input {
                case .constant(let index):
                    file.int(-1)
                    file.int(index)
                case .output(let unit, let index):
                    file.int(unit)
                    file.int(index)
                }
            }
            unit.outputs.forEach { file.int8(Int($0.rawValue)) }
        }
        file.int16(0)
        return file.bytes
    }

    @Test func unknownRatesAreRejected() {
        for rate in [4, 127, 128, 255] {
            let unit = Self.file { file in
                file.name("Saw")
                file.int8(rate)
                file.int(0)
                file.int(0)
                file.int16(0)
                file.int16(0)
            }
            let number = rate > 127 ? rate - 256 : rate
            #expect(Self.errorOfDecoding(unit)?.problem == .unknownRate(of: "the unit", number))
            let output = Self.file { file in
                file.name("Saw")
                file.int8(2)
                file.int(0)
                file.int(1)
                file.int16(0)
                file.int8(rate)
                file.int16(0)
            }
            #expect(Self.errorOfDecoding(output)?.problem == .unknownRate(of: "an output", number))
        }
    }

    @Test func namesThatAreNotUTF8AreRejected() {
        var file = DefinitionBytes()
        file.int8(2)
        file.int8(0xc3)
        file.int8(0x28)
        for _ in 0..<4 { file.int(0) }
        file.int16(0)
        let error = Self.errorOfDecoding(file.bytes)
        #expect(error?.description == "In the definition 0, at byte 10: the name of the definition is not UTF-8.")
    }

    @Test func valuesOutOfRangeOfAVersionAreRejected() {
        let many = SynthDef(name: "a", constants: Array(repeating: 0, count: 32_768))
        #expect(
            Self.errorOfEncoding(many, version: .one)?.description
                == "In the definition 0, \"a\": the number of constants is 32768, "
                + "and version 1 of the format holds -32768 to 32767 there.")
        #expect(Self.errorOfEncoding(many) == nil)
        let most = SynthDef(name: "a", constants: many.constants.dropLast())
        #expect(Self.errorOfEncoding(most, version: .one) == nil)

        let units = (0..<32_769).map { _ in SynthDef.Unit(name: "a", rate: .audio, specialIndex: 0) }
        #expect(Self.errorOfEncoding(SynthDef(name: "a", units: units), version: .one) != nil)
        #expect(Self.errorOfEncoding(SynthDef(name: "a", units: units)) == nil)

        for index in [-32_769, 32_768] {
            let unit = SynthDef.Unit(name: "a", rate: .audio, specialIndex: index)
            let error = Self.errorOfEncoding(SynthDef(name: "a", units: [unit]))
            #expect(error?.unit?.description == "0, \"a\"")
            #expect(error?.description.contains("the special index is \(index)") == true)
        }
    }

    @Test func namesHaveAtMost255Bytes() {
        let longest = String(repeating: "\u{e9}", count: 127) + "e"
        #expect(Self.errorOfEncoding(SynthDef(name: longest)) == nil)
        let problem = SynthDefFileError.Problem.nameTooLong(of: "the definition", bytes: 256)
        #expect(Self.errorOfEncoding(SynthDef(name: longest + "e"))?.problem == problem)
    }

    @Test func variantsHaveAValueForEachParameter() {
        let definition = SynthDef(name: "a", parameters: [1, 2], variants: [.init(name: "a.b", values: [1])])
        #expect(
            Self.errorOfEncoding(definition)?.problem == .wrongNumberOfValues(variant: "a.b", 1, parameters: 2))
    }

    @Test func namesInErrorsAreEscaped() {
        let unit = SynthDef.Unit(name: "\u{1b}[31m", rate: .audio, specialIndex: 40_000)
        let definition = SynthDef(name: "a\n\"", units: [unit])
        let text = Self.errorOfEncoding(definition)?.description
        #expect(text?.hasPrefix(#"In the definition 0, "a\n\"", in its unit 0, "\u{1B}[31m": "#) == true)
    }
}
