import Foundation
import TestSupport
import Testing
import TonewheelRealtime
import TonewheelSoundFiles

@Suite struct DiskWriterTests {
    private func frames(_ count: Int) -> [Float] {
        (0..<2 * count).map { Float($0 % 200) / 256 - 0.390625 }
    }

    private func write(_ samples: [Float], to path: String) throws {
        let writer = try DiskWriter(path: path, sampleRate: 44_100, channelCount: 2, bufferFrames: 256)
        var producer = writer.buffer.producer()
        var frame = 0
        while frame < samples.count / 2 {
            let count = min(100, samples.count / 2 - frame)
            while producer.writableFrames(upTo: count) < count { writer.spaceReady.sleep(timeout: 1_000_000_000) }
            _ = samples.withUnsafeBufferPointer { producer.write($0.baseAddress! + 2 * frame, frameCount: count) }
            writer.dataReady.signal()
            frame += count
        }
        try writer.finish()
        #expect(writer.framesWritten == samples.count / 2)
    }

    @Test(arguments: ["wav", "aiff", "aif", "flac"])
    func fileContainsTheWrittenFrames(ending: String) throws {
        let folder = try TemporaryFolder()
        let samples = frames(30_000)
        try write(samples, to: folder.path("sound.\(ending)"))
        let file = try SoundFile(reading: folder.path("sound.\(ending)"))
        #expect(file.sampleRate == 44_100)
        #expect(file.channelCount == 2)
        // The samples are multiples of 1/256, which 24 bits hold exactly.
        #expect(file.samples == samples)
    }

    @Test func shortWAVIsPlainRIFF() throws {
        let folder = try TemporaryFolder()
        try write(frames(10), to: folder.path("sound.wav"))
        let bytes = try Data(contentsOf: folder.url.appending(path: "sound.wav"))
        #expect(bytes.prefix(4) == Data("RIFF".utf8))
        // `JUNK` reserves the space for the sizes of a long file.
        #expect(FileChunks(bytes).names == ["fmt ", "fact", "JUNK", "data"])
        #expect(FileChunks(bytes).number("fmt ", at: 0, bytes: 2) == 3)
    }

    @Test func emptyFileIsValid() throws {
        let folder = try TemporaryFolder()
        try write([], to: folder.path("sound.wav"))
        #expect(try SoundFile(reading: folder.path("sound.wav")).frameCount == 0)
    }

    /// The file of a program that was killed is readable, since the header is updated every half second.
    @Test(arguments: ["wav", "aiff", "flac"]) func unfinishedFileIsReadableToTheLastHalfSecond(ending: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("sound.\(ending)")
        let writer = try DiskWriter(
            path: path, sampleRate: 44_100, channelCount: 2, bufferFrames: 200_000)
        var producer = writer.buffer.producer()
        let samples = frames(100_000)
        _ = producer.write(samples, frameCount: 100_000)
        writer.dataReady.signal()
        while writer.framesWritten < 100_000 { writer.spaceReady.sleep(timeout: 1_000_000_000) }
        let file = try SoundFile(reading: path)
        #expect(file.frameCount > 100_000 - 44_100)
        #expect(file.samples == Array(samples[..<file.samples.count]))
        try writer.finish()
        #expect(try SoundFile(reading: path).samples == samples)
    }

    /// Players need the length to show the duration and to seek.
    @Test func unfinishedFLACFileHasALength() throws {
        let folder = try TemporaryFolder()
        let writer = try DiskWriter(
            path: folder.path("sound.flac"), sampleRate: 44_100, channelCount: 2, bufferFrames: 200_000)
        var producer = writer.buffer.producer()
        _ = producer.write(frames(100_000), frameCount: 100_000)
        writer.dataReady.signal()
        while writer.framesWritten < 100_000 { writer.spaceReady.sleep(timeout: 1_000_000_000) }
        let header = [UInt8](try Data(contentsOf: folder.url.appending(path: "sound.flac")).prefix(26))
        // 20 bits of sample rate, 3 of channels less one, 5 of bits less one, 36 of length (RFC 9639, "Streaminfo").
        let numbers = header[18..<26].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        #expect(numbers >> 44 == 44_100)
        #expect(numbers >> 41 & 7 == 1)
        #expect(numbers >> 36 & 31 == 23)
        let length = Int(numbers & 0xF_FFFF_FFFF)
        #expect(length.isMultiple(of: 4096))
        #expect((100_000 - 44_100...100_000).contains(length))
        try writer.finish()
    }

    @Test func failedWritesAreReportedAndCountedWithoutBlocking() throws {
        let folder = try TemporaryFolder()
        // Every write to this device fails as on a full disk. libsndfile fails when it opens the file or later.
        try FileManager.default.createSymbolicLink(
            at: folder.url.appending(path: "full.wav"), withDestinationURL: URL(filePath: "/dev/full"))
        let writer: DiskWriter
        do {
            writer = try DiskWriter(
                path: folder.path("full.wav"), sampleRate: 44_100, channelCount: 2, bufferFrames: 1024)
        } catch {
            #expect(error.description.contains("full.wav"))
            return
        }
        var producer = writer.buffer.producer()
        let samples = frames(1000)
        for _ in 0..<100 {
            while producer.writableFrames(upTo: 1000) < 1000 { writer.spaceReady.sleep(timeout: 10_000_000) }
            _ = producer.write(samples, frameCount: 1000)
            writer.dataReady.signal()
        }
        let error = #expect(throws: SoundFileError.self) { try writer.finish() }
        #expect(error?.description.contains("full.wav") == true)
        #expect(writer.framesWritten + writer.framesLost == 100_000)
        #expect(writer.framesLost > 0)
    }

    @Test(arguments: ["sound", "sound.mp3", "wav", ".", ""])
    func unknownExtensionIsRefused(name: String) {
        #expect(throws: SoundFileError.self) { try SoundFileFormat(path: name) }
    }

    @Test func missingFolderIsRefused() {
        #expect(throws: SoundFileError.self) {
            try DiskWriter(path: "/nowhere/sound.wav", sampleRate: 44_100, channelCount: 2, bufferFrames: 10)
        }
    }
}
