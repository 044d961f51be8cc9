/// Packets as bytes, for another process that has the same definitions under the same numbers.
package enum PacketCodec {
    /// The packet by value. `[control]`, while nobody renders it
    ///
    /// - Returns: no bytes at all if the packet only asks for something: the shadow answers that.
    /// - Throws: `CodecError.privateMemory` if it brings memory that no other process sees.
    package static func encode(_ packet: CommandPacket.Pointer) throws(CodecError) -> [UInt8] {
        try encode(packet, from: 0)
    }

    /// - Parameter first: the operation from which on nothing has been applied yet.
    static func encode(_ packet: CommandPacket.Pointer, from first: Int) throws(CodecError) -> [UInt8] {
        var encoder = PacketEncoder()
        for index in first..<packet.pointee.count {
            let place = packet.pointee.operations + index
            try encoder.add(place.pointee.operation, of: place.pointee.command, packet.pointee.words)
        }
        // One with a ticket may take the place of another one, or give way to one that does something.
        guard !encoder.isEmpty || packet.pointee.ticket != 0 else { return [] }
        // The frame of a stamp is not the packet's own.
        let frame = packet.pointee.isTimed ? packet.pointee.frame : .min
        return encoder.packet(
            client: packet.pointee.client, frame: frame, ticket: packet.pointee.ticket,
            replaces: packet.pointee.replaces, isExact: packet.pointee.isExact,
            wantsAnswer: packet.pointee.wantsAnswer)
    }
}
