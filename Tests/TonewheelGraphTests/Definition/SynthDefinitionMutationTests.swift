import TestSupport
import Testing
import TonewheelGraph

/// Damaged SynthDef files: whatever becomes of them, decoding either throws, or gives what encodes to the same bytes.
@Suite struct SynthDefinitionMutationTests {
    /// Small ones of both versions, so that every byte can have its turn.
    private static let small = ["sonic-pi-basic_mixer", "sonic-pi-server-info", "sonic-pi-sound_in", "sonic-pi-beep"]

    /// Decodes, and holds what comes of it to the law.
    ///
    /// - Returns: The error, if there was one.
    @discardableResult
    private static func check(_ bytes: some Collection<UInt8>) -> SynthDefinitionError? {
        let file: SynthDefinitionFile
        do {
            file = try SynthDefinitionFile(decoding: bytes)
        } catch {
            if error.description.isEmpty { Issue.record("an error has no description") }
            if (error.offset ?? -1) < 0 || (error.offset ?? 0) > bytes.count { Issue.record("\(error) is nowhere") }
            return error
        }
        do {
            let encoded = try file.encoded()
            if !encoded.elementsEqual(bytes.prefix(encoded.count)) { Issue.record("not stable: \(Array(bytes))") }
            if try SynthDefinitionFile(decoding: encoded) != file { Issue.record("not equal: \(Array(bytes))") }
        } catch {
            Issue.record("what was decoded is not encoded: \(error)")
        }
        return nil
    }

    @Test func everyTruncation() throws {
        for name in Self.small {
            let bytes = try DefinitionFiles.bytes(name)
            for size in bytes.indices {
                if Self.check(bytes.prefix(size)) == nil { Issue.record("\(size) bytes of \(name) are a file") }
            }
            #expect(Self.check(bytes) == nil)
        }
    }

    @Test(arguments: small)
    func everyByteAtItsEdges(name: String) throws {
        var bytes = try DefinitionFiles.bytes(name)
        var refused = 0
        for place in bytes.indices {
            let original = bytes[place]
            for value: UInt8 in [0, 0xff, 0x7f, 0x80] {
                bytes[place] = value
                if Self.check(bytes) != nil { refused += 1 }
            }
            bytes[place] = original
        }
        // Those of floats do no harm; most others do.
        #expect(refused > bytes.count)
        #expect(refused < 4 * bytes.count)
    }

    private static func mutate(_ bytes: inout [UInt8], with random: inout RepeatableRandom) {
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            guard !bytes.isEmpty else { return }
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, place + 4)
            switch Int.random(in: 0..<7, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
            case 4: bytes.replaceSubrange(place..<end, with: [0x7f, 0xff, 0xff, 0xff].prefix(end - place))
            case 5: bytes.replaceSubrange(place..<end, with: [0xff, 0xff, 0xff, 0xff].prefix(end - place))
            default: bytes[place] &+= 1
            }
        }
    }

    @Test func twentyThousandMutations() throws {
        var random = RepeatableRandom(seed: 20_020_401)
        // The large ones take long, and hold nothing else.
        let seeds = try DefinitionFiles.names.map(DefinitionFiles.bytes).filter { $0.count < 3000 }
        #expect(seeds.count > 80)
        var decoded = 0
        var refused: Set<String> = []
        for _ in 0..<20_000 {
            var bytes = seeds.randomElement(using: &random) ?? []
            Self.mutate(&bytes, with: &random)
            guard let error = Self.check(bytes) else {
                decoded += 1
                continue
            }
            // The name of the case.
            refused.insert(Mirror(reflecting: error.problem).children.first?.label ?? "\(error.problem)")
        }
        // The mutations are neither too gentle nor too rough to mean something.
        #expect(decoded > 1000)
        #expect(decoded < 18_000)
        #expect(refused.count >= 11, "\(refused.sorted())")
    }
}
