import Foundation
import TestSupport
import Testing
import TonewheelGraph
import TonewheelOSC
import TonewheelSoundFiles
import TonewheelSynths

/// Commands on the lane see the changes to a buffer that were sent before them.
@Suite struct SettlingTests {
    private func file(_ folder: TemporaryFolder) throws -> [Float] {
        try SoundFile(reading: folder.path("a.wav")).samples
    }

    private static let write = OSCMessage("/b_write", 0, "a.wav", "wav", "float")

    /// Renders until a reply with a prefix arrives. The thread does not yield to the task scheduler, since many other
    /// tests may be waiting. The time-out only ends a hang.
    private func wait(_ synths: TestSynths, for text: String) {
        let deadline = ContinuousClock.now + .seconds(60)
        repeat {
            synths.render()
            if synths.takeReplies().contains(where: { $0.hasPrefix(text) }) { return }
            Thread.sleep(forTimeInterval: 0.0005)
        } while ContinuousClock.now < deadline
        Issue.record("no reply starts with \(text)")
    }

    @Test(arguments: [false, true])
    func writtenFileContainsEarlierChanges(inOnePacket: Bool) throws {
        let folder = try TemporaryFolder()
        let lane = ThreadLane(capacity: 64)
        let synths = TestSynths(root: folder.url.path, lane: lane)
        synths.server.perform([OSCMessage("/b_alloc", 0, 64)], client: 1)
        wait(synths, for: "/done")
        for value in 1...20 as ClosedRange<Int32> {
            let changes: [OSCMessage] = [
                OSCMessage("/b_fill", 0, 0, 64, .float32(Float(value))), OSCMessage("/b_set", 0, 1, -1),
                OSCMessage("/b_setn", 0, 2, 2, -2, -3),
            ]
            if inOnePacket {
                synths.server.perform(changes + [Self.write], client: 1)
            } else {
                for message in changes + [Self.write] { synths.server.perform([message], client: 1) }
            }
            wait(synths, for: "/done")
            let samples = try file(folder)
            #expect(Array(samples.prefix(5)) == [Float(value), -1, -2, -3, Float(value)])
            #expect(samples.count == 64)
        }
        // Without pending changes the lane does not wait for a block.
        synths.server.perform([Self.write], client: 1)
        lane.drain()
        #expect(synths.takeReplies() == [#"/done "/b_write" 0"#])
    }

    @Test func laneWaitsForLongFills() throws {
        let folder = try TemporaryFolder()
        let synths = TestSynths(root: folder.url.path, lane: ThreadLane(capacity: 64)) { $0.fillsPerBlock = 16 }
        synths.server.perform([OSCMessage("/b_alloc", 0, 1000)], client: 1)
        wait(synths, for: "/done")
        synths.server.perform([OSCMessage("/b_fill", 0, 0, 1000, 7)], client: 1)
        synths.server.perform([Self.write], client: 1)
        wait(synths, for: "/done")
        #expect(try file(folder) == [Float](repeating: 7, count: 1000))
    }

    /// Commands that read or replace samples run after earlier changes, and keep them.
    @Test func laneCommandsKeepEarlierChanges() throws {
        let folder = try TemporaryFolder()
        let synths = TestSynths(root: folder.url.path, lane: ThreadLane(capacity: 64))
        synths.server.perform([OSCMessage("/b_alloc", 0, 8), OSCMessage("/b_alloc", 1, 8)], client: 1)
        wait(synths, for: #"/done "/b_alloc" 1"#)
        synths.server.perform([OSCMessage("/b_fill", 0, 0, 8, 2)], client: 1)
        synths.server.perform([OSCMessage("/b_gen", 0, "normalize", 1)], client: 1)
        wait(synths, for: "/done")
        synths.server.perform(
            [OSCMessage("/b_set", 0, 3, 0.5), OSCMessage("/b_gen", 1, "copy", 0, 0, 0, -1)], client: 1)
        wait(synths, for: "/done")
        #expect(synths.send(OSCMessage("/b_getn", 1, 0, 8)) == ["/b_setn 1 0 8 1.0 1.0 1.0 0.5 1.0 1.0 1.0 1.0"])
        synths.server.perform([OSCMessage("/b_fill", 0, 0, 8, 9), Self.write], client: 1)
        wait(synths, for: "/done")
        synths.server.perform([OSCMessage("/b_fill", 0, 0, 8, 3), OSCMessage("/b_read", 0, "a.wav", 0, 4)], client: 1)
        wait(synths, for: "/done")
        #expect(synths.send(OSCMessage("/b_getn", 0, 0, 8)) == ["/b_setn 0 0 8 9.0 9.0 9.0 9.0 3.0 3.0 3.0 3.0"])
    }

    /// Offline, commands run in order without blocks in between.
    @Test func offlineLaneDoesNotWait() throws {
        let folder = try TemporaryFolder()
        let synths = TestSynths(root: folder.url.path) { $0.fillsPerBlock = 16 }
        synths.send(OSCMessage("/b_alloc", 0, 1000))
        synths.server.perform(
            [
                OSCMessage("/b_fill", 0, 0, 1000, 7), OSCMessage("/b_set", 0, 1, 3), Self.write,
                OSCMessage("/b_zero", 0),
            ],
            client: 1, atFrame: 10)
        #expect(try file(folder) == [7, 3] + [Float](repeating: 7, count: 998))
        synths.render()
        #expect(synths.send(OSCMessage("/b_get", 0, 0)).last == "/b_set 0 0 0.0")
    }

    /// The lane ignores changes that are due later.
    @Test func laneDoesNotWaitForDistantChanges() throws {
        let folder = try TemporaryFolder()
        let synths = TestSynths(root: folder.url.path, lane: ThreadLane(capacity: 64))
        synths.server.perform([OSCMessage("/b_alloc", 0, 4)], client: 1)
        wait(synths, for: "/done")
        synths.server.perform([OSCMessage("/b_fill", 0, 0, 4, 7)], client: 1, atFrame: 1 << 40)
        synths.server.perform([Self.write], client: 1)
        wait(synths, for: "/done")
        #expect(try file(folder) == [0, 0, 0, 0])
    }
}
