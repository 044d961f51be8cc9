import Foundation
import TestSupport
import Testing
import Tonewheel
import TonewheelGraph
import TonewheelOSC
import TonewheelRealtime
import TonewheelSoundFiles
import TonewheelSynths

/// The same commands in the same blocks have the same effect in every process: samples, replies and all state.
@Suite struct DeterminismTests {
    private func engine(_ folder: TemporaryFolder) throws -> TestSynths {
        let file = try SoundFileWriter(
            path: folder.path("a.wav"), kind: SoundFileKind(.wav, .float), sampleRate: 48_000, channelCount: 1)
        try file.write((0..<500).map { Float($0 % 50) / 50 - 0.5 }, frameCount: 500)
        try file.close()
        try Data(TestDefinitions.bytes(TestDefinitions.write)).write(
            to: URL(fileURLWithPath: folder.path("a.scsyndef")))
        let synths = TestSynths(root: folder.url.path) { shape in
            shape.audioBusCount = 16
            shape.controlBusCount = 32
            shape.bufferCount = 8
            shape.seed = 5
            shape.nodeCapacity = 200
        }
        return synths
    }

    private func addDefinitions(to synths: TestSynths) throws {
        for definition in try RandomDefinitions.all() + [TestDefinitions.sine, TestDefinitions.write] {
            try synths.graph.add(definition)
        }
    }

    /// 100,000 blocks in all. The outputs and replies of each block are compared, and the images of every thousandth.
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func enginesWithTheSameCommandsHaveTheSameState(seed: UInt64) throws {
        let (folder, otherFolder) = (try TemporaryFolder(), try TemporaryFolder())
        let (first, second) = (try engine(folder), try engine(otherFolder))
        var messages = RandomMessages(seed: seed, folder: folder.url.path)
        var random = RepeatableRandom(seed: seed)
        var isAudible = false
        for block in 0..<20_000 {
            // Messages remove them.
            if block % 500 == 0 { for each in [first, second] { try addDefinitions(to: each) } }
            var batch: [OSCMessage] = []
            for _ in 0..<Int.random(in: 0...2, using: &random) { batch.append(messages.next()) }
            let frame: Int64? =
                Int.random(in: 0..<4, using: &random) == 0
                ? first.graph.graph.pointee.frame + Int64.random(in: 0..<1000, using: &random) : nil
            let replies = first.send(batch, atFrame: frame)
            let otherReplies = second.send(batch, atFrame: frame)
            try #require(replies == otherReplies, "block \(block): \(batch)")
            let (outputs, others) = (first.outputs(), second.outputs())
            try #require(
                outputs.map { $0.map(\.bitPattern) } == others.map { $0.map(\.bitPattern) }, "block \(block): \(batch)")
            isAudible = isAudible || outputs[0].contains { $0 != 0 }
            if block % 1000 == 999 {
                let (image, other) = (try first.graph.image(), try second.graph.image())
                let place = zip(image, other).enumerated().first { $1.0 != $1.1 }?.offset
                try #require(place == nil && image.count == other.count, "block \(block), byte \(place ?? -1)")
            }
        }
        #expect(isAudible)
        #expect(first.graph.counts.mutedNodes > 5)
        let all = Set(CommandList.all.map { $0.name })
        #expect(messages.names == all.subtracting(RandomMessages.excluded.keys))
    }
}
