import Testing
import TonewheelDSP
import TonewheelGraph

@Suite struct SynthDefinitionTests {
    @Test func floatsAreComparedByTheirBits() {
        let numbers: [Float] = [0, -0.0, .nan, -.nan, .infinity, Float(bitPattern: 0x7fc0_0001)]
        for (one, left) in numbers.enumerated() {
            for (other, right) in numbers.enumerated() {
                let same = one == other
                #expect((SynthDefinition(name: "a", constants: [left]) == .init(name: "a", constants: [right])) == same)
                #expect(
                    (SynthDefinition(name: "a", parameters: [left]) == .init(name: "a", parameters: [right])) == same)
                #expect(
                    (SynthDefinition.Variant(name: "a", values: [left]) == .init(name: "a", values: [right])) == same)
            }
        }
    }

    @Test func namesAreComparedByTheirBytes() {
        // The same letter, composed and decomposed: equal as strings.
        let (composed, decomposed) = ("\u{e9}", "e\u{301}")
        #expect(composed == decomposed)
        #expect(SynthDefinition(name: composed) != .init(name: decomposed))
        #expect(SynthDefinition.ParameterName(name: composed, index: 0) != .init(name: decomposed, index: 0))
        #expect(SynthDefinition.Unit(name: composed, rate: .audio) != .init(name: decomposed, rate: .audio))
        #expect(SynthDefinition.Variant(name: composed, values: []) != .init(name: decomposed, values: []))
    }

    @Test func everyPartCounts() {
        let unit = SynthDefinition.Unit(
            name: "a", rate: .audio, inputs: [.constant(0)], outputs: [.audio], specialIndex: 1)
        let changes: [(inout SynthDefinition.Unit) -> Void] = [
            { $0.name = "b" }, { $0.rate = .control }, { $0.inputs = [.output(unit: 0, index: 0)] },
            { $0.outputs = [.control] }, { $0.specialIndex = 2 },
        ]
        for change in changes {
            var other = unit
            change(&other)
            #expect(other != unit)
        }
        let definition = SynthDefinition(name: "a")
        let additions: [(inout SynthDefinition) -> Void] = [
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
