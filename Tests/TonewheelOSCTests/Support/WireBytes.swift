import TonewheelOSC

// Builds packets by hand, without the encoder, so that decoder and encoder cannot be wrong in the same way.

/// A string as it is sent: with its zero byte, padded to a multiple of four.
func text(_ string: String) -> [UInt8] {
    padded(Array(string.utf8) + [0])
}

/// Bytes, padded with zeros to a multiple of four.
func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
}

/// A number as it is sent.
func word(_ value: Int32) -> [UInt8] {
    let bits = UInt32(bitPattern: value)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> $0) }
}

/// A number of 64 bits as it is sent.
func longWord(_ value: UInt64) -> [UInt8] {
    word(Int32(truncatingIfNeeded: value >> 32)) + word(Int32(truncatingIfNeeded: value))
}

/// A bundle of elements whose bytes are given.
func bundle(timeTag: UInt64 = 1, _ elements: [UInt8]...) -> [UInt8] {
    text("#bundle") + longWord(timeTag) + elements.flatMap { word(Int32($0.count)) + $0 }
}

/// A message inside this many bundles.
func nested(depth: Int) -> [UInt8] {
    // From the outside in, since wrapping the bytes again and again would take quadratic time.
    let message = text("/a")
    var bytes: [UInt8] = []
    for level in stride(from: depth, through: 1, by: -1) {
        bytes += text("#bundle") + longWord(1) + word(Int32(message.count + (level - 1) * 20))
    }
    return bytes + message
}

/// The error that decoding these bytes throws, or nil.
func decodingError(_ bytes: [UInt8]) -> OSCDecodingError? {
    do {
        _ = try OSCPacket(decoding: bytes)
        return nil
    } catch {
        return error
    }
}

/// Calls a closure with the only message that these bytes hold; nil if they hold none.
func withMessage<Result>(_ bytes: [UInt8], _ body: (OSCMessageView) throws -> Result) rethrows -> Result? {
    try bytes.withUnsafeBytes { bytes in
        guard case .message(let message)? = try? OSCPacketView(validating: bytes) else { return nil }
        return try body(message)
    }
}
