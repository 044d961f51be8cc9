import Tonewheel
import TonewheelOSC

/// A score that plays several SynthDefs for four seconds, each on two buses of its own.
package enum SonicPiScore {
    package static let frameCount = 4 * 48_000

    /// The number of SynthDefs that play at the same time.
    package static let slotCount = 30

    /// The bus with the input signal of effects.
    static let sourceBus = 200

    package static func bytes(_ definitions: [SonicPiSynthDef]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for message in buffers { try ScorePair.append([message], atFrame: 0, to: &bytes) }
        let source = try SynthDef("source") { _ in
            for (bus, shift) in [(sourceBus, 0), (2 * definitions.count, 1)] {
                let envelope = GridSource.unit(
                    "EnvGen", .control, [1, 1, 0, 1, 0, 0, 2, -99, -99, 1, 0.5, 5, -4, 0, 4, 5, -4])
                let (tone, saw) = (
                    GridSource.unit("LFCub", .audio, [UGen(300 + 10 * shift), 0.3]),
                    GridSource.unit("LFSaw", .audio, [UGen(110 + shift), 0.3])
                )
                UGen.unit("Out", .audio, [UGen(bus), tone * 0.5 * envelope, saw * 0.25], outputs: 0)
            }
        }
        try ScorePair.append([OSCMessage("/d_recv", .blob(source.bytes))], atFrame: 0, to: &bytes)
        for definition in definitions {
            try ScorePair.append([OSCMessage("/d_recv", .blob(definition.bytes))], atFrame: 0, to: &bytes)
        }
        var beginning = [OSCMessage("/s_new", "source", 999, 0, 0)]
        for (slot, definition) in definitions.enumerated() {
            let start: [OSCArgument] = [.string(definition.fullName), .int32(Int32(1000 + slot)), 1, 0]
            beginning.append(OSCMessage(address: "/s_new", arguments: start + definition.beginning(output: 2 * slot)))
        }
        for message in beginning { try ScorePair.append([message], atFrame: 0, to: &bytes) }
        for (index, frame) in [48_777, 97_234, 144_333].enumerated() {
            for (slot, definition) in definitions.enumerated() where !definition.changes[index].isEmpty {
                let node = OSCArgument.int32(Int32(1000 + slot))
                let change = OSCMessage(address: "/n_set", arguments: [node] + definition.changes[index])
                try ScorePair.append([change], atFrame: frame, to: &bytes)
            }
        }
        try ScorePair.append([OSCMessage("/c_set", 0, 0)], atFrame: frameCount, to: &bytes)
        return bytes
    }

    /// The messages that allocate and fill the buffers: 2 and 4 with one channel, 3 with two, 4800 frames each.
    private static var buffers: [OSCMessage] {
        [(2, 1), (3, 2), (4, 1)].flatMap { (buffer: Int32, channelCount: Int) -> [OSCMessage] in
            var samples: [OSCArgument] = []
            for frame in 0..<4800 {
                for channel in 0..<channelCount {
                    let place: Int = (frame * (37 + 20 * channel)) % 9600
                    samples.append(.float32(Float(abs(place - 4800)) * Float(0.0002) - Float(0.5)))
                }
            }
            var messages = [OSCMessage("/b_alloc", .int32(buffer), 4800, .int32(Int32(channelCount)))]
            for start in stride(from: 0, to: samples.count, by: 1500) {
                let part = samples[start..<min(samples.count, start + 1500)]
                let head: [OSCArgument] = [.int32(buffer), .int32(Int32(start)), .int32(Int32(part.count))]
                messages.append(OSCMessage(address: "/b_setn", arguments: head + part))
            }
            return messages
        }
    }
}
