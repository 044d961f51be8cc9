import Testing
import TonewheelDSP
import TonewheelGraph

@Suite struct SynthDefTests {
    @Test func floatsAreComparedByTheirBits() {
        let numbers: [Float] = [0, -0.0, .nan, -.nan, .infinity, Float(bitPattern: 0x7fc0_0001)]
        for (one, left) in numbers.enumerated() {
            for (other, right) in numbers.enumerated() {
                let same = one == other
                #expect((SynthDef(name: "a", constants: [left]) == .init(name: "a", constants: [right])) == same)
                #expect(
                    (SynthDef(name: "a", parameters: [left]) == .init(name: "a", parameters: [right])) == same)
                #expect(
                    (SynthDef.Variant(name: "a", values: [left]) == .init(name: "a", values: [right])) == same)
            }
        }
    }

    @Test func namesAreComparedByTheirBytes() {
        // The same letter, composed and decomposed: equal as strings.
        let (composed, decomposed) = ("\u{e9}", "e\u{301}")
        #expect(composed == decomposed)
        #expect(SynthDef(name: composed) != .init(name: decomposed))
        #expect(SynthDef.ParameterName(name: composed, index: 0) != .init(name: decomposed, index: 0))
        #expect(SynthDef.Unit(name: composed, rate: .audio) != .init(name: decomposed, rate: .audio))
        #expect(SynthDef.Variant(name: composed, values: []) != .init(name: decomposed, values: []))
    }

    @Test func everyPartAffectsEquality() {
        let unit = SynthDef.Unit(
            name: "a", rate: .audio, inputs: [.constant(0)], outputs: [.audio], specialIndex: 1)
        let changes: [(inout SynthDef.Unit) -> Void] = [
            { $0.name = "b" }, { $0.rate = .control }, { $0.inputs = [.output(unit: 0, index: 0)] },
            { $0.outputs = [.control] }, { $0.specialIndex = 2 },
        ]
        for change in changes {
            var other = unit
            change(&other)
            #expect(other != unit)
        }
        let definition = SynthDef(name: "a")
        let additions: [(inout SynthDef) -> Void] = [
            { $0.name = "b" }, { $0.constants = [1] }, { $0.parameters = [1] }, { $0.units = [unit] },
            { $0.parameterNames = [.init(name: "a", index: 0)] }, { $0.variants = [.init(name: "a", values: [])] },
        ]
        for addition in additions {
            var other = definition
            addition(&other)
            #expect(other != definition)
        }
    }
}
