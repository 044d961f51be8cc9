import Testing
import TonewheelServer

/// The printed lines of refusals, at times that the test sets.
@Suite struct FailureLinesTests {
    private let second: Int64 = 1_000_000_000

    @Test func oneLinePerCauseAndSecond() {
        var lines = FailureLines()
        #expect(
            lines.line("/s_new SynthDef not found: kick", at: 0)
                == "FAILURE IN SERVER /s_new SynthDef not found: kick\n")
        for time in 1..<42 { #expect(lines.line("/s_new SynthDef not found: kick", at: Int64(time)) == nil) }
        // Another cause.
        #expect(lines.line("/s_new SynthDef not found: kick2", at: 42) != nil)
        #expect(lines.line("/c_set index out of range", at: 43) != nil)
        #expect(
            lines.line("/s_new SynthDef not found: kick", at: second)
                == "FAILURE IN SERVER /s_new SynthDef not found: kick (and 41 more like this)\n")
        #expect(lines.line("/s_new SynthDef not found: kick", at: 2 * second - 1) == nil)
        #expect(
            lines.line("/s_new SynthDef not found: kick", at: 9 * second)?.contains("(and 1 more like this)") == true)
    }

    @Test func numbersDoNotDistinguishCauses() {
        var lines = FailureLines()
        #expect(lines.line("/n_set Node 1000 not found", at: 0) != nil)
        #expect(lines.line("/n_set Node -17 not found", at: 1) == nil)
        #expect(lines.line("/n_free Node 1000 not found", at: 2) != nil)
    }

    @Test func numberOfCausesIsBounded() {
        var lines = FailureLines()
        var printed = 0
        for index in 0..<10_000 where lines.line("/s_new SynthDef not found: x\(index)", at: 0) != nil { printed += 1 }
        #expect(printed == 257)
        #expect(lines.line("/s_new SynthDef not found: new", at: 2 * second) != nil)
    }
}
