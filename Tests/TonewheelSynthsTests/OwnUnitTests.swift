import TestSupport
import Testing
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelSynths
import TonewheelUGens

/// Units that scsynth does not have, and those that clients do not have.
@Suite struct OwnUnitTests {
    /// The same bits as the sine and the gain have where there is no graph.
    @Test func aToneOfOwnUnitsIsThatOfTheirParts() {
        let synths = TestSynths()
        synths.send(OSCMessage("/d_recv", .blob(LocalDefinitions.tone)))
        synths.server.perform([OSCMessage("/s_new", "tone", 1000)], client: 1)
        let sine = UnitRenderer(UnitEntry(SineGenerator.self))
        var gain = TonewheelDSP.Glide(0.5, length: 64)
        var frequency: Float = 440
        for (block, amplitude) in ([0.5, 0.5, 1, 1, 0, 0, 0.25, 0.7, 0.7] as [Float]).enumerated() {
            if block == 4 { frequency = 997 }
            synths.server.perform(
                [OSCMessage("/n_set", 1000, "amp", .float32(amplitude), "freq", .float32(frequency))], client: 1)
            var expected = sine.render(["freq": .controlRate(frequency)], frameCount: 64)[0]
            if amplitude != gain.target { gain.glide(to: amplitude) }
            gain.apply(to: &expected, frameCount: 64)
            #expect(synths.render()[0] == expected)
        }
    }

    /// A definition with a unit that goes wrong is the engine's alone.
    @Test func onlyTheEngineHasTheUnitThatGoesWrong() throws {
        let definition = SynthDefinition(
            name: "fault", constants: [0, 1], parameters: [0], parameterNames: [.init(name: "mode", index: 0)],
            units: [
                .init(name: "Control", rate: .control, outputs: [.control]),
                .init(name: "DC", rate: .audio, inputs: [.constant(1)], outputs: [.audio]),
                .init(
                    name: "Fault", rate: .audio, inputs: [.output(unit: 1, index: 0), .output(unit: 0, index: 0)],
                    outputs: [.audio]),
                .init(name: "ReplaceOut", rate: .audio, inputs: [.constant(0), .output(unit: 2, index: 0)]),
            ])
        let synths = TestSynths()
        let refusal = synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(definition))))
        #expect(refusal.count == 1 && refusal[0].contains("needs the unit Fault, which is not implemented"))
        #expect(UnitRegistry.testing.map(\.spec.name) == ["Fault"])

        let blueprint = try synths.graph.prepare(definition, with: UnitRegistry.testing)
        var packet = CommandPacketBuilder()
        packet.add(
            .add(
                try synths.graph.makeSynth(of: blueprint, id: OwnNodes.fault), .toTail,
                target: OwnNodes.engineGroup), of: 0)
        #expect(synths.graph.send(packet, client: LocalClient.unattended))
        #expect(synths.render()[0].allSatisfy { $0 == 1 })
        func set(_ mode: FaultUnit.Mode) -> [Float] {
            let isThere = synths.graph.graph.pointee.setControl(
                node: OwnNodes.fault, ControlKey(name: "mode"), mode.value)
            #expect(isThere)
            return synths.render()[0]
        }
        // No bus takes what is no number.
        #expect(set(.nan).allSatisfy { $0 == 0 })
        #expect(synths.graph.counts.nonFiniteSamples == 64)
        #expect(set(.off).allSatisfy { $0 == 1 })
        #expect(synths.graph.counts.nonFiniteSamples == 64)
    }
}
