import Testing
import TonewheelDSP
import TonewheelGraph

@Suite struct SynthDefinitionFileTests {
    /// Every part of the format, in the order in which the help file lists them.
    private static func file(version: Int) -> [UInt8] {
        var file = DefinitionBytes(version: version)
        file.name("tone")
        file.int(2)  // Constants.
        file.float(0.5)
        file.float(-0.0)
        file.int(3)  // Parameters.
        file.float(440)
        file.float(0.1)
        file.float(0.2)
        file.int(2)  // Parameter names.
        file.name("freq")
        file.int(0)
        file.name("amps")
        file.int(1)
        file.int(3)  // Units.
        file.name("Control")
        file.int8(1)
        file.int(0)
        file.int(3)
        file.int16(0)
        for _ in 0..<3 { file.int8(1) }
        file.name("SinOsc")
        file.int8(2)
        file.int(2)
        file.int(1)
        file.int16(0)
        for number in [0, 0, -1, 1] { file.int(number) }
        file.int8(2)
        file.name("BinaryOpUGen")
        file.int8(2)
        file.int(2)
        file.int(1)
        file.int16(2)
        for number in [1, 0, 0, 2] { file.int(number) }
        file.int8(2)
        file.int16(1)  // Variants.
        file.name("tone.low")
        for value: Float in [110, 0.3, .infinity] { file.float(value) }
        return file.bytes
    }

    private static let definition = SynthDefinition(
        name: "tone", constants: [0.5, -0.0], parameters: [440, 0.1, 0.2],
        parameterNames: [.init(name: "freq", index: 0), .init(name: "amps", index: 1)],
        units: [
            .init(name: "Control", rate: .control, outputs: [.control, .control, .control]),
            .init(
                name: "SinOsc", rate: .audio, inputs: [.output(unit: 0, index: 0), .constant(1)], outputs: [.audio]),
            .init(
                name: "BinaryOpUGen", rate: .audio,
                inputs: [.output(unit: 1, index: 0), .output(unit: 0, index: 2)], outputs: [.audio], specialIndex: 2),
        ],
        variants: [.init(name: "tone.low", values: [110, 0.3, .infinity])])

    @Test(arguments: SynthDefinitionFile.Version.allCases)
    func theFormatOfTheHelpFile(version: SynthDefinitionFile.Version) throws {
        let bytes = Self.file(version: Int(version.rawValue))
        let file = SynthDefinitionFile(version: version, definitions: [Self.definition])
        #expect(try SynthDefinitionFile(decoding: bytes) == file)
        #expect(try file.encoded() == bytes)
    }

    @Test func anyCollectionOfBytesIsRead() throws {
        let bytes = Self.file(version: 2)
        let file = SynthDefinitionFile(definitions: [Self.definition])
        #expect(try SynthDefinitionFile(decoding: ([0, 1] + bytes).dropFirst(2)) == file)
        let read = try bytes.withUnsafeBytes { try SynthDefinitionFile(decoding: $0) }
        #expect(read == file)
    }

    @Test func bytesBehindTheEndArePassedOver() throws {
        let bytes = Self.file(version: 2)
        #expect(try SynthDefinitionFile(decoding: bytes + [0, 0, 0]).encoded() == bytes)
    }

    @Test func aFileOfManyDefinitionsOrNone() throws {
        var other = Self.definition
        other.name = ""
        other.variants = []
        for definitions in [[], [Self.definition, other, Self.definition]] {
            for version in SynthDefinitionFile.Version.allCases {
                let file = SynthDefinitionFile(version: version, definitions: definitions)
                #expect(try SynthDefinitionFile(decoding: try file.encoded()) == file)
            }
        }
    }

    @Test func allBitsOfFloatsSurvive() throws {
        let bits: [UInt32] = [0x7fc0_0001, 0xffff_ffff, 0x7f80_0001, 0x8000_0000, 1]
        let floats = bits.map { Float(bitPattern: $0) }
        let definition = SynthDefinition(
            name: "a", constants: floats, parameters: floats, variants: [.init(name: "b", values: floats)])
        let read = try SynthDefinitionFile(decoding: SynthDefinitionFile(definitions: [definition]).encoded())
        let constants = try #require(read.definitions.first?.constants)
        #expect(constants.map(\.bitPattern) == bits)
        #expect(read.definitions == [definition])
    }

    @Test func allRatesAndSpecialIndicesSurvive() throws {
        let units = Rate.allCases.flatMap { rate in
            [-32_768, -1, 32_767].map { index in
                SynthDefinition.Unit(name: "a", rate: rate, outputs: Rate.allCases, specialIndex: index)
            }
        }
        let file = SynthDefinitionFile(definitions: [SynthDefinition(name: "a", units: units)])
        #expect(try SynthDefinitionFile(decoding: file.encoded()) == file)
    }

    @Test func thereAre164DefinitionsToTestWith() {
        #expect(DefinitionFiles.names.count == 164)
    }

    @Test(arguments: DefinitionFiles.names)
    func whatIsReadIsWrittenAgainByteForByte(name: String) throws {
        let bytes = try DefinitionFiles.bytes(name)
        var file = try SynthDefinitionFile(decoding: bytes)
        #expect(file.definitions.map(\.name) == [name])
        #expect(file.definitions.first?.units.isEmpty == false)
        #expect(try file.encoded() == bytes)

        // And says the same in the other version.
        let version = file.version
        file.version = version == .one ? .two : .one
        var other = try SynthDefinitionFile(decoding: try file.encoded())
        #expect(other == file)
        other.version = version
        #expect(try other.encoded() == bytes)
    }

    @Test func bothVersionsAreInUse() throws {
        var count: [SynthDefinitionFile.Version: Int] = [:]
        for name in DefinitionFiles.names {
            count[try SynthDefinitionFile(decoding: DefinitionFiles.bytes(name)).version, default: 0] += 1
        }
        #expect(count == [.one: 128, .two: 36])
    }

    @Test func whatIsKnownOfOneDefinition() throws {
        let file = try SynthDefinitionFile(decoding: DefinitionFiles.bytes("sonic-pi-fx_reverb"))
        let definition = try #require(file.definitions.first)
        // It has the same name twice, as it came from its makers.
        let places = definition.parameterNames.filter { $0.name == "mix" }.map(\.index)
        #expect(places == [0, 17])
        #expect(definition.parameters.count == 27)
        #expect(definition.units.contains { $0.name == "FreeVerb2" && $0.outputs == [.audio, .audio] })
    }

    @Test func someDefinitionHoldsAnInfinity() throws {
        let file = try SynthDefinitionFile(decoding: DefinitionFiles.bytes("sonic-pi-chipbass"))
        #expect(file.definitions.first?.constants.contains(.infinity) == true)
    }
}
