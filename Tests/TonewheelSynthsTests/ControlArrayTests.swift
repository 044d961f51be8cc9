import Testing
import TonewheelGraph
import TonewheelOSC
import TonewheelSynths

/// Values and buses for a control by name end with the control's array; by number they continue over the next controls.
@Suite struct ControlArrayTests {
    private let synths = TestSynths()

    init() {
        synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine))))
        synths.send(OSCMessage("/c_setn", 10, 4, 1, 7, 8, 9))
    }

    /// Creates a synth, sends it a message, and returns its controls.
    private func controls(_ message: OSCMessage?, _ settings: OSCArgument...) -> [Float] {
        synths.send(OSCMessage(address: "/s_new", arguments: ["sine", 1000, 0, 0] + settings))
        if let message { synths.send(message) }
        synths.render()
        let reply = synths.send(OSCMessage("/s_getn", 1000, 0, 5)).first ?? ""
        synths.send(OSCMessage("/n_free", 1000))
        return reply.split(separator: " ").dropFirst(4).compactMap { Float($0) }
    }

    @Test func valuesByNameEndWithTheArray() {
        let two = OSCArgument.array([1, 7])
        for message in [
            OSCMessage("/n_set", 1000, "freq", two), OSCMessage("/n_setn", 1000, "freq", 2, 1, 7),
            OSCMessage("/n_fill", 1000, "freq", 2, 1), OSCMessage("/n_mapn", 1000, "freq", 10, 2),
            OSCMessage("/n_set", 1000, "freq", .array(["c10", "c11"])), OSCMessage("/n_setn", 0, "freq", 3, 1, 7, 8),
        ] { #expect(controls(message) == [1, 0.5, 0, 7, 8], "\(message)") }
        #expect(controls(nil, "freq", two) == [1, 0.5, 0, 7, 8])
        #expect(controls(nil, "freq", .array(["c10", "c11"])) == [1, 0.5, 0, 7, 8])
        #expect(controls(OSCMessage("/n_mapan", 1000, "freq", 10, 2)) == [0, 0.5, 0, 7, 8])
        #expect(controls(OSCMessage("/n_setn", 1000, "pair", 3, 1, 2, 3)) == [440, 0.5, 0, 1, 2])
    }

    @Test func valuesByNumberContinueOverTheNextControls() {
        let two = OSCArgument.array([1, 7])
        for message in [
            OSCMessage("/n_set", 1000, 0, two), OSCMessage("/n_setn", 1000, 0, 2, 1, 7),
            OSCMessage("/n_mapn", 1000, 0, 10, 2),
        ] { #expect(controls(message) == [1, 7, 0, 7, 8], "\(message)") }
        #expect(controls(OSCMessage("/n_fill", 1000, 0, 2, 1)) == [1, 1, 0, 7, 8])
        #expect(controls(nil, 0, two) == [1, 7, 0, 7, 8])
        #expect(controls(OSCMessage("/n_mapan", 1000, 3, 10, 9)) == [440, 0.5, 0, 0, 0])
    }

    /// An array may contain numbers and buses, and the buses need not be consecutive.
    @Test func arraysMayMixNumbersAndBuses() {
        let mixed = OSCArgument.array(["c13", 5])
        #expect(controls(OSCMessage("/n_set", 1000, "pair", mixed)) == [440, 0.5, 0, 9, 5])
        #expect(controls(nil, "pair", mixed) == [440, 0.5, 0, 9, 5])
        #expect(controls(OSCMessage("/n_set", 1000, "pair", .array([5, "c13"]))) == [440, 0.5, 0, 5, 9])
        #expect(controls(OSCMessage("/n_set", 1000, "pair", .array(["c13", "c10"]))) == [440, 0.5, 0, 9, 1])
    }

    @Test func mappingToAnInvalidBusIsIgnored() {
        for bus in ["c16384", "c2147483647", "a1024", "a2147483647"] as [OSCArgument] {
            #expect(controls(nil, "freq", bus) == [440, 0.5, 0, 7, 8])
        }
        #expect(controls(nil, "freq", "c10", "freq", 3) == [3, 0.5, 0, 7, 8])
    }
}
