import TestSupport
import Testing
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelUGens

/// A graph that reads an image of another graph renders the same samples from there on, and has the same state after
/// each block.
@Suite struct ImageTests {
    /// Renders both graphs, with a change of the control `x`, and compares outputs and images.
    private func expectSame(
        _ graph: ImageGraph, _ copy: ImageGraph, blocks: Int, _ title: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for block in 0..<blocks {
            if block == 3 || block == 20 {
                for each in [graph, copy] {
                    _ = each.control.graph.pointee.setControl(node: 1, ControlKey(name: "x"), Float(block) / 30)
                }
            }
            guard graph.render() == copy.render() else {
                Issue.record("\(title): block \(block) after the image differs", sourceLocation: sourceLocation)
                return
            }
        }
        let (image, other) = (try graph.control.image(), try copy.control.image())
        // The images are too long to be printed.
        let first = zip(image, other).enumerated().first { $1.0 != $1.1 }?.offset
        let isEqual = image == other
        #expect(
            isEqual, "\(title): the state differs at byte \(first ?? -1) of \(image.count)",
            sourceLocation: sourceLocation)
        #expect(
            graph.control.graph.pointee.stateChecksum() == copy.control.graph.pointee.stateChecksum(), "\(title)",
            sourceLocation: sourceLocation)
    }

    @Test(arguments: UnitRegistry.standard)
    func everyUnitContinuesFromAnImage(unit: UnitEntry) throws {
        for rate in [Rate.audio, .control] {
            for blocks in [0, 1, 37] {
                let graph = ImageGraph()
                do {
                    try graph.control.add(ImageDefinitions.definition(unit.spec, rate))
                } catch is BlueprintError {
                    continue  // the unit does not have that rate
                }
                try graph.addBuffer(1, frames: 300)
                _ = graph.render()
                try graph.addSynth("unit", 1, ["x": 0.3])
                for _ in 0..<blocks { _ = graph.render() }
                try expectSame(graph, ImageGraph(continuing: graph), blocks: 40, "\(unit.spec.name) at \(rate)")
            }
        }
    }

    @Test func checksumDependsOnControlsStatesBusesAndBuffers() throws {
        let graph = ImageGraph()
        try graph.control.add(
            SynthDef("unit") { def in
                let x = def.control("x", 0)
                Out.ar(0, LPF.ar(WhiteNoise.ar(), 500) * x)
                Out.kr(3, x)
            })
        try graph.addBuffer(1, frames: 3000)
        try graph.addSynth("unit", 1, ["x": 0.3])
        var sums: [UInt64] = []
        func note() { sums.append(graph.control.graph.pointee.stateChecksum()) }
        note()
        _ = graph.render()
        note()
        #expect(sums[1] == graph.control.graph.pointee.stateChecksum(), "reading changes nothing")
        _ = graph.control.graph.pointee.setControl(node: 1, ControlKey(name: "x"), 0.30001)
        note()
        _ = graph.render()
        note()
        #expect(Set(sums).count == sums.count)
    }

    @Test func sonicPiDefinitionsContinueFromAnImage() throws {
        var count = 0
        for definition in try ImageDefinitions.sonicPi() {
            let graph = ImageGraph()
            do {
                try graph.control.add(definition)
            } catch {
                continue  // it needs a unit that is not implemented
            }
            try graph.addBuffer(1, frames: 3000, channels: 2)
            try graph.addSynth(definition.name, 1, ["buf": 1, "note": 52, "sustain": 0.1, "release": 0.05])
            for _ in 0..<50 { _ = graph.render() }
            try expectSame(graph, ImageGraph(continuing: graph), blocks: 60, definition.name)
            count += 1
        }
        #expect(count > 140)
    }
}
