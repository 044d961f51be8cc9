import Foundation
import TestSupport
import Testing
import Tonewheel
import TonewheelOSC
import TonewheelSoundFiles

/// Whole definitions of clients, played by scsynth and by Tonewheel.
@Suite(.enabled(if: NullRendering.scsynth != nil, "scsynth is not installed")) struct DefinitionTests {
    private static let frameCount = 12_000

    @Test func exceptionsAreExplained() {
        for testCase in DefinitionCase.all where testCase.limit > -80 { #expect(!testCase.reason.isEmpty) }
    }

    @Test(arguments: DefinitionCase.all.indices)
    func differsByNextToNothing(index: Int) throws {
        let testCase = DefinitionCase.all[index]
        let null = try Self.null(testCase)
        #expect(null <= testCase.limit, "\(testCase): \(null) dB")
    }

    /// What is left of the difference, in decibels.
    static func null(_ testCase: DefinitionCase) throws -> Double {
        let folder = try TemporaryFolder()
        let score = try Self.score(testCase, folder)
        let (reference, rendering) = try NullRendering.render(score, folder, outputCount: 2)
        var (difference, power) = (0.0, 0.0)
        for channel in 0..<2 {
            let (expected, actual) = (reference.channel(channel), rendering.channel(channel))
            for frame in 0..<Self.frameCount {
                let (x, y) = (Double(expected[frame]), Double(actual[frame]))
                power += x * x
                difference += (x - y) * (x - y)
            }
        }
        guard power > 0 else { return 200 }
        return 10 * log10(max(difference / power, 1e-20))
    }

    private static func score(_ testCase: DefinitionCase, _ folder: TemporaryFolder) throws -> [UInt8] {
        for (name, channelCount) in [("mono.wav", 1), ("stereo.wav", 2)] {
            var samples: [Float] = []
            for frame in 0..<4800 {
                for channel in 0..<channelCount {
                    let place: Int = (frame * (37 + 20 * channel)) % 9600
                    samples.append(Float(abs(place - 4800)) * Float(0.0002) - Float(0.5))
                }
            }
            let file = try SoundFileWriter(
                path: folder.path(name), kind: SoundFileKind(.wav, .float), sampleRate: 48_000,
                channelCount: channelCount)
            try file.write(samples, frameCount: 4800)
            try file.close()
        }
        let source = try SynthDef("source") { _ in
            UGen.unit("Out", .audio, [20, sine * 0.5, saw * 0.25], outputs: 0)
        }
        var bytes: [UInt8] = []
        try NullRendering.append(
            [
                OSCMessage("/b_allocRead", 2, .string(folder.path("mono.wav")), 0, 0),
                OSCMessage("/b_allocRead", 3, .string(folder.path("stereo.wav")), 0, 0),
                OSCMessage("/d_recv", .blob(source.bytes)), OSCMessage("/d_recv", .blob(try testCase.bytes())),
            ], atFrame: 0, to: &bytes)
        let begin = OSCMessage(
            address: "/s_new", arguments: [.string(testCase.name), 1001, 1, 0] + testCase.controls)
        try NullRendering.append([OSCMessage("/s_new", "source", 1000, 0, 0), begin], atFrame: 0, to: &bytes)
        if !testCase.changes.isEmpty {
            let change = OSCMessage(address: "/n_set", arguments: [1001] + testCase.changes)
            try NullRendering.append([change], atFrame: 6401, to: &bytes)
        }
        try NullRendering.append([OSCMessage("/c_set", 0, 0)], atFrame: frameCount, to: &bytes)
        return bytes
    }
}
