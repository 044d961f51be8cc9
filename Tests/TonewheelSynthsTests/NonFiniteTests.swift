import Testing
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelSynths

/// One synth's NaN is silence on a bus, and leaves others on it alone.
@Suite struct NonFiniteTests {
    private typealias Unit = SynthDefinition.Unit

    /// Writes `a / b` to the bus `bus`, by a unit that may have an input besides.
    private static func quotient(_ unit: String, _ rate: Rate) -> SynthDefinition {
        let fade: [SynthDefinition.Input] = unit == "XOut" ? [.constant(0)] : []
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
        return SynthDefinition(
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

    /// What is in the place of 0 / 0, 1 / 0 and −1 / 0: nothing, beside the 1 / 4 of the other synth.
    @Test(arguments: units, [(0, 0), (1, 0), (-1, 0)] as [(Float, Float)])
    func anAudioBusIsKeptForOthers(unit: String, fraction: (Float, Float)) {
        let kept: Float = unit == "ReplaceOut" ? 0 : 0.25
        let places: [(action: Int32, offset: Int64)] = [(1, 0), (1, 10), (0, 0)]
        for (action, offset) in places {
            let synths = synths(unit, .audio)
            synths.send(OSCMessage("/s_new", "Out.audio", 1000))
            let message = OSCMessage(
                "/s_new", .string("\(unit).audio"), 1001, .int32(action), 0, "a", .float32(fraction.0), "b",
                .float32(fraction.1))
            synths.send([message], atFrame: synths.graph.counts.frame + offset)
            for _ in 0..<3 {
                // Before another, it is that which is heard.
                let expected = action == 0 ? 0.25 : kept
                #expect(synths.outputs()[0] == [Float](repeating: expected, count: 64))
                synths.render()
            }
            #expect(synths.graph.counts.nonFiniteSamples >= 3 * 64)
        }
    }

    @Test(arguments: units, [(0, 0), (1, 0), (-1, 0)] as [(Float, Float)])
    func aControlBusIsKeptForOthers(unit: String, fraction: (Float, Float)) {
        let synths = synths(unit, .control)
        synths.send(OSCMessage("/s_new", "Out.control", 1000, 0, 0, "bus", 5))
        synths.send(
            OSCMessage(
                "/s_new", .string("\(unit).control"), 1001, 1, 0, "a", .float32(fraction.0), "b",
                .float32(fraction.1), "bus", 5))
        #expect(synths.send(OSCMessage("/c_get", 5)) == ["/c_set 5 \(unit == "ReplaceOut" ? 0.0 : 0.25)"])
        #expect(synths.graph.counts.nonFiniteSamples > 0)
    }
}
