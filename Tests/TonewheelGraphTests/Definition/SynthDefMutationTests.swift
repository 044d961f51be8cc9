import TestSupport
import Testing
import TonewheelGraph

/// Corrupted SynthDef files. Decoding either throws, or returns a file that encodes to the same bytes.
@Suite struct SynthDefMutationTests {
    /// Small files of both versions, so that every byte can be tested.
    private static let small = ["sonic-pi-basic_mixer", "sonic-pi-server-info", "sonic-pi-sound_in", "sonic-pi-beep"]

    /// Decodes the bytes, and verifies the result.
    ///
    /// - Returns: The error; nil if there was none.
    @discardableResult
    private static func check(_ bytes: some Collection<UInt8>) -> SynthDefFileError? {
        let file: SynthDefFile
        do {
            file = try SynthDefFile(decoding: bytes)
        } catch {
            if error.description.isEmpty { Issue.record("an error has no description") }
            if (error.offset ?? -1) < 0 || (error.offset ?? 0) > bytes.count {
                Issue.record("\(error) has an invalid offset")
            }
            return error
        }
        do {
            let encoded = try file.encoded()
            if !encoded.elementsEqual(bytes.prefix(encoded.count)) { Issue.record("not stable: \(Array(bytes))") }
            if try SynthDefFile(decoding: encoded) != file { Issue.record("not equal: \(Array(bytes))") }
        } catch {
            Issue.record("a decoded file cannot be encoded: \(error)")
        }
        return nil
    }

    @Test func everyTruncationIsRejected() throws {
        for name in Self.small {
            let bytes = try DefinitionFiles.bytes(name)
            for size in bytes.indices {
                if Self.check(bytes.prefix(size)) == nil { Issue.record("\(size) bytes of \(name) were decoded") }
            }
            #expect(Self.check(bytes) == nil)
        }
    }

    @Test(arguments: small)
    func everyByteWithEdgeValuesIsHandled(name: String) throws {
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
        // Bytes of floats are always valid; most others are not.
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

    @Test func randomMutationsAreHandled() throws {
        var random = RepeatableRandom(seed: 20_020_401)
        // Large files take long, and contain no other elements.
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
            // The name of the error's case.
            refused.insert(Mirror(reflecting: error.problem).children.first?.label ?? "\(error.problem)")
        }
        // The mutations are neither too weak nor too strong to be meaningful.
        #expect(decoded > 1000)
        #expect(decoded < 18_000)
        #expect(refused.count >= 11, "\(refused.sorted())")
    }
}
