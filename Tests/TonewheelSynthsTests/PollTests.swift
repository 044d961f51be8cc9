import Testing
import Tonewheel
import TonewheelOSC
import TonewheelSynths

/// The text that `Poll` prints.
@Suite struct PollTests {
    private static func label(_ text: String) -> [UGen] {
        [UGen(floatLiteral: Float(text.utf8.count))] + text.utf8.map { UGen(floatLiteral: Float($0)) }
    }

    @Test func pollPrintsLikeScsynth() throws {
        let synths = TestSynths()
        let definition = try SynthDef("polls") { def in
            let trigger = def.control("t_trig", 0, .trigger)
            let x = def.control("x", 440)
            UGen.unit("Poll", .control, [trigger, x, -1] + Self.label("UGen(Control)"))
            UGen.unit("Poll", .audio, [UGen.unit("K2A", .audio, [trigger])[0], x, 5] + Self.label("grün"))
            UGen.unit("Poll", .control, [trigger, x / 0, -1] + Self.label(""))
        }
        synths.send(OSCMessage("/notify", 1))
        synths.send(OSCMessage("/d_recv", .blob(definition.bytes)))
        synths.send(OSCMessage("/s_new", "polls", 1000, 0, 0))
        #expect(synths.printed().isEmpty)
        let replies = synths.send(OSCMessage("/n_set", 1000, "t_trig", 1, "x", 0.000_001_23))
        #expect(synths.printed() == "UGen(Control): 1.23e-06\ngrün: 1.23e-06\n: inf\n")
        #expect(replies == ["/tr 1000 5 1.23e-06"])
    }
}
