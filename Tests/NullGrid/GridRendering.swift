import NullSupport
import TestSupport
import Tonewheel
import TonewheelOSC
import TonewheelSoundFiles

/// Renders many cases in one score, each on a bus of its own.
enum GridRendering {
    static let slotCount = 64
    static let frameCount = 4000
    private static let step = 2049  // one frame after the beginning of a block

    /// The result of a case.
    enum Outcome {
        /// The difference in decibels, and its samples as text.
        case null(Double, String)
        /// The output of scsynth contains NaN or infinity.
        case notFinite
        /// The output of scsynth grows without bound.
        case unstable
        /// scsynth crashed.
        case ended
    }

    /// Renders the cases, and calls `report` with the result of each. If scsynth crashes, the cases are bisected.
    static func render(_ cases: [GridCase], _ report: (GridCase, Outcome) -> Void) throws {
        do {
            let pair = try ScorePair(
                try score(cases), try TemporaryFolder(), outputCount: cases.count, frameCount: frameCount)
            for (slot, testCase) in cases.enumerated() {
                report(testCase, outcome(pair.reference.channel(slot), pair.rendering.channel(slot)))
            }
        } catch ScorePair.Failure.scsynthFailed {
            guard cases.count > 1 else { return report(cases[0], .ended) }
            try render(Array(cases[..<(cases.count / 2)]), report)
            try render(Array(cases[(cases.count / 2)...]), report)
        }
    }

    private static func outcome(_ reference: [Float], _ rendering: [Float]) -> Outcome {
        let (expected, actual) = (Array(reference.prefix(frameCount)), Array(rendering.prefix(frameCount)))
        guard expected.allSatisfy(\.isFinite) else { return .notFinite }
        guard expected.allSatisfy({ abs($0) < 1e5 }) else { return .unstable }
        // Signals below −100 dB of full scale count as silence.
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
