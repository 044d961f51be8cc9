import NullSupport
import TestSupport
import Tonewheel
import TonewheelOSC
import TonewheelSoundFiles

/// Renders many cases at once, each on a bus of its own.
enum GridRendering {
    static let slotCount = 64
    static let frameCount = 4000
    private static let step = 2049  // a frame behind the beginning of a block

    /// What became of a case.
    enum Outcome {
        case null(Double, String)
        /// scsynth gives NaN or infinity.
        case notFinite
        /// scsynth's signal grows without end.
        case unstable
        /// scsynth ended.
        case ended
    }

    static func render(_ cases: [GridCase], _ take: (GridCase, Outcome) -> Void) throws {
        do {
            let pair = try ScorePair(
                try score(cases), try TemporaryFolder(), outputCount: cases.count, frameCount: frameCount)
            for (slot, testCase) in cases.enumerated() {
                take(testCase, outcome(pair.reference.channel(slot), pair.rendering.channel(slot)))
            }
        } catch ScorePair.Failure.scsynthEnded {
            guard cases.count > 1 else { return take(cases[0], .ended) }
            try render(Array(cases[..<(cases.count / 2)]), take)
            try render(Array(cases[(cases.count / 2)...]), take)
        }
    }

    private static func outcome(_ reference: [Float], _ rendering: [Float]) -> Outcome {
        let (expected, actual) = (Array(reference.prefix(frameCount)), Array(rendering.prefix(frameCount)))
        guard expected.allSatisfy(\.isFinite) else { return .notFinite }
        guard expected.allSatisfy({ abs($0) < 1e5 }) else { return .unstable }
        // What is below −100 dB of full scale is as good as silence.
        let (difference, power) = NullFigure.powers(expected, actual)
        let null = NullFigure.decibels(difference: difference, power: max(power, 1e-10 * Double(frameCount)))
        return .null(null, NullFigure.difference(expected, actual))
    }

    private static func score(_ cases: [GridCase]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var beginnings: [OSCMessage] = []
        var steps: [OSCMessage] = []
        try ScorePair.append(NullBuffers.messages(recorded: 10..<10 + cases.count), atFrame: 0, to: &bytes)
        for (slot, testCase) in cases.enumerated() {
            let name = "case\(slot)"
            let definition = try testCase.definition(name, slot: slot)
            try ScorePair.append([OSCMessage("/d_recv", .blob(definition.bytes))], atFrame: 0, to: &bytes)
            let node = OSCArgument.int32(Int32(1000 + slot))
            beginnings.append(OSCMessage("/s_new", .string(name), node, 1, 0))
            steps.append(OSCMessage("/n_set", node, "x", .float32(testCase.x.1)))
        }
        try ScorePair.append(beginnings, atFrame: 0, to: &bytes)
        try ScorePair.append(steps, atFrame: step, to: &bytes)
        try ScorePair.append([OSCMessage("/c_set", 0, 0)], atFrame: frameCount, to: &bytes)
        return bytes
    }
}
