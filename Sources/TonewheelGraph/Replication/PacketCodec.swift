/// The byte encoding of packets, for another process that has the same definitions under the same numbers.
package enum PacketCodec {
    /// Encodes a packet. `[control]`, while no thread applies it
    ///
    /// - Returns: No bytes if the packet has queries only, which the shadow processes itself.
    /// - Throws: `CodecError.privateMemory` if an operation brings memory that other processes cannot map.
    package static func encode(_ packet: CommandPacket.Pointer) throws(CodecError) -> [UInt8] {
        try encode(packet, from: 0)
    }

    /// A packet without operations, which takes the place of one that ended a worker.
    package static var empty: [UInt8] { PacketEncoder().packet() }

    /// - Parameter first: The index of the first operation that has not been applied.
    static func encode(_ packet: CommandPacket.Pointer, from first: Int) throws(CodecError) -> [UInt8] {
        var encoder = PacketEncoder()
        for index in first..<packet.pointee.count {
            let place = packet.pointee.operations + index
            try encoder.add(place.pointee.operation, of: place.pointee.command, packet.pointee.words)
        }
        // An empty packet with a ticket may replace another one, or may be replaced by one that is not empty.
        guard !encoder.isEmpty || packet.pointee.ticket != 0 else { return [] }
        // The frame of an untimed packet may be that of its stamp.
        let frame = packet.pointee.isTimed ? packet.pointee.frame : .min
        return encoder.packet(
            client: packet.pointee.client, frame: frame, ticket: packet.pointee.ticket,
            replaces: packet.pointee.replaces, isExact: packet.pointee.isExact,
            wantsReply: packet.pointee.wantsReply)
    }
}
