import TonewheelOSC

/// Random packets for a flood. None of them stops or ends an engine.
struct FloodPackets {
    /// The packets in their order, which is repeated.
    let bytes: [[UInt8]]

    private static let count = 8192

    init(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        bytes = try (0..<Self.count).map { _ in
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1: try Self.valid(&random)
            case 2: try Self.refused(&random)
            default: try Self.malformed(&random)
            }
        }
    }

    private static func valid(_ random: inout SeededRandom) throws -> [UInt8] {
        let message = change(&random)
        if Int.random(in: 0..<4, using: &random) > 0 { return try message.encoded() }
        return try OSCBundle(message, change(&random), OSCMessage("/sync", 1)).encoded()
    }

    private static func change(_ random: inout SeededRandom) -> OSCMessage {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: OSCMessage("/mod/sine/freq", .float32(.random(in: 20...20_000, using: &random)))
        case 1: OSCMessage("/mod/sine/amp", .float32(.random(in: 0...1, using: &random)))
        case 2: OSCMessage("/gate/sine", .bool(Bool.random(using: &random)))
        case 3: OSCMessage("/mod/*/f[a-z]eq", .double(.random(in: 20...20_000, using: &random)))
        default: OSCMessage("/sync", .int32(.random(in: .min ... .max, using: &random)))
        }
    }

    private static func refused(_ random: inout SeededRandom) throws -> [UInt8] {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: try OSCMessage("/mod/sine/freq", .float32(.nan)).encoded()
        case 1: try OSCMessage("/mod/sine/amp", "loud").encoded()
        case 2: try OSCMessage("/s_new", "default", .int32(.random(in: .min ... .max, using: &random))).encoded()
        default: try OSCMessage("/mod/sine/freq", .double(.random(in: -1e300 ... -1, using: &random))).encoded()
        }
    }

    private static func malformed(_ random: inout SeededRandom) throws -> [UInt8] {
        var bytes = try valid(&random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            bytes = random.bytes(.random(in: 0...512, using: &random))
            if !bytes.isEmpty { bytes[0] = 0xFF }  // neither an address nor a bundle
        case 1:
            bytes.removeLast(.random(in: 1...3, using: &random))  // not a multiple of 4
        default:
            let index = Int.random(in: bytes.indices, using: &random)
            bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)  // may still be valid
        }
        return bytes
    }
}
