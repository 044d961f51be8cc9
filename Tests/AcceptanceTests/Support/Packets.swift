import TonewheelOSC

/// Returns an immediate bundle of `size` bytes. It is padded with a reply message, which the server ignores.
func paddedBundle(_ messages: [OSCMessage], size: Int) throws -> [UInt8] {
    let packets = messages.map(OSCPacket.message)
    let length = try OSCBundle(elements: packets).encoded().count
    // The element's size, the address, the type tags and the blob's size take 4 + 8 + 4 + 4 bytes.
    let padding = OSCMessage("/done", .blob([UInt8](repeating: 0, count: size - length - 4 - 8 - 4 - 4)))
    return try OSCBundle(elements: packets + [.message(padding)]).encoded()
}
