import Foundation
import TestSupport
import Testing
import TonewheelSoundFiles

/// The headers of WAV and AIFF files, chunk by chunk.
@Suite struct SoundFileHeaderTests {
    private static let samples: [(SoundFileKind.Sample, bytes: Int, tag: Int)] = [
        (.int8, 1, 1), (.int16, 2, 1), (.int24, 3, 1), (.int32, 4, 1), (.float, 4, 3), (.double, 8, 3), (.alaw, 1, 6),
        (.mulaw, 1, 7),
    ]

    private func write(
        _ kind: SoundFileKind, channelCount: Int, frames: Int, expected: Int64?, to path: String
    ) throws -> [Float] {
        let samples = (0..<frames * channelCount).map { Float($0 % 8) / 16 - 0.25 }
        let file = try SoundFileWriter(
            path: path, kind: kind, sampleRate: 44_100, channelCount: channelCount, expectedFrames: expected)
        try file.write(samples, frameCount: frames)
        try file.close()
        return samples
    }

    @Test(arguments: 0..<8, [1, 2, 3])
    func wavFilesHaveMinimalHeaders(index: Int, channelCount: Int) throws {
        let (sample, bytes, tag) = Self.samples[index]
        let folder = try TemporaryFolder()
        let path = folder.path("a.wav")
        let kind = SoundFileKind(.wav, sample)
        for expected in [5, nil] as [Int64?] {
            let samples = try write(kind, channelCount: channelCount, frames: 5, expected: expected, to: path)
            let file = try FileChunks(reading: path)
            #expect(file.container == "RIFF" && file.kind == "WAVE")
            // The header of a file of unknown length reserves space for larger sizes.
            let fact = tag == 1 ? [] : ["fact"]
            #expect(file.names == ["fmt "] + fact + (expected == nil ? ["JUNK"] : []) + ["data"])
            #expect(file.number("fmt ", at: 0, bytes: 2) == tag)
            #expect(file.number("fmt ", at: 2, bytes: 2) == channelCount)
            #expect(file.number("fmt ", at: 4, bytes: 4) == 44_100)
            #expect(file.number("fmt ", at: 8, bytes: 4) == 44_100 * channelCount * bytes)
            #expect(file.number("fmt ", at: 12, bytes: 2) == channelCount * bytes)
            #expect(file.number("fmt ", at: 14, bytes: 2) == 8 * bytes)
            if tag == 1 { #expect(file.content("fmt ").count == 16) }
            #expect(file.content("data").count == 5 * channelCount * bytes)
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            #expect(size == file.size + 8)
            #expect(size?.isMultiple(of: 2) == true)
            let read = try SoundFile(reading: path)
            #expect(read.channelCount == channelCount && read.sampleRate == 44_100)
            #expect(zip(read.samples, samples).allSatisfy { abs($0 - $1) < 0.02 } && read.frameCount == 5)
            if tag == 3 || bytes > 1 { #expect(read.samples == samples) }
        }
    }

    @Test(arguments: 0..<8, [1, 2])
    func aiffFilesContainTheWrittenFrames(index: Int, channelCount: Int) throws {
        let (sample, bytes, tag) = Self.samples[index]
        let folder = try TemporaryFolder()
        let path = folder.path("a.aiff")
        for frames in [0, 4, 5] {
            let samples = try write(
                SoundFileKind(.aiff, sample), channelCount: channelCount, frames: frames, expected: nil, to: path)
            let file = try FileChunks(reading: path)
            #expect(file.container == "FORM" && file.kind == (tag == 1 ? "AIFF" : "AIFC"))
            #expect(file.names == (tag == 1 ? [] : ["FVER"]) + ["COMM", "SSND"])
            #expect(file.number("COMM", at: 0, bytes: 2) == channelCount)
            #expect(file.number("COMM", at: 2, bytes: 4) == frames)
            #expect(file.number("COMM", at: 6, bytes: 2) == 8 * bytes)
            #expect(file.content("SSND").count == 8 + frames * channelCount * bytes)
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            #expect(size == file.size + 8)
            let read = try SoundFile(reading: path)
            #expect(read.frameCount == frames && read.sampleRate == 44_100)
            #expect(zip(read.samples, samples).allSatisfy { abs($0 - $1) < 0.02 })
        }
    }

    /// The header of a recording that exceeds 4 GiB is rewritten, at the same size.
    @Test(arguments: [SoundFileKind.Sample.int16, .int24, .float])
    func longRecordingBecomesRF64(sample: SoundFileKind.Sample) throws {
        let header = try #require(
            SoundFileHeader(
                kind: SoundFileKind(.wav, sample), sampleRate: 48_000, channelCount: 2, expectedFrames: nil))
        let bytes = sample == .int16 ? 4 : sample == .int24 ? 6 : 8
        let most = (Int64(UInt32.max) + 8 - Int64(header.byteCount)) / Int64(bytes)
        #expect(FileChunks(Data(header.bytes(frameCount: most))).container == "RIFF")
        for frames in [most + 1, 1 << 33] {
            let long = header.bytes(frameCount: frames)
            #expect(long.count == header.byteCount)
            let file = FileChunks(Data(long))
            #expect(file.container == "RF64" && file.size == Int(UInt32.max))
            #expect(file.names.first == "ds64" && file.names.last == "data")
            #expect(file.number("ds64", at: 0, bytes: 8) == long.count - 8 + bytes * Int(frames))
            #expect(file.number("ds64", at: 8, bytes: 8) == bytes * Int(frames))
            #expect(file.number("ds64", at: 16, bytes: 8) == Int(frames))
        }
        // libsndfile reads the length of a sparse file with this header.
        let folder = try TemporaryFolder()
        let path = folder.path("long.wav")
        try Data(header.bytes(frameCount: most + 1000)).write(to: URL(fileURLWithPath: path))
        #expect(truncate(path, off_t(header.byteCount + bytes * Int(most + 1000))) == 0)
        #expect(try SoundFileReader(path: path).frameCount == Int(most + 1000))
    }

    @Test func fileExpectedToBeLongIsRF64() throws {
        let header = try #require(
            SoundFileHeader(
                kind: SoundFileKind(.wav, .float), sampleRate: 48_000, channelCount: 2, expectedFrames: 1 << 30))
        #expect(FileChunks(Data(header.bytes(frameCount: 1 << 30))).container == "RF64")
        #expect(header.maximumFrames > 1 << 30)
    }

    @Test func fileExpectedToBeShortIsLimited() throws {
        let header = try #require(
            SoundFileHeader(
                kind: SoundFileKind(.wav, .float), sampleRate: 48_000, channelCount: 1, expectedFrames: 10))
        #expect(header.maximumFrames < 1 << 30)
        #expect(header.maximumFrames > (1 << 30) - 100)
    }
}
