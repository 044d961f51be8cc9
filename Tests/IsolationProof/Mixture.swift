import Foundation
import ProgramSupport
import TestSupport
import Tonewheel
import TonewheelOSC

/// Fifty synths of five definitions beside the tone, on an output of their own; buses that some of them follow, and buffers that some of
/// them play. All of it must be there whichever worker renders.
struct Mixture {
    static let count = 50

    /// The output that the synths play to; the tone is on all.
    static let output = 2

    /// Bytes of samples that the buffers have together.
    static let bufferBytes = 64 << 20
    private static let bufferCount: Int32 = 4
    private static let firstNode: Int32 = 1000

    private let port: Int

    /// What clients are told of the state, as it was when all had been made.
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

    /// Makes all of it, and notes what clients are told of it.
    mutating func begin() throws {
        for buffer in 0..<Self.bufferCount {
            let frames = Int32(Self.bufferBytes / 4 / Int(Self.bufferCount))
            try ask(OSCMessage("/b_alloc", .int32(buffer), .int32(frames), 1))
            try ask(
                OSCMessage("/b_gen", .int32(buffer), "sine1", 2, 1, 0.5, 0.3), OSCMessage("/sync", 1))
        }
        let definitions = try Self.definitions()
        for definition in definitions { try ask(OSCMessage("/d_recv", .blob(definition.bytes))) }
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
        try ask(OSCMessage("/sync", 2))
        expected = try state()
    }

    /// What is wrong with the state, if anything is.
    func problem() throws -> String? {
        let now = try state()
        for (one, other) in zip(expected, now) where one != other {
            return "\(one.address): \("\(other)".prefix(200)), and before \("\(one)".prefix(200))"
        }
        return now.count == expected.count ? nil : "\(now.count) of \(expected.count) questions were answered"
    }

    private func state() throws -> [OSCMessage] {
        var answers = try ask(OSCMessage("/g_queryTree", 0, 1)) + ask(OSCMessage("/c_getn", 0, 8))
        for buffer in 0..<Self.bufferCount {
            answers += try ask(OSCMessage("/b_query", .int32(buffer)))
            answers += try ask(OSCMessage("/b_getn", .int32(buffer), .int32(1_000_000 + 77 * buffer), 512))
        }
        return answers
    }

    private func send(_ message: OSCMessage) throws {
        UDPSocket().send(try message.encoded(), to: port)
    }

    /// Sends messages one after the other, and returns the answer to the last.
    @discardableResult
    private func ask(_ messages: OSCMessage...) throws -> [OSCMessage] {
        let socket = UDPSocket(patience: 10)
        for message in messages { _ = socket.send(try message.encoded(), to: port) }
        var answers: [OSCMessage] = []
        for _ in messages {
            guard let bytes = socket.receive(), case .message(let answer) = try OSCPacket(decoding: bytes) else {
                throw EngineIsSilent()
            }
            if answer.address == "/fail" { throw Refused(description: "\(answer)") }
            answers.append(answer)
        }
        return answers.suffix(1)
    }

    struct Refused: Error, CustomStringConvertible {
        let description: String
    }
}

/// Whether the synths were heard wherever the tone was, and nowhere else.
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
                problems.append("the synths play NaN at frame \(begin)")
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
        if loud > 0 { problems.append("the synths are heard in \(loud) blocks in which the tone is missing") }
        if silent > 0 { problems.append("the synths are silent in \(silent) of \(blocks) blocks with the tone") }
        if blocks == 0 { problems.append("there was no block to be looked at") }
    }
}
