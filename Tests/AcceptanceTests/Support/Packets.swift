import TonewheelOSC

/// A bundle that takes effect at once, made as long as `size` by an answer, which the server passes over.
func paddedBundle(_ messages: [OSCMessage], size: Int) throws -> [UInt8] {
    let packets = messages.map(OSCPacket.message)
    let length = try OSCBundle(elements: packets).encoded().count
    // The size of the element, address, type tags, size of the blob.
    let padding = OSCMessage("/done", .blob([UInt8](repeating: 0, count: size - length - 4 - 8 - 4 - 4)))
    return try OSCBundle(elements: packets + [.message(padding)]).encoded()
}
