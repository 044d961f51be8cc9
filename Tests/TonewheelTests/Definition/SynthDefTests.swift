import Testing
import Tonewheel
import TonewheelDSP
import TonewheelGraph

@Suite struct SynthDefTests {
    private static func error(_ build: (SynthDef.Builder) throws -> Void) -> SynthDefError? {
        do {
            _ = try SynthDef("a", build)
            return nil
        } catch {
            return error as? SynthDefError
        }
    }

    @Test func builtDefinitionsAreDecoded() throws {
        let built = try SynthDef("tone") { def in
            let freq = def.control("freq", 440, lag: 0.1)
            let amps = def.control("amps", [0.1, 0.2])
            def.variant("quiet", ["amps": [0.01, 0.02]])
            Out.ar(0, amps.map { $0 * SinOsc.ar(freq) })
        }
        #expect(built.name == "tone")
        #expect(try SynthDef(decoding: built.bytes) == built)
        #expect(try SynthDef.definitions(decoding: built.bytes) == [built])
        #expect(built.parameterNames == [.init(name: "freq", index: 0), .init(name: "amps", index: 1)])
        #expect(built.variants == [.init(name: "tone.quiet", values: [440, 0.01, 0.02])])
    }

    @Test func filesOfVersionOneAreReadAndWrittenAsVersionTwo() throws {
        let built = try SynthDef("tone") { _ in Out.ar(0, SinOsc.ar()) }
        let file = SynthDefFile(version: .one, definitions: [built])
        #expect(try SynthDef(decoding: file.encoded()) == built)
    }

    @Test func filesWithSeveralDefinitions() throws {
        let built = try SynthDef("tone") { _ in Out.ar(0, SinOsc.ar()) }
        let two = try SynthDefFile(definitions: [built, built]).encoded()
        #expect(throws: SynthDefError.invalidFile("The file contains 2 definitions, not one.")) {
            try SynthDef(decoding: two)
        }
        #expect(try SynthDef.definitions(decoding: two) == [built, built])
        #expect(throws: SynthDefError.self) { try SynthDef(decoding: Array("RIFF".utf8)) }
    }

    @Test func constantsAreUnique() throws {
        let definition = try SynthDef("a") { _ in
            Out.ar(0, SinOsc.ar(440, phase: 0) + LFSaw.ar(440, phase: 0))
        }
        #expect(definition.constants == [440, 0])
    }

    @Test func anyUnitCanBeAdded() throws {
        let definition = try SynthDef("a") { _ in
            let room = UGen.unit("FreeVerb2", .audio, [In.ar(0), In.ar(1), 0.3], outputs: 2, specialIndex: -3)
            Out.ar(0, room)
        }
        #expect(
            definition.units[2]
                == .init(
                    name: "FreeVerb2", rate: .audio,
                    inputs: [.output(unit: 0, index: 0), .output(unit: 1, index: 0), .constant(2)],
                    outputs: [.audio, .audio], specialIndex: -3))
    }

    @Test func constantsAreFolded() throws {
        let definition = try SynthDef("a") { def in
            let x = def.control("x", 1)
            let two: UGen = 2
            Out.kr(0, [two * 3 + 4 / 8 - 1, -two, x * 1, x + 0, 0 + x, x / 1, x - 0])
        }
        #expect(definition.units.map(\.name) == ["Control", "Out"])
        #expect(definition.constants == [0, 5.5, -2])
    }

    @Test func operatorsTakeTheHigherRate() throws {
        let rates: [Rate] = [.scalar, .control, .audio, .demand]
        let definition = try SynthDef("a") { _ in
            for left in Rate.allCases {
                for right in Rate.allCases {
                    _ = UGen.unit("X", left)[0] % UGen.unit("X", right)[0]
                }
            }
        }
        let found = definition.units.filter { $0.name == "BinaryOpUGen" }.map(\.rate)
        #expect(found == rates.flatMap { left in rates.map { $0.rawValue > left.rawValue ? $0 : left } })
    }

    @Test func audioInputsAreConverted() throws {
        let units = try SynthDef("a") { def in
            Out.ar(0, [0, def.control("x", 1), SinOsc.ar()])
        }.units
        #expect(units.map(\.name) == ["Control", "SinOsc", "DC", "K2A", "Out"])
        #expect(units.dropFirst().allSatisfy { $0.rate == .audio })
    }

    @Test func channelsAreArrays() throws {
        let units = try SynthDef("a") { def in
            let x = def.control("x", 1)
            let channels = In.ar(0, channels: 2)
            Out.ar(0, (2 - channels * x) / 3 + 4)
        }.units
        #expect(units.filter { $0.name == "BinaryOpUGen" }.map(\.specialIndex) == [2, 2, 1, 1, 4, 4, 0, 0])
    }

    @Test func sumsOfManyChannels() throws {
        for count in 0...20 {
            let units = try SynthDef("a") { _ in Out.ar(0, In.ar(0, channels: count).mix) }.units
            // A unit with n inputs reduces the number of channels by n - 1.
            let sums = units.filter { ["Sum3", "Sum4", "BinaryOpUGen"].contains($0.name) }
            #expect(sums.reduce(0) { $0 + $1.inputs.count - 1 } == max(0, count - 1))
        }
    }

    @Test func rangeScalesASignal() throws {
        let units = try SynthDef("a") { _ in Out.kr(0, SinOsc.kr(1).range(100, 300)) }
        #expect(units.constants == [1, 0, 100, 200])
    }

    @Test func errorsInControls() {
        #expect(
            Self.error { def in
                _ = def.control("x", 1)
                _ = def.control("x", 2, .audio)
            } == .duplicateControl("x"))
        let error = Self.error { _ = $0.control("x", .nan) }
        #expect(error?.description == #"The control "x" has a value that is not finite."#)
        #expect(Self.error { _ = $0.control("x", []) } == .invalidControl("x", "has no value"))
        #expect(Self.error { _ = $0.control("x", 1, lag: -1) } != nil)
        #expect(Self.error { _ = $0.control("x", 1, lag: .infinity) } != nil)
        #expect(Self.error { _ = $0.control("x", 1, .audio, lag: 1) } != nil)
        #expect(Self.error { _ = $0.control(String(repeating: "x", count: 256), 1) } != nil)
        #expect(Self.error { _ = $0.control("x", Array(repeating: 0, count: 40_000)) } == nil)
        #expect(
            Self.error { def in
                _ = def.control("x", Array(repeating: 0, count: 40_000))
                _ = def.control("y", 1, .audio)
                _ = def.control("z", 1, lag: 1)
            } != nil, "the second unit's special index is too large")
    }

    @Test func errorsInVariants() {
        #expect(
            Self.error { $0.variant("v", ["x": 1]) }?.description
                == #"The variant "v" sets "x", which is not a control."#)
        #expect(
            Self.error { def in
                _ = def.control("x", 1)
                def.variant("v", ["x": [1, 2]])
            } == .invalidVariant("v", #"has too many values for "x""#))
        #expect(
            Self.error { def in
                def.variant("v", [:])
                def.variant("v", [:])
            } == .duplicateVariant("v"))
    }

    @Test func errorsInUnits() {
        #expect(Self.error { _ in Out.kr(0, UGen(Float.infinity)) } == .notFinite(input: 1, of: "Out"))
        #expect(Self.error { _ in Out.kr(0, UGen(1) / 0) } == .notFinite(input: 1, of: "Out"))
        #expect(
            Self.error { _ in Out.kr(0, Array(repeating: 0, count: 32_767)) }
                == .wrongCount(of: "Out", "inputs", 32_768))
        #expect(Self.error { _ in Out.kr(0, Array(repeating: 0, count: 32_766)) } == nil)
        #expect(Self.error { _ in _ = In.ar(0, channels: -1) } == .wrongCount(of: "In", "outputs", -1))
        #expect(Self.error { _ in _ = In.ar(0, channels: .max) } == .wrongCount(of: "In", "outputs", .max))
        #expect(Self.error { _ in UGen.unit("X", .audio, specialIndex: 40_000) } != nil)
        #expect(Self.error { _ in UGen.unit(String(repeating: "X", count: 256), .audio) } != nil)
    }

    @Test func firstErrorIsReported() {
        #expect(
            Self.error { def in
                _ = def.control("x", .nan)
                Out.kr(0, UGen(Float.infinity))
            } == .invalidControl("x", "has a value that is not finite"))
    }

    @Test func foreignSignalsAreRefused() throws {
        let stray = SinOsc.ar()
        #expect(Self.error { _ in Out.ar(0, stray) } == .foreignInput(1, of: "Out"))
        var leaked: UGen = 0
        _ = try SynthDef("a") { _ in leaked = SinOsc.ar() }
        #expect(Self.error { _ in Out.ar(0, leaked) } == .foreignInput(1, of: "Out"))
        #expect(In.ar(0, channels: -5).isEmpty)
    }

    @Test func nestedDefinitions() throws {
        var inner: SynthDef?
        let outer = try SynthDef("outer") { _ in
            let sine = SinOsc.ar()
            inner = try SynthDef("inner") { _ in Out.ar(0, Saw.ar()) }
            Out.ar(0, sine)
        }
        #expect(outer.units.map(\.name) == ["SinOsc", "Out"])
        #expect(inner?.units.map(\.name) == ["Saw", "Out"])
    }

    @Test func errorsOfTheClosureAreRethrown() {
        struct Mine: Error {}
        #expect(throws: Mine.self) { try SynthDef("a") { _ in throw Mine() } }
    }

    @Test func doneActionsMatchTheHelpFile() {
        #expect(DoneAction.allCases.map(\.rawValue) == Array(0...15))
        #expect(DoneAction.freeSelf.rawValue == 2)
        #expect(DoneAction.freeGroup.rawValue == 14)
    }
}
