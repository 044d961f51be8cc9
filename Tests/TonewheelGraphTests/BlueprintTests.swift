import Testing
import TonewheelDSP
import TonewheelGraph

/// The compilation of definitions.
@Suite struct BlueprintTests {
    private typealias Unit = SynthDef.Unit

    private func reason(_ definition: SynthDef, _ change: (inout GraphShape) -> Void = { _ in }) -> String? {
        do throws(BlueprintError) {
            try TestGraph(change).control.add(definition)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func unknownUnitIsNamedInTheError() {
        let definition = SynthDef(name: "odd", units: [Unit(name: "FooOsc", rate: .audio, outputs: [.audio])])
        #expect(reason(definition) == "The definition 'odd' needs the unit FooOsc, which is not implemented.")
    }

    @Test func demandRateIsRejected() {
        let definition = SynthDef(name: "d", units: [Unit(name: "Ramp", rate: .demand, outputs: [.demand])])
        #expect(reason(definition)?.contains("demand rate") == true)
    }

    @Test func excessOutputsAreRejected() {
        let definition = SynthDef(
            name: "many", units: [Unit(name: "Ramp", rate: .audio, outputs: [.audio, .audio])])
        #expect(reason(definition)?.contains("a Ramp of 2 outputs, but it has 1") == true)
    }

    @Test func controlsBeyondTheParametersAreRejected() {
        let definition = SynthDef(
            name: "c", parameters: [1],
            units: [Unit(name: "Control", rate: .control, outputs: [.control, .control])])
        #expect(reason(definition)?.contains("controls 0 … 1, but 1 parameters") == true)
    }

    /// A chain of sums reuses its wires; a sum of many signals at the same time needs as many wires.
    @Test func wiresAreReused() {
        var chain = [Unit(name: "Ramp", rate: .audio, inputs: [], outputs: [.audio])]
        for index in 0..<100 {
            chain.append(
                Unit(
                    name: "Sum", rate: .audio,
                    inputs: [.output(unit: index, index: 0), .output(unit: index, index: 0)],
                    outputs: [.audio]))
        }
        #expect(reason(SynthDef(name: "chain", units: chain)) { $0.wireCount = 1 } == nil)

        var wide = (0..<20).map { _ in Unit(name: "Ramp", rate: .audio, inputs: [], outputs: [.audio]) }
        for index in 0..<19 {
            wide.append(
                Unit(
                    name: "Sum", rate: .audio,
                    inputs: [.output(unit: index, index: 0), .output(unit: 19, index: 0)], outputs: [.audio]))
        }
        #expect(reason(SynthDef(name: "wide", units: wide)) { $0.wireCount = 20 } == nil)
        #expect(reason(SynthDef(name: "wide", units: wide)) { $0.wireCount = 19 }?.contains("(-w)") == true)
    }

    /// The sum of 1 … 8 ramps in every grouping, with shared wires.
    @Test func signalsThatShareWiresAreIndependent() throws {
        for width in 1...8 {
            let graph = TestGraph()
            var units = (0..<width).map { index in
                Unit(name: "Ramp", rate: .audio, inputs: [.constant(index)], outputs: [.audio])
            }
            var sum = 0
            for index in 1..<max(2, width) where width > 1 {
                units.append(
                    Unit(
                        name: "Sum", rate: .audio,
                        inputs: [.output(unit: sum, index: 0), .output(unit: index, index: 0)], outputs: [.audio]))
                sum = units.count - 1
            }
            units.append(
                Unit(name: "Put", rate: .audio, inputs: [.constant(0), .output(unit: sum, index: 0)]))
            try graph.control.add(
                SynthDef(name: "sum", constants: (0..<8).map { Float($0) * 100 }, units: units))
            graph.synth("sum", 1)
            let constant = (0..<width).reduce(0) { $0 + Float($1) * 100 }
            #expect(graph.render()[0] == (0..<64).map { constant + Float(width) * Float($0) })
        }
    }

    @Test func definitionsAreReplacedRemovedAndLimited() throws {
        let graph = TestGraph { $0.definitionCapacity = 2 }
        try graph.control.add(.trace)
        try graph.control.add(.trace)
        try graph.control.add(.put)
        #expect(graph.control.definitionCount == 2)
        #expect(throws: BlueprintError.self) { try graph.control.add(.finish) }
        graph.synth("trace", 1)
        // Synths continue without their definition.
        #expect(graph.control.removeDefinition("trace"))
        #expect(!graph.control.removeDefinition("trace"))
        #expect(graph.order() == 1)
        #expect(graph.order() == 1)
        try graph.control.add(.finish)
    }
}
