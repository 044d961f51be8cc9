import TestSupport
import Testing
import TonewheelOSC

/// Corrupted packets. Decoding either succeeds or throws.
@Suite struct OSCMutationTests {
    private static func seeds() throws -> [[UInt8]] {
        let everyType = OSCMessage(address: "/every/type", arguments: OSCMessageTests.everyType.map(\.0))
        let note = OSCBundle(
            timeTag: OSCTimeTag(rawValue: 0xe000_0000_8000_0000),
            OSCMessage("/s_new", "sine", 1000, 0, 1, "frequency", 440.0), OSCMessage(15, 1000, "gate", 0),
            OSCMessage("/n_set", 1000, "amps", [0.1, 0.2]))
        return [
            try everyType.encoded(), try note.encoded(),
            try OSCBundle(elements: [.bundle(note), .message(everyType)]).encoded(), try OSCMessage(9).encoded(),
            nested(depth: 8), text("/status"),
        ]
    }

    /// Sizes and tags at the limits, which random bytes rarely produce.
    private static let words: [[UInt8]] = [
        word(0), word(-1), word(.max), word(.min), word(.max - 3), word(4), word(8), word(5), Array(",[[]".utf8),
        Array("#bun".utf8), Array(",sb\0".utf8), [0x2f, 0x61, 0, 0],
    ]

    private static func mutate(_ bytes: inout [UInt8], with random: inout RepeatableRandom) {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            guard !bytes.isEmpty else { return }
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.removeLast(min(bytes.count, 4 * Int.random(in: 0...3, using: &random)))
            case 3: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [], at: place & ~3)
            case 4:
                let replacement = words.randomElement(using: &random) ?? []
                bytes.replaceSubrange((place & ~3)..<min(bytes.count, (place & ~3) + 4), with: replacement)
            default: bytes[place] = Array("ifsbhdtScrmTFNI[],/".utf8).randomElement(using: &random) ?? 0
            }
        }
    }

    @Test func hundredThousandMutations() throws {
        var random = RepeatableRandom(seed: 20_360_207)
        let seeds = try Self.seeds()
        var decoded = 0
        var refused: Set<String> = []
        for _ in 0..<100_000 {
            var bytes = seeds.randomElement(using: &random) ?? []
            Self.mutate(&bytes, with: &random)
            let packet: OSCPacket
            do throws(OSCDecodingError) {
                packet = try OSCPacket(decoding: bytes)
            } catch {
                // The name of the enum case.
                refused.insert(String("\(String(reflecting: error))".prefix { $0 != "(" }))
                continue
            }
            decoded += 1
            // Encodings are compared, since NaN does not equal itself.
            let encoded = try packet.encoded()
            let again = try OSCPacket(decoding: encoded).encoded()
            if encoded != again { Issue.record("not stable: \(bytes)") }
        }
        // A plausible share of the packets decodes, and all 15 errors except `emptyPacket` occur.
        #expect(decoded > 10_000)
        #expect(decoded < 90_000)
        #expect(refused.count >= 14, "\(refused.sorted())")
    }

    @Test func everyTruncation() throws {
        for seed in try Self.seeds() {
            for size in 0..<seed.count where size % 4 == 0 {
                // A prefix is valid only at the end of a message's address or of a bundle's element.
                guard let packet = try? OSCPacket(decoding: seed.prefix(size)) else { continue }
                #expect(try packet.encoded().count <= size + 4)
            }
        }
    }
}
