import TestSupport
import Testing
import Tonewheel
import TonewheelOSC

/// The limit of the load from the clients' side.
@Suite struct LoadLimitTests {
    @Test func refusedSynthIsReportedAndCounted() async throws {
        try await withServedEngine(configure: { $0.loadLimit = 0.75 }) { served in
            let definition = try SynthDef("number") { def in Out.ar(0, K2A.ar(def.control("value", 0))) }
            let gate = try #require(served.engine.synthHost?.control.loadGate)
            gate.assume(0)
            let loaded = try await served.replies(OSCMessage("/d_recv", .blob(definition.bytes)))
            #expect(loaded == [OSCMessage("/done", "/d_recv")])
            let accepted = try await served.replies(OSCMessage("/s_new", "number", 1000))
            #expect(accepted.isEmpty)
            gate.assume(1.2)
            let refused = try await served.replies(OSCMessage("/s_new", "number", 1001))
            #expect(refused.count == 1)
            #expect(refused.first?.description.contains("the load of 120 % exceeds the limit of 75 %") == true)
            let report = try await served.report()
            #expect(report["loadLimit"] == .double(0.75))
            #expect(report["synthsRefused"] == 1)
        }
    }

    @Test func withoutALimitTheStatusHasNone() async throws {
        try await withServedEngine { served in
            let report = try await served.report()
            #expect(report["loadLimit"] == nil)
            #expect(report["synthsRefused"] == 0)
        }
    }
}
