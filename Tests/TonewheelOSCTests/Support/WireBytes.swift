import TonewheelOSC

// These functions build packets without the encoder, so that the same error in decoder and encoder is detected.

/// Returns the bytes of a string in a packet: with its zero byte, padded to a multiple of four.
func text(_ string: String) -> [UInt8] {
    padded(Array(string.utf8) + [0])
}

/// Returns the bytes padded with zeros to a multiple of four.
func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
}

/// Returns the big-endian bytes of a number of 32 bits.
func word(_ value: Int32) -> [UInt8] {
    let bits = UInt32(bitPattern: value)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> $0) }
}

/// Returns the big-endian bytes of a number of 64 bits.
func longWord(_ value: UInt64) -> [UInt8] {
    word(Int32(truncatingIfNeeded: value >> 32)) + word(Int32(truncatingIfNeeded: value))
}

/// Returns the bytes of a bundle. The elements are the bytes of packets.
func bundle(timeTag: UInt64 = 1, _ elements: [UInt8]...) -> [UInt8] {
    text("#bundle") + longWord(timeTag) + elements.flatMap { word(Int32($0.count)) + $0 }
}

/// Returns the bytes of a message inside `depth` nested bundles.
func nested(depth: Int) -> [UInt8] {
    // The headers are written from the outside in. Wrapping the bytes repeatedly would take quadratic time.
    let message = text("/a")
    var bytes: [UInt8] = []
    for level in stride(from: depth, through: 1, by: -1) {
        bytes += text("#bundle") + longWord(1) + word(Int32(message.count + (level - 1) * 20))
    }
    return bytes + message
}

/// Returns the error that decoding the bytes throws, or nil.
func decodingError(_ bytes: [UInt8]) -> OSCDecodingError? {
    do {
        _ = try OSCPacket(decoding: bytes)
        return nil
    } catch {
        return error
    }
}

/// Calls a closure with the message that the bytes encode. Returns nil if they do not encode a single message.
func withMessage<Result>(_ bytes: [UInt8], _ body: (OSCMessageView) throws -> Result) rethrows -> Result? {
    try bytes.withUnsafeBytes { bytes in
        guard case .message(let message)? = try? OSCPacketView(validating: bytes) else { return nil }
        return try body(message)
    }
}
