import TestSupport
import Testing
import Tonewheel
import TonewheelOSC
import TonewheelRealtime

@Suite struct TimedSynthTests {
    /// Bundles wait on the control side, which has a capacity of 1,024, and in the graph for the last tenth of a second
    /// (`TimedCommandTests`).
    @Test func clearSchedDiscardsBundlesThatAreFarAhead() async throws {
        try await withServedEngine { played in
            let hour = OSCTimeTag(nanosecondsSince1970: WallClock.now() + 3_600_000_000_000)
            let waiting = OSCPacket.bundle(OSCBundle(timeTag: hour, OSCMessage("/s_new", "none", .int32(1000))))
            func refusals(_ count: Int) async throws -> Int {
                let bundle = OSCBundle(elements: [OSCPacket](repeating: waiting, count: count))
                let replies = try await played.exchange(
                    .bundle(OSCBundle(elements: [.bundle(bundle), .message(OSCMessage("/sync", 1))])),
                    until: "/synced")
                return replies.count { $0.address == "/fail" }
            }
            let (fitting, further) = (try await refusals(1_000), try await refusals(30))
            #expect(fitting == 0)
            #expect(further == 6)
            let replies = try await played.replies(OSCMessage("/clearSched"))
            #expect(replies.isEmpty)
            let afterwards = try await refusals(1_000)
            #expect(afterwards == 0)
        }
    }
}
