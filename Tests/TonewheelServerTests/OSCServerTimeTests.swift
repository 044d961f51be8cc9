import TestSupport
import Testing
import Tonewheel
import TonewheelOSC
import TonewheelRealtime
import TonewheelServer
import TonewheelSoundFiles

/// Bundles with time tags, as the sound has them.
@Suite struct OSCServerTimeTests {
    /// A quarter of the rate: no two frames in a row are equal. At 0 Hz all are.
    private let quarterRate = OSCMessage("/mod/sine/freq", 12_000)
    private let standing = OSCMessage("/mod/sine/freq", 0)

    @Test(arguments: [0, 4]) func landOnTheirFrames(prefillPeriods: Int) async throws {
        // A host that takes the processors away for longer than the lead, or than what is rendered ahead, says nothing about the
        // server: again, until it has not.
        for turn in 0..<60 {
            let lead: Int64 = turn.isMultiple(of: 2) ? 200_000_000 : 800_000_000
            let folder = try TemporaryFolder()
            var first: Int64 = 0
            var isLate = false
            try await withPlayedEngine(configure: {
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
                    timeTag: OSCTimeTag(nanosecondsSince1970: due + 100_000_000), standing, OSCMessage("/sync", 1))
                // The later one first: what counts is the time.
                let answers = try await played.exchange(
                    .bundle(OSCBundle(elements: [.bundle(end), .bundle(start)])), until: "/synced")
                #expect(answers == [OSCMessage("/synced", 1)])
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
            // The frame of the change is the last one at phase 0.
            let start = try #require(samples.firstIndex { $0 != 0 }) - 1
            let end = try #require((start..<samples.count - 1).first { samples[$0] == samples[$0 + 1] })
            #expect(abs(start - Int(first)) <= 2)
            #expect(abs(end - start - 4_800) <= 1)
            return
        }
        Issue.record("the host has never let the engine be in time")
    }

    @Test func whatIsLateIsAppliedAtOnceAndCounted() async throws {
        try await withPlayedEngine { played in
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

    @Test func aStoppedEngineTakesThemAtTheirTime() async throws {
        try await withPlayedEngine(isStarted: false) { played in
            let due = WallClock.now() + 300_000_000
            let bundle = OSCBundle(
                timeTag: OSCTimeTag(nanosecondsSince1970: due), OSCMessage("/mod/sine/freq", 880),
                OSCMessage("/sync", 1))
            let answers = try await played.exchange(.bundle(bundle), until: "/synced")
            #expect(answers == [OSCMessage("/synced", 1)])
            #expect(WallClock.now() >= due)
            #expect(try await eventually { played.engine.status.frequency == 880 })
        }
    }

    @Test func thereIsRoomForSoMany() async throws {
        try await withPlayedEngine { played in
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
            let answers = try await refusals(30)
            #expect(answers.count == 7)
            for answer in answers.dropLast() {
                #expect(answer.address == "/fail")
                #expect(answer.arguments.first == "/gate/sine")
                #expect(answer.arguments.last?.description.contains("1024 bundles are waiting") == true)
            }
            #expect(played.server.counts.failed == 6)
            #expect(played.server.counts.refusedByBundleQueue == 6)
            // What needs no waiting still goes through.
            #expect(try await played.answers(OSCMessage("/mod/sine/freq", 880)).isEmpty)
            #expect(try await eventually { played.engine.status.frequency == 880 })
            #expect(played.engine.status.gate)
        }
    }
}
