import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelSoundFiles
import TonewheelSynths

/// Decoding and rendering of scores.
@Suite struct ScoreTests {
    /// Returns the bytes of a score.
    private func score(_ events: (seconds: Double, messages: [OSCMessage])...) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for (seconds, messages) in events {
            let tag = OSCTimeTag(rawValue: UInt64(seconds * 0x1p32))
            let bundle = try OSCBundle(timeTag: tag, elements: messages.map(OSCPacket.message)).encoded()
            withUnsafeBytes(of: UInt32(bundle.count).bigEndian) { bytes += Array($0) }
            bytes += bundle
        }
        return bytes
    }

    private func sineScore(seconds: Double) throws -> [UInt8] {
        try score(
            (0, [OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine)))]),
            (0, [OSCMessage("/s_new", "sine", 1000, 0, 0, "amp", 1)]),
            (0.25, [OSCMessage("/n_set", 1000, "freq", 1000)]),
            (seconds, [OSCMessage("/c_set", 0, 0)]))
    }

    private func render(
        _ bytes: [UInt8], to path: String, _ change: (inout ScoreRenderer.Settings) -> Void = { _ in }
    ) throws -> (OfflineRenderer.Result, String) {
        var settings = ScoreRenderer.Settings(output: path, options: SynthServerOptions(version: "1.2.3"))
        settings.shape.inputBusCount = 0
        change(&settings)
        let text = TextCollector()
        let result = try ScoreRenderer(try Score(decoding: bytes), settings).render { text.add($0) }
        return (result, text.text)
    }

    @Test(arguments: [0, 1, 63, 64, 65, 1000, 48_000])
    func fileLengthEqualsScoreLength(frames: Int) throws {
        let folder = try TemporaryFolder()
        let bytes = try score((Double(frames) / 48_000, [OSCMessage("/c_set", 0, 0)]))
        #expect(try render(bytes, to: folder.path("a.wav")).0.frameCount == frames)
        #expect(try SoundFile(reading: folder.path("a.wav")).frameCount == frames)
        let (result, _) = try render(bytes, to: folder.path("b.wav")) { $0.tail = 0.5 }
        #expect(result.frameCount == frames + 24_000)
    }

    @Test(arguments: [1, 2], [SoundFileKind.Sample.int16, .int24, .float])
    func headerHasOnlyRequiredChunks(channelCount: Int, sample: SoundFileKind.Sample) throws {
        let folder = try TemporaryFolder()
        _ = try render(try sineScore(seconds: 0.25), to: folder.path("a.wav")) {
            $0.kind = SoundFileKind(.wav, sample)
            $0.shape.outputBusCount = channelCount
        }
        let file = try FileChunks(reading: folder.path("a.wav"))
        #expect(file.container == "RIFF")
        #expect(file.names == (sample == .float ? ["fmt ", "fact", "data"] : ["fmt ", "data"]))
        #expect(file.number("fmt ", at: 0, bytes: 2) == (sample == .float ? 3 : 1))
        let bytes = [.int16: 2, .int24: 3, .float: 4][sample] ?? 0
        #expect(file.content("data").count == 12_000 * channelCount * bytes)
    }

    /// sclang ends a score with the command 0, other programs with `/nrt_end`.
    @Test func endOfScoreIsANoOp() throws {
        let folder = try TemporaryFolder()
        for end in [OSCMessage(0), OSCMessage("/nrt_end"), OSCMessage(address: .command(0), arguments: [0])] {
            let (result, text) = try render(try score((0.01, [end])), to: folder.path("a.wav"))
            #expect(text == "")
            #expect(result.frameCount == 480)
        }
        // A message without type tags ends a score, too.
        let bytes: [UInt8] =
            [0, 0, 0, 24] + Array("#bundle\0".utf8) + [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0]
        let (result, text) = try render(bytes, to: folder.path("a.wav"))
        #expect(text == "")
        #expect(result.frameCount == 48_000)
    }

    @Test func renderingIsDeterministic() throws {
        let folder = try TemporaryFolder()
        let bytes = try sineScore(seconds: 0.5)
        for name in ["a.wav", "b.wav"] { _ = try render(bytes, to: folder.path(name)) }
        let (a, b) = (
            try Data(contentsOf: folder.url.appending(path: "a.wav")),
            try Data(contentsOf: folder.url.appending(path: "b.wav"))
        )
        #expect(a == b)
        let samples = try SoundFile(reading: folder.path("a.wav")).channel(0)
        // 440 Hz, then 1000 Hz from the block of frame 12,000 on. The phase is continuous, in steps of 2⁻²⁹ of a cycle.
        func step(_ hertz: Double) -> Double { (hertz / 48_000 * 0x1p29).rounded(.towardZero) * 0x1p-29 }
        for frame in stride(from: 0, to: 11_968, by: 7) {
            #expect(abs(Double(samples[frame]) - sin(2 * .pi * step(440) * Double(frame))) < 1e-5)
        }
        let change = 11_968.0
        for frame in stride(from: 12_000, to: 24_000, by: 7) {
            let cycles = step(440) * change + step(1000) * (Double(frame) - change)
            #expect(abs(Double(samples[frame]) - sin(2 * .pi * cycles)) < 1e-5)
        }
    }

    @Test func eventsAreSortedByTime() throws {
        let folder = try TemporaryFolder()
        let bytes = try score(
            (0.1, [OSCMessage("/n_free", 1000)]),
            (0, [OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine)))]),
            (0.05, [OSCMessage("/s_new", "sine", 1000, 0, 0)]))
        let (result, text) = try render(bytes, to: folder.path("a.wav"))
        #expect(text == "")
        #expect(result.peaks[0] > 0.4)
    }

    @Test func refusalsArePrinted() throws {
        let folder = try TemporaryFolder()
        let bytes = try score((0, [OSCMessage("/s_new", "nope", 1, 0, 0), OSCMessage("/n_free", 9)]), (0.01, []))
        let (_, text) = try render(bytes, to: folder.path("a.wav"))
        #expect(text == "refused: /s_new: SynthDef not found: nope\nrefused: /n_free: Node 9 not found\n")
    }

    @Test func invalidScoresAreRefused() {
        let wrong: [[UInt8]] = [
            [0], [0, 0, 0, 0], [0, 0, 0, 16, 1, 2], [0, 0, 0, 3, 1, 2, 3], [255, 255, 255, 255, 0, 0, 0, 0],
            [0, 0, 0, 8, 47, 97, 0, 0, 44, 0, 0, 0],
        ]
        for bytes in wrong { #expect(throws: ScoreError.self) { try Score(decoding: bytes) } }
    }

    @Test func unwritableFileIsAnError() throws {
        let bytes = try sineScore(seconds: 0.1)
        #expect(throws: SoundFileError.self) { try render(bytes, to: "/no/such/folder/a.wav") }
    }

    /// A damaged score causes an error or renders a file, and never a crash.
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func damagedScoresFailSafely(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var random = RepeatableRandom(seed: seed)
        let whole = try sineScore(seconds: 0.02)
        for _ in 0..<400 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
                case 1: bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 0x80
                case 2: bytes.removeLast(Int.random(in: 1...8, using: &random))
                default:
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    bytes.insert(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF], at: place)
                }
            }
            // Scores with late time tags are skipped, since rendering them would take too long.
            guard let damaged = try? Score(decoding: bytes), damaged.events.allSatisfy({ $0.time < 1 }) else {
                continue
            }
            _ = try? render(bytes, to: folder.path("a.wav"))
        }
    }
}

/// The collected output of a renderer.
private final class TextCollector: @unchecked Sendable {  // written while it is rendered, read afterwards
    private(set) var text = ""

    func add(_ more: String) {
        text += more
    }
}
