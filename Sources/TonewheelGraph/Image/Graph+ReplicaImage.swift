internal import TonewheelDSP
internal import TonewheelRealtime

/// The image of a worker's graph for another worker of the same front: the state of `writeImage`, and references to
/// what the front sends that worker itself. `[render]`
///
///     node events and unit messages so far
///     scheduled packets: ID, next operation, order; the packet that is applied in part first
///     buffers and open files: number, place in the arena
///     state (`writeImage`)
extension Graph {
    /// Writes the image into memory, between two blocks.
    ///
    /// - Returns: The size of the image. If it exceeds that of the memory, the image is unusable.
    @_noLocks @_noAllocation
    package func writeReplicaImage(to memory: UnsafeMutableRawBufferPointer) -> Int {
        var writer = ImageWriter(memory)
        writer.write(nodeEventCount)
        writer.write(Int64(context.pointee.messages.sentCount))
        writer.write(counts.receivedPackets)
        writePackets(to: &writer)
        writeBufferPlaces(to: &writer)
        writeImage(to: &writer)
        return writer.byteCount
    }

    @_noLocks @_noAllocation
    private func writePackets(to writer: inout ImageWriter) {
        writer.write(unfinished != nil)
        writer.write(scheduled.count &+ (unfinished == nil ? 0 : 1))
        if let unfinished { write(unfinished.packet, next: unfinished.next, order: 0, to: &writer) }
        for index in 0..<scheduled.count {
            write(scheduled[index], next: 0, order: scheduled.order(at: index), to: &writer)
        }
    }

    @_noLocks @_noAllocation
    private func write(_ packet: CommandPacket.Pointer, next: Int, order: UInt64, to writer: inout ImageWriter) {
        writer.write(packet.pointee.replicaID)
        writer.write(next)
        writer.write(order)
        writer.write(packet.pointee.frame)
        writer.write(packet.pointee.arrival)
        writer.write(packet.pointee.replaces)
    }

    @_noLocks @_noAllocation
    private func writeBufferPlaces(to writer: inout ImageWriter) {
        let buffers = context.pointee.buffers
        for index in 0..<buffers.count {
            let buffer = buffers[index]
            if buffer.sampleCount == 0 { continue }
            writer.write(Int32(truncatingIfNeeded: index))
            writer.write(buffer.arenaOffset)
            writer.write(buffer.frameCount)
            writer.write(buffer.channelCount)
            writer.write(Int64(bitPattern: buffer.sampleRate.bitPattern))
        }
        writer.write(Int32(-1))
    }
}
