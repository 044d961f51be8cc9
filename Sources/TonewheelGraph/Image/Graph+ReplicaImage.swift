internal import TonewheelDSP
internal import TonewheelRealtime

/// The image of a worker's graph for another worker of the same front: the state of `writeImage`, and references to
/// what the front sends that worker itself. `[render]`
///
///     node events and unit messages so far
///     scheduled packets: ID, next operation, order; the packet that is applied in part first
///     buffers: number, place in the arena, and the chunks that have been written since the front copied the others
///     open files: number, place of the queue in the arena, position, announced progress, fades
///     state (`writeImage`)
extension Graph {
    /// Writes the image into memory, between two blocks.
    ///
    /// - Parameter block: The first block whose writes to buffers the image contains.
    /// - Returns: The size of the image. If it exceeds that of the memory, the image is unusable.
    @_noLocks @_noAllocation
    package func writeReplicaImage(to memory: UnsafeMutableRawBufferPointer, sinceBlock block: Int64) -> Int {
        var writer = ImageWriter(memory)
        writer.write(nodeEventCount)
        writer.write(Int64(context.pointee.messages.sentCount))
        writer.write(counts.receivedPackets)
        writePackets(to: &writer)
        // The block on the buses is the previous one.
        writeBuffers(to: &writer, since: context.pointee.audioBuses.blockNumber &- (blockNumber &- 1 &- block))
        writeFiles(to: &writer)
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
    private func writeBuffers(to writer: inout ImageWriter, since mark: Int64) {
        let buffers = context.pointee.buffers
        for index in 0..<buffers.count {
            let buffer = buffers[index]
            if buffer.sampleCount == 0 { continue }
            writer.write(Int32(truncatingIfNeeded: index))
            writer.write(buffer.arenaOffset)
            writer.write(buffer.frameCount)
            writer.write(buffer.channelCount)
            writer.write(Int64(bitPattern: buffer.sampleRate.bitPattern))
            writeChunks(buffer, to: &writer, since: mark)
        }
        writer.write(Int32(-1))
    }

    @_noLocks @_noAllocation
    private func writeFiles(to writer: inout ImageWriter) {
        let buffers = context.pointee.buffers
        for index in 0..<buffers.count {
            let file = buffers.file(at: index)
            guard let end = file.end else { continue }
            writer.write(Int32(truncatingIfNeeded: index))
            writer.write(file.isReading)
            writer.write(file.channelCount)
            writer.write(end.pointee.byteCount)
            writer.write(end.pointee.arenaOffset)
            let state = end.pointee.state
            writer.write(state.position)
            writer.write(state.progress)
            writer.write(state.lost)
            let fades = end.pointee.fades.counts
            writer.write(fades.fadeOutLeft)
            writer.write(fades.fadeInLeft)
            writer.write(fades.isInGap)
            writer.write(
                end.pointee.fades.frames, byteCount: 2 &* file.channelCount &* MemoryLayout<Float>.stride)
        }
        writer.write(Int32(-1))
    }

    @_noLocks @_noAllocation
    private func writeChunks(_ buffer: SampleBuffer, to writer: inout ImageWriter, since mark: Int64) {
        if let marks = buffer.marks {
            var start = 0
            while start < buffer.sampleCount {
                let count = min(SampleBuffer.chunkCount, buffer.sampleCount &- start)
                if marks[start / SampleBuffer.chunkCount] >= mark {
                    writer.write(start)
                    writer.write(buffer.samples + start, byteCount: count &* MemoryLayout<Float>.stride)
                }
                start = start &+ SampleBuffer.chunkCount
            }
        }
        writer.write(-1)
    }
}
