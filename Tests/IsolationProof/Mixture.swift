import Foundation
import ProgramSupport
import TestSupport
import Tonewheel
import TonewheelOSC

/// Fifty synths of five SynthDefs besides the tone, on an output of their own, with buses that some of them follow and
/// buffers that some of them play. All of them must exist in every worker that renders.
struct Mixture {
    static let count = 50

    /// The output of the synths; the tone is on all outputs.
    static let output = 2

    /// The total size of the buffers' samples, in bytes.
    static let bufferBytes = 64 << 20
    private static let bufferCount: Int32 = 4
    private static let firstNode: Int32 = 1000

    private let port: Int

    /// The state that clients see, recorded after setup.
    private var expected: [OSCMessage] = []

    init(port: Int) {
        self.port = port
    }

    private static func definitions() throws -> [SynthDef] {
        let out = UGen(Float(output))
        return [
            try SynthDef("sine") { def in
                Out.ar(out, SinOsc.ar(def.control("freq", 440) + SinOsc.kr(3) * 4) * def.control("amp", 0.01))
            },
            try SynthDef("subtractive") { def in
                let envelope = EnvGen.kr(.asr(0.01, 1, 0.1), gate: def.control("gate", 1), doneAction: .freeSelf)
                let tone = Saw.ar(def.control("freq", 220)) * envelope * def.control("amp", 0.01)
                Out.ar(out, RLPF.ar(tone, SinOsc.kr(0.5) * 800 + 1200, 0.4))
            },
            try SynthDef("noise") { def in
                Out.ar(
                    out,
                    BPF.ar(UGen.unit("PinkNoise", .audio)[0], def.control("freq", 900), 0.3) * def.control("amp", 0.01))
            },
            try SynthDef("echo") { def in
                let pulse = LFPulse.ar(def.control("freq", 110), phase: 0, width: 0.3) * def.control("amp", 0.01)
                Out.ar(out, UGen.unit("CombL", .audio, [pulse, 0.2, 0.11, 0.5])[0] * 0.2)
            },
            try SynthDef("player") { def in
                Out.ar(out, PlayBuf.ar(def.control("buffer", 0), loop: 1) * def.control("amp", 0.01))
            },
        ]
    }

    /// Creates all objects, and records the state that clients see.
    mutating func begin() throws {
        for buffer in 0..<Self.bufferCount {
            let frames = Int32(Self.bufferBytes / 4 / Int(Self.bufferCount))
            try query(OSCMessage("/b_alloc", .int32(buffer), .int32(frames), 1))
            try query(
                OSCMessage("/b_gen", .int32(buffer), "sine1", 2, 1, 0.5, 0.3), OSCMessage("/sync", 1))
        }
        let definitions = try Self.definitions()
        for definition in definitions { try query(OSCMessage("/d_recv", .blob(definition.bytes))) }
        for bus: Int32 in 0..<8 { try send(OSCMessage("/c_set", .int32(bus), .float32(100 + 50 * Float(bus)))) }
        for group: Int32 in 1...10 { try send(OSCMessage("/g_new", .int32(group), 1, 0)) }
        for index in 0..<Int32(Self.count) {
            let node = Self.firstNode + index
            let definition = definitions[Int(index) % definitions.count].name
            let frequency = OSCArgument.float32(100 + 17 * Float(index))
            try send(
                OSCMessage(
                    "/s_new", .string(definition), .int32(node), 1, .int32(1 + index % 10), "freq", frequency, "buffer",
                    .int32(index % Self.bufferCount)))
            if index % 5 == 1 { try send(OSCMessage("/n_map", .int32(node), "freq", .int32(index % 8))) }
        }
        try query(OSCMessage("/sync", 2))
        expected = try state()
    }

    /// Returns the difference from the recorded state, or nil.
    func problem() throws -> String? {
        let now = try state()
        for (before, after) in zip(expected, now) where before != after {
            return "\(before.address): \("\(after)".prefix(200)), before: \("\(before)".prefix(200))"
        }
        return now.count == expected.count ? nil : "\(now.count) of \(expected.count) queries got a reply"
    }

    private func state() throws -> [OSCMessage] {
        var replies = try query(OSCMessage("/g_queryTree", 0, 1)) + query(OSCMessage("/c_getn", 0, 8))
        for buffer in 0..<Self.bufferCount {
            replies += try query(OSCMessage("/b_query", .int32(buffer)))
            replies += try query(OSCMessage("/b_getn", .int32(buffer), .int32(1_000_000 + 77 * buffer), 512))
        }
        return replies
    }

    private func send(_ message: OSCMessage) throws {
        UDPSocket().send(try message.encoded(), to: port)
    }

    /// Sends messages, and returns the reply to the last.
    @discardableResult
    private func query(_ messages: OSCMessage...) throws -> [OSCMessage] {
        let socket = UDPSocket(timeoutSeconds: 10)
        for message in messages { _ = socket.send(try message.encoded(), to: port) }
        var replies: [OSCMessage] = []
        for _ in messages {
            guard let bytes = socket.receive(), case .message(let reply) = try OSCPacket(decoding: bytes) else {
                throw EngineNotResponding()
            }
            if reply.address == "/fail" { throw Refused(description: "\(reply)") }
            replies.append(reply)
        }
        return replies.suffix(1)
    }

    struct Refused: Error, CustomStringConvertible {
        let description: String
    }
}

/// Whether the synths sound wherever the tone does, and nowhere else.
struct MixtureVerdict {
    private(set) var problems: [String] = []

    /// - Parameters:
    ///   - tone: the output with the tone alone.
    ///   - mixed: the output with the synths besides.
    init(tone: [Float], mixed: [Float], _ analysis: TakeAnalysis) {
        let block = TakeAnalysis.block
        var (silent, loud, blocks) = (0, 0, 0)
        let gaps = analysis.gaps.map { $0.begin - block..<($0.end ?? tone.count) + block }
        for begin in stride(from: 48_000, to: tone.count - block, by: block) {
            let peak = (begin..<begin + block).reduce(Float(0)) { max($0, abs(mixed[$1] - tone[$1])) }
            guard peak.isFinite else {
                problems.append("the synths are not finite at frame \(begin)")
                return
            }
            let isMissing = tone[begin..<begin + block].allSatisfy { $0 == 0 }
            if isMissing {
                if peak > 0 { loud += 1 }
            } else if !gaps.contains(where: { $0.contains(begin) }) {
                blocks += 1
                if peak < 1e-4 { silent += 1 }
            }
        }
        if loud > 0 { problems.append("the synths sound in \(loud) blocks in which the tone is missing") }
        if silent > 0 { problems.append("the synths are silent in \(silent) of \(blocks) blocks with the tone") }
        if blocks == 0 { problems.append("no block was compared") }
    }
}
