import NullSupport
import TestSupport
import Tonewheel
import TonewheelOSC
import TonewheelSoundFiles

/// The renderings of all cases by scsynth and by Tonewheel, each on a channel of its own.
struct NullRendering {
    static let frameCount = 12_000
    private static let step = 6_401  // one frame after the beginning of a block

    /// The differences in decibels relative to scsynth's signal, by the name of the case.
    private(set) var nulls: [String: Double] = [:]

    /// The samples where the renderings begin to differ and differ most, as text, by the name of the case.
    private(set) var differences: [String: String] = [:]

    /// Renders the cases in groups of 64.
    init(_ cases: [NullCase]) throws {
        for start in stride(from: 0, to: cases.count, by: 64) {
            try render(Array(cases[start..<min(cases.count, start + 64)]))
        }
    }

    private mutating func render(_ cases: [NullCase]) throws {
        let folder = try TemporaryFolder()
        let pair = try ScorePair(try Self.score(cases), folder, outputCount: 64, frameCount: Self.frameCount)
        for (index, testCase) in cases.enumerated() {
            let expected = Array(pair.reference.channel(index).prefix(Self.frameCount))
            let actual = Array(pair.rendering.channel(index).prefix(Self.frameCount))
            nulls[testCase.name] = NullFigure.decibels(expected, actual)
            differences[testCase.name] = NullFigure.difference(expected, actual)
        }
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
        try ScorePair.append(NullBuffers.messages(recorded: 10..<40), atFrame: 0, to: &bytes)
        for definition in definitions { try ScorePair.append([definition], atFrame: 0, to: &bytes) }
        try ScorePair.append(beginnings, atFrame: 0, to: &bytes)
        try ScorePair.append(steps, atFrame: step, to: &bytes)
        try ScorePair.append([OSCMessage("/c_set", 0, 0)], atFrame: frameCount, to: &bytes)
        return bytes
    }
}
