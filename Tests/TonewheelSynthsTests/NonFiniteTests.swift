import Testing
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelSynths

/// Non-finite values of a synth are silent on a bus and do not affect other synths. The synth is muted.
@Suite struct NonFiniteTests {
    private typealias Unit = SynthDef.Unit

    /// Returns a SynthDef that writes `a / b` to the bus `bus` with an output unit.
    private static func quotient(_ unit: String, _ rate: Rate) -> SynthDef {
        let fade: [SynthDef.Input] = unit == "XOut" ? [.constant(0)] : []
        var units = [
            Unit(name: "Control", rate: .control, outputs: [.control, .control, .control]),
            Unit(
                name: "BinaryOpUGen", rate: .control, inputs: [.output(unit: 0, index: 0), .output(unit: 0, index: 1)],
                outputs: [.control], specialIndex: 4),
        ]
        if rate == .audio {
            units.append(Unit(name: "K2A", rate: .audio, inputs: [.output(unit: 1, index: 0)], outputs: [.audio]))
        }
        units.append(
            Unit(
                name: unit, rate: rate,
                inputs: [.output(unit: 0, index: 2)] + fade + [.output(unit: units.count - 1, index: 0)]))
        return SynthDef(
            name: "\(unit).\(rate)", constants: [0.5], parameters: [1, 4, 0],
            parameterNames: ["a", "b", "bus"].enumerated().map { .init(name: $1, index: $0) }, units: units)
    }

    private static let units = ["Out", "OffsetOut", "XOut", "ReplaceOut"]

    private func synths(_ unit: String, _ rate: Rate) -> TestSynths {
        let synths = TestSynths()
        synths.send(
            OSCMessage("/d_recv", .blob(TestDefinitions.bytes(Self.quotient("Out", rate)))))
        synths.send(
            OSCMessage("/d_recv", .blob(TestDefinitions.bytes(Self.quotient(unit, rate)))))
        return synths
    }

    /// 0 / 0, 1 / 0 and −1 / 0 are replaced by 0, so that only the 1 / 4 of the other synth remains. `ReplaceOut` then
    /// replaces the other signal in the first block only.
    @Test(arguments: units, [(0, 0), (1, 0), (-1, 0)] as [(Float, Float)])
    func nonFiniteSamplesDoNotAffectOthersOnAnAudioBus(unit: String, fraction: (Float, Float)) {
        let kept: Float = unit == "ReplaceOut" ? 0 : 0.25
        let places: [(action: Int32, offset: Int64)] = [(1, 0), (1, 10), (0, 0)]
        for (action, offset) in places {
            let synths = synths(unit, .audio)
            synths.send(OSCMessage("/s_new", "Out.audio", 1000))
            let message = OSCMessage(
                "/s_new", .string("\(unit).audio"), 1001, .int32(action), 0, "a", .float32(fraction.0), "b",
                .float32(fraction.1))
            synths.send([message], atFrame: synths.graph.counts.frame + offset)
            for block in 0..<3 {
                // At the head of the group, the other synth writes later.
                let expected = action == 0 || block > 0 ? 0.25 : kept
                #expect(synths.outputs()[0] == [Float](repeating: expected, count: 64))
                synths.render()
            }
            #expect(synths.graph.counts.nonFiniteSamples == 64)
            #expect(synths.graph.counts.mutedNodes == 1)
        }
    }

    @Test(arguments: units, [(0, 0), (1, 0), (-1, 0)] as [(Float, Float)])
    func nonFiniteValuesDoNotAffectOthersOnAControlBus(unit: String, fraction: (Float, Float)) {
        let synths = synths(unit, .control)
        synths.send(OSCMessage("/s_new", "Out.control", 1000, 0, 0, "bus", 5))
        synths.send(
            OSCMessage(
                "/s_new", .string("\(unit).control"), 1001, 1, 0, "a", .float32(fraction.0), "b",
                .float32(fraction.1), "bus", 5))
        #expect(synths.send(OSCMessage("/c_get", 5)) == ["/c_set 5 \(unit == "ReplaceOut" ? 0.0 : 0.25)"])
        #expect(synths.send(OSCMessage("/c_get", 5)) == ["/c_set 5 0.25"])
        #expect(synths.graph.counts.nonFiniteSamples == 1)
        #expect(synths.graph.counts.mutedNodes == 1)
    }
}
