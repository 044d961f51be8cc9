import TestSupport
import Testing
import Tonewheel
import TonewheelOSC
import TonewheelRealtime
import TonewheelServer
import TonewheelSoundFiles

/// The effect of timed bundles on the sound.
@Suite struct OSCServerTimeTests {
    /// A quarter of the sample rate: no two consecutive samples are equal. At 0 Hz all are.
    private let quarterRate = OSCMessage("/mod/sine/freq", 12_000)
    private let zeroHertz = OSCMessage("/mod/sine/freq", 0)

    @Test(arguments: [0, 4]) func timedBundlesTakeEffectAtTheirFrames(prefillPeriods: Int) async throws {
        // If the host suspends the process for longer than the lead or the time rendered ahead, the attempt is
        // repeated.
        for turn in 0..<60 {
            let lead: Int64 = turn.isMultiple(of: 2) ? 200_000_000 : 800_000_000
            let folder = try TemporaryFolder()
            var first: Int64 = 0
            var isLate = false
            try await withServedEngine(configure: {
                $0.frequency = 0
                $0.amplitude = 1
                $0.channelCount = 1
                $0.prefillPeriods = prefillPeriods
                $0.recordingPath = folder.path("take.wav")
            }) { played in
                try #require(try await played.waitForSound())
                let due = WallClock.now() + lead
                let start = OSCBundle(timeTag: OSCTimeTag(nanosecondsSince1970: due), quarterRate)
                let end = OSCBundle(
                    timeTag: OSCTimeTag(nanosecondsSince1970: due + 100_000_000), zeroHertz, OSCMessage("/sync", 1))
                // The later bundle comes first, since only the times matter.
                let replies = try await played.exchange(
                    .bundle(OSCBundle(elements: [.bundle(end), .bundle(start)])), until: "/synced")
                #expect(replies == [OSCMessage("/synced", 1)])
                #expect(WallClock.now() >= due + 100_000_000)
                let clock = try #require(played.engine.clock)
                var offset = WallClockOffset()
                first = clock.frame(at: offset.monotonicTime(of: due))
                #expect(
                    try await eventually {
                        played.engine.status.frame > first + 9_600 && played.engine.status.scheduledChanges == 0
                    })
                isLate = played.engine.status.lateChanges + played.engine.status.underruns > 0
            }
            if isLate { continue }

            let samples = try SoundFile(reading: folder.path("take.wav")).samples
            // The change is at the last frame with phase 0.
            let start = try #require(samples.firstIndex { $0 != 0 }) - 1
            let end = try #require((start..<samples.count - 1).first { samples[$0] == samples[$0 + 1] })
            #expect(abs(start - Int(first)) <= 2)
            #expect(abs(end - start - 4_800) <= 1)
            return
        }
        Issue.record("the engine was late or had an underrun in every attempt")
    }

    @Test func lateBundlesAreAppliedImmediatelyAndCounted() async throws {
        try await withServedEngine { played in
            try #require(try await played.waitForSound())
            for (late, tag) in [
                OSCTimeTag(nanosecondsSince1970: WallClock.now() - 60_000_000_000), OSCTimeTag(rawValue: 0),
            ].enumerated() {
                let bundle = OSCBundle(
                    timeTag: tag, OSCMessage("/mod/sine/freq", .int32(Int32(700 + late))), OSCMessage("/sync", 1))
                #expect(try await played.exchange(.bundle(bundle), until: "/synced") == [OSCMessage("/synced", 1)])
                #expect(try await eventually { played.engine.status.frequency == Float(700 + late) })
                #expect(played.engine.status.lateChanges == late + 1)
            }
            #expect(try await played.report()["lateChanges"] == 2)
        }
    }

    @Test func stoppedEngineAppliesBundlesAtTheirTime() async throws {
        try await withServedEngine(isStarted: false) { played in
            let due = WallClock.now() + 300_000_000
            let bundle = OSCBundle(
                timeTag: OSCTimeTag(nanosecondsSince1970: due), OSCMessage("/mod/sine/freq", 880),
                OSCMessage("/sync", 1))
            let replies = try await played.exchange(.bundle(bundle), until: "/synced")
            #expect(replies == [OSCMessage("/synced", 1)])
            #expect(WallClock.now() >= due)
            #expect(try await eventually { played.engine.status.frequency == 880 })
        }
    }

    @Test func numberOfWaitingBundlesIsLimited() async throws {
        try await withServedEngine { played in
            let hour = OSCTimeTag(nanosecondsSince1970: WallClock.now() + 3_600_000_000_000)
            let waiting = OSCPacket.bundle(OSCBundle(timeTag: hour, OSCMessage("/gate/sine", 0)))
            let sync = OSCPacket.message(OSCMessage("/sync", 1))
            func refusals(_ count: Int) async throws -> [OSCMessage] {
                let bundle = OSCBundle(elements: [OSCPacket](repeating: waiting, count: count))
                return try await played.exchange(
                    .bundle(OSCBundle(elements: [.bundle(bundle), .bundle(OSCBundle(elements: [sync]))])),
                    until: "/synced")
            }
            #expect(try await refusals(1_000) == [OSCMessage("/synced", 1)])
            let replies = try await refusals(30)
            #expect(replies.count == 7)
            for reply in replies.dropLast() {
                #expect(reply.address == "/fail")
                #expect(reply.arguments.first == "/gate/sine")
                #expect(reply.arguments.last?.description.contains("1024 bundles are waiting") == true)
            }
            #expect(played.server.counts.failed == 6)
            #expect(played.server.counts.refusedByBundleQueue == 6)
            // Messages without a time still take effect.
            #expect(try await played.replies(OSCMessage("/mod/sine/freq", 880)).isEmpty)
            #expect(try await eventually { played.engine.status.frequency == 880 })
            #expect(played.engine.status.gate)
        }
    }
}
