import Foundation
import Testing
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelSynths

/// Changes inside a block, and their effect on units.
@Suite struct ExactTests {
    private let frames = 64

    private func exactly(_ synths: TestSynths, _ frame: Int64, _ operations: GraphOperation...) {
        var builder = CommandPacketBuilder()
        for operation in operations { builder.add(operation, of: 0) }
        _ = synths.graph.send(builder, client: 1, atFrame: frame, isExact: true)
    }

    private func fill(_ value: Float) -> GraphOperation { .fill(node: 1, .index(0), count: 1, value) }

    private func add(_ synths: TestSynths, _ definition: SynthDef, atFrame frame: Int64) throws {
        try synths.graph.add(definition)
        exactly(synths, frame, .add(try synths.graph.makeSynth(definition.name, id: 1, []), .toTail, target: 0))
    }

    private static func definition(
        _ name: String, constants: [Float] = [0], parameters: [Float] = [0], _ units: [SynthDef.Unit]
    ) -> SynthDef {
        SynthDef(
            name: name, constants: constants, parameters: parameters,
            parameterNames: [SynthDef.ParameterName(name: "value", index: 0)], units: units)
    }

    /// A sine starts at frame 70, and changes its frequency at 100, 101 and 127, all inside the second block.
    @Test func controlChangesTakeEffectAtTheirFrames() throws {
        let synths = TestSynths()
        let sine = Self.definition(
            "exact", parameters: [440],
            [
                .init(name: "Control", rate: .control, outputs: [.control]),
                .init(
                    name: "SinOsc", rate: .audio, inputs: [.output(unit: 0, index: 0), .constant(0)],
                    outputs: [.audio]),
                .init(name: "Out", rate: .audio, inputs: [.constant(0), .output(unit: 1, index: 0)]),
            ])
        try add(synths, sine, atFrame: 70)
        let changes: [(Int64, Float)] = [(100, 880), (101, 5000), (127, 100)]
        for (frame, hertz) in changes { exactly(synths, frame, fill(hertz)) }
        var samples: [Float] = []
        for _ in 0..<3 { samples += synths.render()[0] }
        var phase = 0.0
        for frame in 0..<3 * frames {
            let expected = frame < 70 ? 0 : Float(sin(2 * .pi * phase))
            #expect(abs(samples[frame] - expected) < 1e-5, "frame \(frame)")
            if frame >= 70 { phase += Double(changes.last { $0.0 <= frame }?.1 ?? 440) / 48_000 }
        }
    }

    /// At audio rate a trigger lasts from its frame to the end of the block; at control rate it takes effect in the
    /// next block.
    @Test func triggerTakesEffectOnce() throws {
        let synths = TestSynths()
        let trigger = Self.definition(
            "exact",
            [
                .init(name: "TrigControl", rate: .control, outputs: [.control]),
                .init(
                    name: "Sum3", rate: .control, inputs: [.output(unit: 0, index: 0), .constant(0), .constant(0)],
                    outputs: [.control]),
                .init(
                    name: "Out", rate: .audio,
                    inputs: [.constant(0), .output(unit: 0, index: 0), .output(unit: 1, index: 0)]),
            ])
        try add(synths, trigger, atFrame: 0)
        exactly(synths, 64 + 20, fill(1))
        exactly(synths, 64 + 40, .fill(node: 1, .index(9), count: 1, 1))
        let silence = [Float](repeating: 0, count: frames)
        #expect(synths.render() == [silence, silence])
        let rest = [Float](repeating: 0, count: 20) + [Float](repeating: 1, count: frames - 20)
        #expect(synths.render() == [rest, silence])
        #expect(synths.render() == [silence, [Float](repeating: 1, count: frames)])
        #expect(synths.render() == [silence, silence])
        // A trigger at the beginning of a block takes effect at both rates in this block.
        synths.send(OSCMessage("/n_set", 1, "value", 2))
        let twos = [Float](repeating: 2, count: frames)
        #expect(synths.outputs() == [twos, twos])
        #expect(synths.render() == [silence, silence])
    }

    /// A synth that writes to a bus that it reads, or to local buses, reads each block once and completely.
    @Test(arguments: ["InFeedback", "LocalIn"])
    func feedbackDelayIsOneBlock(input: String) throws {
        let isLocal = input == "LocalIn"
        var units: [SynthDef.Unit] = [
            .init(name: "Control", rate: .control, outputs: [.control]),
            .init(name: input, rate: .audio, inputs: isLocal ? [] : [.constant(0)], outputs: [.audio]),
            .init(
                name: "Phasor", rate: .audio,
                inputs: [.constant(0), .output(unit: 0, index: 0), .constant(0), .constant(2), .constant(0)],
                outputs: [.audio]),
            .init(
                name: "MulAdd", rate: .audio,
                inputs: [.output(unit: 1, index: 0), .constant(1), .output(unit: 2, index: 0)], outputs: [.audio]),
            .init(name: "Out", rate: .audio, inputs: [.constant(0), .output(unit: 3, index: 0)]),
        ]
        if isLocal { units.append(.init(name: "LocalOut", rate: .audio, inputs: [.output(unit: 3, index: 0)])) }
        let loop = Self.definition("exact", constants: [0, 0.5, 1], parameters: [0.25], units)
        let (whole, parted) = (TestSynths(), TestSynths())
        for synths in [whole, parted] { try add(synths, loop, atFrame: 0) }
        for block in 0..<6 {
            for split in [3, 31, 60] { exactly(parted, Int64(64 * block + split), fill(0.25)) }
            #expect(whole.render()[0].map(\.bitPattern) == parted.render()[0].map(\.bitPattern))
        }
    }

    /// Without effective changes, split blocks equal whole ones, for all playable SynthDefs of the tests.
    @Test func splitBlocksRenderLikeWholeBlocks() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../TonewheelGraphTests/Definitions").standardizedFileURL
        var played = 0
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            guard file.hasSuffix(".scsyndef") else { continue }
            let (whole, parted) = (TestSynths(), TestSynths())
            let name = String(file.dropLast(".scsyndef".count))
            for synths in [whole, parted] {
                _ = DefinitionLoader(synths.graph).load(files: [folder.appending(path: file).path])
            }
            guard let blueprint = whole.graph.blueprint(name) else { continue }
            // These units read every frame of a block.
            let isExempt = blueprint.definition.units.contains { unit in
                unit.name == "Compander" || (unit.name == "Amplitude" && unit.rate == .control) || unit.name == "T2K"
            }
            if isExempt { continue }
            played += 1
            for synths in [whole, parted] {
                exactly(synths, 0, .add(try synths.graph.makeSynth(name, id: 1, []), .toTail, target: 0))
            }
            for block in 0..<12 {
                for split in [1 + block, 20, 63 - block] {
                    exactly(parted, Int64(64 * block + split), .fill(node: 1, .index(9999), count: 1, 0))
                }
                let (expected, outputs) = (whole.render(), parted.render())
                let isSame = zip(expected, outputs).allSatisfy { $0.map(\.bitPattern) == $1.map(\.bitPattern) }
                #expect(isSame, "\(name), block \(block)")
                if !isSame { break }
            }
        }
        #expect(played > 20)
    }
}
