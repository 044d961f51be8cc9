import TestSupport
import Testing
import Tonewheel
import TonewheelGraph
import TonewheelRealtime
import TonewheelSoundFiles
import TonewheelWorkers
import WorkerSupport

/// Tests of open sound files with two workers that render the same blocks. The test is the watch and the disk.
@Suite struct RedundantFilesTests {
    /// A front, its workers, a file that is read and one that is written.
    private final class Playing {
        let front: IsolatedFront
        let input: FileQueue
        let output: FileQueue
        private(set) var primary: FakeWorker
        private(set) var standby: FakeWorker?

        /// The sound of each block, by its first frame, as the first worker has rendered it.
        private var sounds: [Int64: [Float]] = [:]

        /// The number of blocks that a second worker has rendered with the same samples.
        private(set) var equalBlocks = 0

        /// The number of frames of the file that have been read from the disk.
        private(set) var appended = 0

        /// The frames that have been written to the disk.
        private(set) var taken: [Float] = []

        init(capacity: Int = 4096, filled: Int = 0, _ definition: SynthDef) throws {
            let tone = ToneParameters(frequency: 440, amplitude: 0.5, gate: false)
            front = try IsolatedFront(tone, isRedundant: true)
            let arena = front.control.arena
            input = try #require(FileQueue(.reading, minimumFrames: capacity, channelCount: 1, in: arena))
            output = try #require(FileQueue(.writing, minimumFrames: capacity, channelCount: 1, in: arena))
            try front.control.add(definition)
            primary = try front.activeWorker(atBlock: 0)
            read(filled)
            let synth = GraphOperation.add(
                try front.control.makeSynth(definition.name, id: 1000, []), .toTail, target: 0)
            #expect(
                front.send(
                    .swapFile(0, FileStreamMemory.end(of: input)), .swapFile(1, FileStreamMemory.end(of: output)),
                    synth))
            try exchange()
        }

        /// Reads frames of a ramp from the disk, as many as there is space for. The first is 1.
        func read(_ wanted: Int) {
            let count = input.appendableFrames(upTo: wanted)
            input.append((appended..<appended + count).map { Float($0 + 1) }, frameCount: count)
            appended += count
        }

        /// Writes frames to the disk.
        func write(_ wanted: Int) {
            var frames = [Float](repeating: 0, count: wanted)
            let count = output.take(into: &frames, frameCount: wanted)
            taken += frames[..<count]
        }

        func exchange() throws {
            try front.exchange(with: primary)
            if let standby { try front.exchange(with: standby) }
        }

        /// Renders a block in a worker, and compares it with the same block of another worker.
        private func render(_ worker: FakeWorker) {
            let frame = worker.control.graph.pointee.frame
            let sound = worker.render(blocks: 1)
            if let expected = sounds[frame] {
                #expect(sound == expected, "the block at frame \(frame)")
                equalBlocks += 1
            } else {
                sounds[frame] = sound
            }
        }

        func renderPrimary() { render(primary) }

        /// Renders in the standby up to the block of the primary.
        func follow(maximum: Int = .max) {
            guard let standby else { return }
            var count = 0
            while standby.control.graph.pointee.frame < primary.control.graph.pointee.frame, count < maximum {
                render(standby)
                count += 1
            }
        }

        func join() throws {
            standby = try front.standby(of: primary) { render(primary) }
        }

        /// Ends the primary. The standby continues at its own block.
        func fail() throws {
            let next = try #require(standby)
            front.promote(next, afterLossOf: primary)
            standby = nil
            primary = next
        }

        func endStandby() throws {
            front.graph.workerLost(try #require(standby).memory)
            standby = nil
        }

        /// The sound of all blocks.
        var sound: [Float] { sounds.sorted { $0.key < $1.key }.flatMap(\.value) }
    }

    private func player() throws -> SynthDef {
        try SynthDef("player") { _ in Out.ar(0, DiskIn.ar(0)) }
    }

    private func copier() throws -> SynthDef {
        try SynthDef("copier") { _ in
            let sound = DiskIn.ar(0)
            Out.ar(0, sound)
            Out.ar(2, DiskOut.ar(1, [sound]))
        }
    }

    private func ramp(_ count: Int) -> [Float] { (0..<count).map { Float($0 + 1) } }

    @Test func bothWorkersReadTheSameFramesWhenTheDiskIsLate() throws {
        var random = RepeatableRandom(seed: 11)
        let playing = try Playing(filled: 100, player())
        try playing.join()
        for _ in 0..<500 {
            playing.read(Int.random(in: 0...70, using: &random))
            if Bool.random(using: &random) { try playing.exchange() }
            playing.renderPrimary()
            // The disk continues between the two workers.
            playing.read(Int.random(in: 0...40, using: &random))
            if Bool.random(using: &random) { playing.follow() }
        }
        playing.follow()
        #expect(playing.equalBlocks >= 450)
        let sound = playing.sound
        #expect(sound.contains(0) && playing.input.lostFrameCount > 1000, "the disk was late")
        // All frames are played in their order. Those beside a gap are faded.
        let whole = Set(sound.filter { $0 == $0.rounded() && $0 > 0 })
        #expect(whole.count > playing.appended / 4)
    }

    @Test func joinerContinuesAtTheFrameOfThePrimary() throws {
        let playing = try Playing(capacity: 1024, filled: 512, player())
        for round in 0..<4 {
            for _ in 0..<50 {
                playing.read(200)
                try playing.exchange()
                playing.renderPrimary()
                if playing.standby == nil, round > 0 { try playing.join() }
                playing.follow()
            }
            if playing.standby == nil { try playing.join() }
            // The primary is three blocks ahead when it ends.
            for _ in 0..<3 {
                playing.read(200)
                try playing.exchange()
                playing.renderPrimary()
            }
            try playing.fail()
        }
        let sound = playing.sound
        let first = try #require(sound.firstIndex(of: 1))
        let played = Array(sound[first...])
        #expect(played == ramp(played.count), "no frame is missing")
        #expect(playing.equalBlocks >= 100 && played.count > 200 * 64)
    }

    /// The disk does not wait for a lane in which no worker renders, and keeps frames for one that is behind.
    @Test func framesAreKeptForTheWorkerThatIsBehind() throws {
        let playing = try Playing(capacity: 1024, filled: 1024, player())
        try playing.join()
        try playing.exchange()
        playing.follow()
        playing.read(1024)
        try playing.exchange()
        for _ in 0..<12 { playing.renderPrimary() }
        let appended = playing.appended
        playing.read(1024)
        #expect(playing.appended == appended, "the standby has not read")
        playing.follow()
        playing.read(1024)
        #expect(playing.appended == appended + 12 * 64)
        // Without the standby, only the primary counts.
        try playing.exchange()
        for _ in 0..<12 { playing.renderPrimary() }
        try playing.endStandby()
        try playing.exchange()
        playing.read(1024)
        #expect(playing.appended == appended + 24 * 64)
    }

    @Test func writtenFileHasEachFrameOnceAcrossFailures() throws {
        var random = RepeatableRandom(seed: 3)
        let playing = try Playing(capacity: 1024, filled: 512, copier())
        for _ in 0..<30 {
            // Frames from before the join wait for the disk, and some still do when the primary ends.
            try playing.join()
            for _ in 0..<Int.random(in: 1...30, using: &random) {
                playing.read(128)
                try playing.exchange()
                playing.renderPrimary()
                playing.follow(maximum: Int.random(in: 0...2, using: &random))
                // The disk is behind, but never so far that the ring is full.
                playing.write(max(0, playing.output.fill - Int.random(in: 0...400, using: &random)))
            }
            // At times, the disk has taken frames that only the primary has rendered.
            try playing.fail()
        }
        try playing.join()
        playing.follow()
        playing.write(1 << 16)
        let lost = playing.output.lostFrameCount
        #expect(lost == 0)
        let first = try #require(playing.taken.firstIndex(of: 1))
        let written = Array(playing.taken[first...])
        #expect(written == ramp(written.count), "each frame once")
        #expect(written.count > 300 * 64 && playing.equalBlocks >= 200)
    }

    /// The space that a slow disk leaves is the same for both workers.
    @Test func bothWorkersLoseTheSameFramesWhenTheDiskIsFull() throws {
        var random = RepeatableRandom(seed: 5)
        let playing = try Playing(capacity: 1024, filled: 512, copier())
        try playing.join()
        for _ in 0..<300 {
            playing.read(128)
            if Bool.random(using: &random) { try playing.exchange() }
            playing.renderPrimary()
            playing.write(Int.random(in: 0...90, using: &random))
            if Bool.random(using: &random) { playing.follow() }
        }
        playing.follow()
        #expect(playing.output.lostFrameCount > 100)
        try playing.fail()
        #expect(playing.output.lostFrameCount > 100, "the next primary has counted them, too")
        for _ in 0..<10 {
            try playing.exchange()
            playing.renderPrimary()
            playing.write(128)
        }
        // The frames are in order, whichever are missing.
        #expect(zip(playing.taken, playing.taken.dropFirst()).allSatisfy { $0 < $1 || $1 == 0 || $0 == 0 })
    }

    @Test func endOfTheFileFreesTheSynthInTheSameBlock() throws {
        let definition = try SynthDef("once") { _ in
            let sound = DiskIn.ar(0)
            _ = UGen.unit("FreeSelfWhenDone", .control, [sound], outputs: 1)
            Out.ar(0, sound)
        }
        let playing = try Playing(filled: 1000, definition)
        try playing.join()
        playing.follow()
        var freed: [Int64] = []
        for block in 0..<40 {
            playing.renderPrimary()
            // The disk finds the end after the primary has played the last frame, and before the standby has.
            if playing.primary.control.graph.pointee.frame > 1000 { playing.input.state.pointee.setEnded(true) }
            if block % 4 == 3 { try playing.exchange() }
            let primaryHas = playing.primary.control.nodeNumbers.contains(1000)
            playing.follow()
            let standbyHas = playing.standby?.control.nodeNumbers.contains(1000)
            #expect(standbyHas == primaryHas)
            if !primaryHas { freed.append(playing.primary.control.graph.pointee.frame) }
        }
        #expect(!freed.isEmpty)
        try playing.exchange()
        #expect(!playing.front.control.nodeNumbers.contains(1000))
        // The end is known after a block in which the last frame faded out.
        #expect(Array(playing.sound.filter { $0 != 0 }.prefix(1000)) == ramp(1000))
    }

    @Test func loopIsTheSameInBothWorkers() throws {
        let folder = try TemporaryFolder()
        let samples = ramp(1000)
        let source = try SoundFileWriter(
            path: folder.path("ramp.wav"), kind: SoundFileKind(.wav, .float), sampleRate: 48_000, channelCount: 1)
        try source.write(samples, frameCount: samples.count)
        try source.close()
        let looping = try SynthDef("looping") { _ in Out.ar(0, DiskIn.ar(0, loop: 1)) }
        let playing = try Playing(looping)
        let reader = try DiskReader(
            file: try SoundFileReader(path: folder.path("ramp.wav")), channels: [], queue: playing.input)
        for block in 0..<200 {
            reader.waitForFrames()
            try playing.exchange()
            playing.renderPrimary()
            if block % 50 == 10 {
                if playing.standby == nil { try playing.join() } else { try playing.fail() }
            }
            playing.follow()
        }
        reader.finish()
        let sound = playing.sound
        let first = try #require(sound.firstIndex(of: 1))
        // In the first blocks, the reader has not been asked for a loop.
        let looped = sound[first...].indices.dropFirst(2000)
        let pairs = looped.dropLast().map { (sound[$0], sound[$0 + 1]) }
        #expect(pairs.allSatisfy { $0.1 == $0.0 + 1 || $0.0 == 1000 && $0.1 == 1 })
        #expect(playing.equalBlocks >= 50)
    }

    /// Without a standby, the next worker continues at the position that the lost one has published.
    @Test func fileOutlivesBothWorkers() throws {
        let playing = try Playing(capacity: 1024, filled: 512, player())
        try playing.join()
        for _ in 0..<10 {
            playing.read(128)
            try playing.exchange()
            playing.renderPrimary()
            playing.follow()
        }
        try playing.endStandby()
        playing.front.graph.workerLost(playing.primary.memory)
        let next = try playing.front.activeWorker(atBlock: playing.front.limit + 5)
        var sound: [Float] = []
        for _ in 0..<10 {
            playing.read(128)
            try playing.front.exchange(with: next)
            sound += next.render(blocks: 1)
        }
        let before = try #require(playing.sound.last)
        #expect(sound == (0..<640).map { before + Float($0 + 1) })
    }
}
