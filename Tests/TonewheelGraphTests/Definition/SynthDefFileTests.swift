import Testing
import TonewheelDSP
import TonewheelGraph

@Suite struct SynthDefFileTests {
    /// Every part of the format, in the order of the help file.
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

    private static let definition = SynthDef(
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

    @Test(arguments: SynthDefFile.Version.allCases)
    func formatMatchesTheHelpFile(version: SynthDefFile.Version) throws {
        let bytes = Self.file(version: Int(version.rawValue))
        let file = SynthDefFile(version: version, definitions: [Self.definition])
        #expect(try SynthDefFile(decoding: bytes) == file)
        #expect(try file.encoded() == bytes)
    }

    @Test func anyCollectionOfBytesIsDecoded() throws {
        let bytes = Self.file(version: 2)
        let file = SynthDefFile(definitions: [Self.definition])
        #expect(try SynthDefFile(decoding: ([0, 1] + bytes).dropFirst(2)) == file)
        let read = try bytes.withUnsafeBytes { try SynthDefFile(decoding: $0) }
        #expect(read == file)
    }

    @Test func trailingBytesAreIgnored() throws {
        let bytes = Self.file(version: 2)
        #expect(try SynthDefFile(decoding: bytes + [0, 0, 0]).encoded() == bytes)
    }

    @Test func filesWithNoneOrManyDefinitionsRoundTrip() throws {
        var other = Self.definition
        other.name = ""
        other.variants = []
        for definitions in [[], [Self.definition, other, Self.definition]] {
            for version in SynthDefFile.Version.allCases {
                let file = SynthDefFile(version: version, definitions: definitions)
                #expect(try SynthDefFile(decoding: try file.encoded()) == file)
            }
        }
    }

    @Test func allFloatBitsRoundTrip() throws {
        let bits: [UInt32] = [0x7fc0_0001, 0xffff_ffff, 0x7f80_0001, 0x8000_0000, 1]
        let floats = bits.map { Float(bitPattern: $0) }
        let definition = SynthDef(
            name: "a", constants: floats, parameters: floats, variants: [.init(name: "b", values: floats)])
        let read = try SynthDefFile(decoding: SynthDefFile(definitions: [definition]).encoded())
        let constants = try #require(read.definitions.first?.constants)
        #expect(constants.map(\.bitPattern) == bits)
        #expect(read.definitions == [definition])
    }

    @Test func allRatesAndSpecialIndicesRoundTrip() throws {
        let units = Rate.allCases.flatMap { rate in
            [-32_768, -1, 32_767].map { index in
                SynthDef.Unit(name: "a", rate: rate, outputs: Rate.allCases, specialIndex: index)
            }
        }
        let file = SynthDefFile(definitions: [SynthDef(name: "a", units: units)])
        #expect(try SynthDefFile(decoding: file.encoded()) == file)
    }

    @Test func thereAre164TestDefinitions() {
        #expect(DefinitionFiles.names.count == 164)
    }

    @Test(arguments: DefinitionFiles.names)
    func decodedFilesEncodeToTheSameBytes(name: String) throws {
        let bytes = try DefinitionFiles.bytes(name)
        var file = try SynthDefFile(decoding: bytes)
        #expect(file.definitions.map(\.name) == [name])
        #expect(file.definitions.first?.units.isEmpty == false)
        #expect(try file.encoded() == bytes)

        // The other version represents the same definition.
        let version = file.version
        file.version = version == .one ? .two : .one
        var other = try SynthDefFile(decoding: try file.encoded())
        #expect(other == file)
        other.version = version
        #expect(try other.encoded() == bytes)
    }

    @Test func testDefinitionsUseBothVersions() throws {
        var count: [SynthDefFile.Version: Int] = [:]
        for name in DefinitionFiles.names {
            count[try SynthDefFile(decoding: DefinitionFiles.bytes(name)).version, default: 0] += 1
        }
        #expect(count == [.one: 128, .two: 36])
    }

    @Test func reverbDefinitionIsDecoded() throws {
        let file = try SynthDefFile(decoding: DefinitionFiles.bytes("sonic-pi-fx_reverb"))
        let definition = try #require(file.definitions.first)
        // The original definition has a duplicate parameter name.
        let places = definition.parameterNames.filter { $0.name == "mix" }.map(\.index)
        #expect(places == [0, 17])
        #expect(definition.parameters.count == 27)
        #expect(definition.units.contains { $0.name == "FreeVerb2" && $0.outputs == [.audio, .audio] })
    }

    @Test func definitionsMayContainInfinity() throws {
        let file = try SynthDefFile(decoding: DefinitionFiles.bytes("sonic-pi-chipbass"))
        #expect(file.definitions.first?.constants.contains(.infinity) == true)
    }
}
