import TestSupport
import Testing
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelSynths
import TonewheelUGens

/// Tonewheel's own units, and the units that are reserved for the engine.
@Suite struct OwnUnitTests {
    /// The output is bit-identical to that of the sine and the gain without a graph.
    @Test func toneEqualsItsComponents() {
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

    /// Clients cannot load a SynthDef with the fault unit.
    @Test func faultUnitIsReservedForTheEngine() throws {
        let definition = SynthDef(
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
                try synths.graph.makeSynth(of: blueprint, id: ReservedIDs.fault), .toTail,
                target: ReservedIDs.engineGroup), of: 0)
        #expect(synths.graph.send(packet, client: LocalClient.unattended))
        #expect(synths.render()[0].allSatisfy { $0 == 1 })
        func set(_ mode: FaultUnit.Mode) -> [Float] {
            let isThere = synths.graph.graph.pointee.setControl(
                node: ReservedIDs.fault, ControlKey(name: "mode"), mode.value)
            #expect(isThere)
            return synths.render()[0]
        }
        // NaN is replaced by 0 on a bus.
        #expect(set(.nan).allSatisfy { $0 == 0 })
        #expect(synths.graph.counts.nonFiniteSamples == 64)
        // The synth is muted until it is resumed.
        #expect(set(.off).allSatisfy { $0 == 0 })
        var resumption = CommandPacketBuilder()
        resumption.add(.run(ReservedIDs.fault, true), of: 0)
        #expect(synths.graph.send(resumption, client: LocalClient.unattended))
        #expect(synths.render()[0].allSatisfy { $0 == 1 })
        #expect(synths.graph.counts.nonFiniteSamples == 64)
    }
}
