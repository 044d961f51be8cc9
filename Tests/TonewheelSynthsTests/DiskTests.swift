import Foundation
import TestSupport
import Testing
import TonewheelGraph
import TonewheelOSC
import TonewheelRealtime
import TonewheelSoundFiles
import TonewheelSynths

/// The open sound files of buffers: `/b_write` and `/b_read` that leave them open, `DiskOut`, `DiskIn`, `/b_close`.
@Suite struct DiskTests {
    private func open(_ path: String, format: String = "float") -> [OSCMessage] {
        [
            OSCMessage("/d_recv", .blob(LocalDefinitions.recorder)), OSCMessage("/b_alloc", 3, 1024, 2),
            OSCMessage("/b_write", 3, .string(path), "wav", .string(format), 0, 0, 1),
        ]
    }

    @Test func openFileNeedsCapacityInTheArena() throws {
        let folder = try TemporaryFolder()
        let arena = try SharedArena(name: "test", byteCount: 64 << 10)
        let synths = TestSynths(root: folder.url.path, arena: arena, role: .shadow)
        var replies: [String] = []
        for message in open("a.wav") { replies += synths.send(message) }
        #expect(replies.contains { $0.hasPrefix("/done \"/b_alloc\"") })
        #expect(replies.contains { $0.hasPrefix("/fail \"/b_write\"") && $0.contains("No memory is left") })
    }

    @Test func closedFileContainsAllWrittenFrames() throws {
        let folder = try TemporaryFolder()
        let synths = TestSynths(root: folder.url.path)
        for message in open("a.wav") { #expect(synths.send(message).first?.hasPrefix("/done") == true) }
        synths.server.perform([OSCMessage("/s_new", "recorder", 1000, 0, 0)], client: 1)
        var samples: [Float] = []
        for block in 0..<100 {
            let outputs = synths.render()
            samples += outputs[0]
            let count = Float(block * 64 + 63)
            #expect(outputs[1][63] == count)
        }
        synths.server.perform([OSCMessage("/b_close", 3)], client: 1)
        #expect(synths.takeReplies().contains { $0.hasPrefix("/done") && $0.contains("/b_close") })
        let file = try SoundFile(reading: folder.path("a.wav"))
        #expect(file.frameCount == 6400)
        #expect(file.channel(0) == samples)
        let negated = samples.map { -$0 }
        #expect(file.channel(1) == negated)
        // Later blocks do not change the closed file.
        synths.render(blocks: 10)
        #expect(try SoundFile(reading: folder.path("a.wav")).frameCount == 6400)
        #expect(synths.server.lostFrameCount == 0)
    }

    @Test func bufferContentsPrecedeWrittenFrames() throws {
        let folder = try TemporaryFolder()
        let synths = TestSynths(root: folder.url.path)
        synths.send(OSCMessage("/d_recv", .blob(LocalDefinitions.recorder)))
        synths.send(OSCMessage("/b_alloc", 3, 100, 2))
        synths.send(OSCMessage("/b_fill", 3, 0, 200, 0.5))
        synths.send(OSCMessage("/b_write", 3, "a.wav", "wav", "float", 40, 10, 1))
        synths.send(OSCMessage("/s_new", "recorder", 1000, 0, 0))
        synths.send(OSCMessage("/b_free", 3))
        let file = try SoundFile(reading: folder.path("a.wav"))
        let left = file.channel(0)
        #expect(left.count == 104)
        #expect(left[..<40].allSatisfy { $0 == 0.5 })
        #expect(left[41] == Float(0x1p-17))
    }

    /// Rendering is a hundred times faster than real time, and the queue holds half a second.
    @Test func offlineRenderingLosesNoFrames() throws {
        let folder = try TemporaryFolder()
        var bytes: [UInt8] = []
        func add(_ seconds: Double, _ messages: [OSCMessage]) throws {
            let tag = OSCTimeTag(rawValue: UInt64(seconds * 0x1p32))
            let bundle = try OSCBundle(timeTag: tag, elements: messages.map(OSCPacket.message)).encoded()
            withUnsafeBytes(of: UInt32(bundle.count).bigEndian) { bytes += Array($0) }
            bytes += bundle
        }
        try add(0, open("taken.wav"))
        try add(0, [OSCMessage("/s_new", "recorder", 1000, 0, 0)])
        try add(30, [OSCMessage("/c_set", 0, 0)])
        var options = SynthServerOptions(version: "1.2.3")
        options.root = folder.url.path
        var settings = ScoreRenderer.Settings(output: folder.path("played.wav"), options: options)
        settings.shape.inputBusCount = 0
        _ = try ScoreRenderer(try Score(decoding: bytes), settings).render { _ in }
        // The end of the score closes the file.
        let (played, taken) = (
            try SoundFile(reading: folder.path("played.wav")), try SoundFile(reading: folder.path("taken.wav"))
        )
        #expect(taken.frameCount == 1_440_000)
        #expect(taken.channel(0) == played.channel(0))
    }

    /// On a lane with its own thread, closing waits until the render thread no longer uses the file.
    @Test func fileIsClosedWhileAnotherThreadRenders() async throws {
        let folder = try TemporaryFolder()
        let lane = ThreadLane(capacity: 100)
        let synths = TestSynths(root: folder.url.path, lane: lane)
        for message in open("a.wav") {
            synths.server.perform([message], client: 1)
            lane.drain()
        }
        synths.server.perform([OSCMessage("/s_new", "recorder", 1000, 0, 0)], client: 1)
        var samples: [Float] = []
        for _ in 0..<10 { samples += synths.render()[0] }
        synths.server.perform([OSCMessage("/b_close", 3)], client: 1)
        // The pause lets the disk thread keep up.
        while !lane.isIdle {
            samples += synths.render()[0]
            try await Task.sleep(for: .milliseconds(1))
        }
        #expect(synths.takeReplies().contains { $0.contains("/b_close") && $0.hasPrefix("/done") })
        let file = try SoundFile(reading: folder.path("a.wav"))
        #expect(file.frameCount >= 640)
        #expect(file.channel(0) == Array(samples[..<file.frameCount]))
    }

    @Test func fullDiskIsReported() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            at: folder.url.appending(path: "full.wav"), withDestinationURL: URL(filePath: "/dev/full"))
        let synths = TestSynths()
        var replies: [String] = []
        for message in open(folder.path("full.wav")) { replies += synths.send(message) }
        synths.send(OSCMessage("/s_new", "recorder", 1000, 0, 0))
        for _ in 0..<1000 {
            synths.render()
            synths.server.waitForDisk()
        }
        replies += synths.send(OSCMessage("/b_close", 3))
        // libsndfile determines whether opening or writing fails.
        #expect(replies.contains { $0.hasPrefix("/fail") && $0.contains("full") }, "\(replies)")
    }

    @Test func closingWithoutAnOpenFileSucceeds() throws {
        let synths = TestSynths()
        #expect(synths.send(OSCMessage("/b_close", 3)).contains { $0.hasPrefix("/done") })
        synths.send(OSCMessage("/b_alloc", 3, 100, 2))
        #expect(synths.send(OSCMessage("/b_close", 3)).contains { $0.hasPrefix("/done") })
    }

    private func writeRamp(_ path: String, frameCount: Int) throws -> [Float] {
        let samples = (0..<2 * frameCount).map { Float($0) * 0x1p-20 }
        let file = try SoundFileWriter(
            path: path, kind: SoundFileKind(.wav, .float), sampleRate: 48_000, channelCount: 2)
        try file.write(samples, frameCount: frameCount)
        try file.close()
        return samples
    }

    @Test func fileIsPlayedFromDisk() throws {
        let folder = try TemporaryFolder()
        let samples = try writeRamp(folder.path("a.wav"), frameCount: 100_000)
        let synths = TestSynths(root: folder.url.path)
        synths.send(OSCMessage("/d_recv", .blob(LocalDefinitions.player)))
        synths.send(OSCMessage("/b_alloc", 3, 1024, 2))
        synths.send(OSCMessage("/b_read", 3, "a.wav", 500, 1024, 0, 1))
        synths.server.perform([OSCMessage("/s_new", "player", 1000, 0, 0)], client: 1)
        var played: [Float] = []
        for _ in 0..<(100_000 / 64 + 3) {
            let outputs = synths.render()
            for frame in 0..<64 { played += [outputs[0][frame], outputs[1][frame]] }
            synths.server.waitForDisk()
        }
        let end = 2 * 99_500
        let expected = Array(samples[1000...])
        #expect(Array(played[..<end]) == expected)
        #expect(played[end...].allSatisfy { $0 == 0 })
        #expect(synths.graph.counts.synths == 0)
        #expect(synths.send(OSCMessage("/b_close", 3)).contains { $0.hasPrefix("/done") })
    }

    @Test func fileIsLooped() throws {
        let folder = try TemporaryFolder()
        let samples = try writeRamp(folder.path("a.wav"), frameCount: 1000)
        let synths = TestSynths(root: folder.url.path)
        synths.send(OSCMessage("/d_recv", .blob(LocalDefinitions.looping)))
        synths.send(OSCMessage("/b_alloc", 3, 256, 2))
        synths.send(OSCMessage("/b_read", 3, "a.wav", 0, 256, 0, 1))
        synths.server.perform([OSCMessage("/s_new", "looping", 1000, 0, 0)], client: 1)
        var left: [Float] = []
        for _ in 0..<100 {
            left += synths.render()[0]
            synths.server.waitForDisk()
        }
        let expected = left.indices.map { samples[2 * ($0 % 1000)] }
        #expect(left == expected)
    }
}
