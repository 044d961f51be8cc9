import Foundation
import NullSupport
import TestSupport
import Testing
import Tonewheel
import TonewheelOSC
import TonewheelSoundFiles

/// SynthDefs of clients, played by scsynth and by Tonewheel.
@Suite(.enabled(if: ScorePair.scsynth != nil, "scsynth is not installed")) struct DefinitionTests {
    private static let frameCount = 12_000

    @Test func exceptionsHaveReasons() {
        for testCase in DefinitionCase.all where testCase.limit > -80 { #expect(!testCase.reason.isEmpty) }
    }

    @Test(arguments: DefinitionCase.all.indices)
    func differenceIsWithinTheLimit(index: Int) throws {
        let testCase = DefinitionCase.all[index]
        let null = try Self.null(testCase)
        #expect(null <= testCase.limit, "\(testCase): \(null) dB")
    }

    /// Returns the difference in decibels.
    static func null(_ testCase: DefinitionCase) throws -> Double {
        let folder = try TemporaryFolder()
        let score = try Self.score(testCase, folder)
        let pair = try ScorePair(score, folder, outputCount: 2, frameCount: Self.frameCount)
        let (reference, rendering) = (pair.reference, pair.rendering)
        return NullFigure.decibels(
            (0..<2).flatMap { reference.channel($0).prefix(Self.frameCount) },
            (0..<2).flatMap { rendering.channel($0).prefix(Self.frameCount) })
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
        try ScorePair.append(
            [
                OSCMessage("/b_allocRead", 2, .string(folder.path("mono.wav")), 0, 0),
                OSCMessage("/b_allocRead", 3, .string(folder.path("stereo.wav")), 0, 0),
                OSCMessage("/d_recv", .blob(source.bytes)), OSCMessage("/d_recv", .blob(try testCase.bytes())),
            ], atFrame: 0, to: &bytes)
        let begin = OSCMessage(
            address: "/s_new", arguments: [.string(testCase.name), 1001, 1, 0] + testCase.controls)
        try ScorePair.append([OSCMessage("/s_new", "source", 1000, 0, 0), begin], atFrame: 0, to: &bytes)
        if !testCase.changes.isEmpty {
            let change = OSCMessage(address: "/n_set", arguments: [1001] + testCase.changes)
            try ScorePair.append([change], atFrame: 6401, to: &bytes)
        }
        try ScorePair.append([OSCMessage("/c_set", 0, 0)], atFrame: frameCount, to: &bytes)
        return bytes
    }
}
