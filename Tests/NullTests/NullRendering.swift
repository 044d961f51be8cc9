import Foundation
import TestSupport
import Tonewheel
import TonewheelGraph
import TonewheelOSC
import TonewheelServer
import TonewheelSoundFiles

/// All cases, rendered by scsynth and by Tonewheel: each on a channel of its own.
struct NullRendering {
    static let frameCount = 12_000
    private static let sampleRate = 48_000.0
    private static let step = 6_401  // a frame behind the beginning of a block

    /// The difference of a case in decibels, relative to scsynth's signal.
    private(set) var nulls: [String: Double] = [:]

    /// Where both begin to differ and where they differ most, for a look.
    private(set) var differences: [String: String] = [:]

    /// Where scsynth is installed; nil where it is not.
    static var scsynth: String? {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map { "\($0)/scsynth" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// - Parameter cases: up to 64 are rendered at once.
    init(_ cases: [NullCase]) throws {
        for start in stride(from: 0, to: cases.count, by: 64) {
            try render(Array(cases[start..<min(cases.count, start + 64)]))
        }
    }

    /// A score, rendered by scsynth and by Tonewheel.
    static func render(
        _ score: [UInt8], _ folder: TemporaryFolder, outputCount: Int
    ) throws -> (reference: SoundFile, rendering: SoundFile) {
        let path = folder.path("score.osc")
        try Data(score).write(to: URL(fileURLWithPath: path))
        let theirs = folder.path("theirs.wav")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: scsynth ?? "")
        process.arguments = [
            "-N", path, "_", theirs, "48000", "WAV", "float", "-o", "\(outputCount)", "-i", "0", "-w", "256", "-D", "0",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()

        let ours = folder.path("ours.wav")
        var settings = ScoreRenderer.Settings(output: ours, options: SynthServer.Options(version: "0"))
        settings.shape.outputBusCount = outputCount
        settings.shape.inputBusCount = 0
        settings.shape.wireCount = 256
        _ = try ScoreRenderer(try Score(decoding: score), settings).render { print($0) }
        return (try SoundFile(reading: theirs), try SoundFile(reading: ours))
    }

    private mutating func render(_ cases: [NullCase]) throws {
        let folder = try TemporaryFolder()
        let (reference, rendering) = try Self.render(try Self.score(cases), folder, outputCount: 64)
        for (index, testCase) in cases.enumerated() {
            let expected = reference.channel(index).prefix(Self.frameCount).map(Double.init)
            let actual = rendering.channel(index).prefix(Self.frameCount).map(Double.init)
            let difference = zip(expected, actual).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            let power = expected.reduce(0) { $0 + $1 * $1 }
            // Where scsynth is silent, so must be Tonewheel.
            nulls[testCase.name] =
                power > 0 ? 10 * log10(max(difference / power, 1e-20)) : (difference == 0 ? -200 : 200)
            differences[testCase.name] = Self.difference(expected, actual)
        }
    }

    private static func difference(_ expected: [Double], _ actual: [Double]) -> String {
        let distances = zip(expected, actual).map { abs($0 - $1) }
        let most = distances.max() ?? 0
        func samples(from frame: Int) -> String {
            let range = frame..<min(expected.count, frame + 6)
            return
                "frame \(frame): scsynth \(expected[range].map { Float($0) }), Tonewheel \(actual[range].map { Float($0) })"
        }
        guard let first = distances.firstIndex(where: { $0 > 0.01 * most }), let worst = distances.firstIndex(of: most)
        else { return "no difference" }
        return "from \(samples(from: first)); most at \(samples(from: worst))"
    }

    private static func score(_ cases: [NullCase]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var definitions: [OSCMessage] = []
        var beginnings: [OSCMessage] = []
        var steps: [OSCMessage] = []
        for (index, testCase) in cases.enumerated() {
            let name = "case\(index)"
            let definition = try testCase.definition(name, output: index)
            definitions.append(OSCMessage("/d_recv", .blob(definition.bytes)))
            let node = OSCArgument.int32(Int32(1000 + index))
            beginnings.append(OSCMessage("/s_new", .string(name), node, 1, 0))
            steps.append(OSCMessage("/n_set", node, "x", .float32(testCase.x.1)))
        }
        try append(buffers, atFrame: 0, to: &bytes)
        for definition in definitions { try append([definition], atFrame: 0, to: &bytes) }
        try append(beginnings, atFrame: 0, to: &bytes)
        try append(steps, atFrame: step, to: &bytes)
        try append([OSCMessage("/c_set", 0, 0)], atFrame: frameCount, to: &bytes)
        return bytes
    }

    /// Buffer 0 has one channel, buffer 1 two; those from 10 on are there to be recorded into.
    private static var buffers: [OSCMessage] {
        let frames = 333
        var samples: [OSCArgument] = []
        for index in 0..<2 * frames {
            let place: Int = (index * 7919) % 1999
            samples.append(.float32(Float(place - 1000) * Float(0.001)))
        }
        func fill(_ buffer: Int32, _ samples: some Collection<OSCArgument>) -> OSCMessage {
            OSCMessage(
                address: "/b_setn", arguments: [.int32(buffer), 0, .int32(Int32(samples.count))] + Array(samples))
        }
        var messages = [OSCMessage("/b_alloc", 1, 333, 2), fill(1, samples)]
        for buffer in [0] + Array(10..<40) as [Int32] {
            messages += [OSCMessage("/b_alloc", .int32(buffer), 333, 1), fill(buffer, samples.prefix(frames))]
        }
        return messages
    }

    static func append(_ messages: [OSCMessage], atFrame frame: Int, to bytes: inout [UInt8]) throws {
        let tag = OSCTimeTag(rawValue: UInt64(Double(frame) / sampleRate * 0x1p32))
        let bundle = try OSCBundle(timeTag: tag, elements: messages.map(OSCPacket.message)).encoded()
        let size = UInt32(bundle.count)
        bytes += [UInt8(size >> 24), UInt8(size >> 16 & 0xFF), UInt8(size >> 8 & 0xFF), UInt8(size & 0xFF)]
        bytes += bundle
    }
}
