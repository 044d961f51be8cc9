internal import TonewheelDSP
internal import TonewheelRealtime

/// The reading of another worker's image. `[control]`, before the graph renders
extension GraphControl {
    /// The parts of an image that do not belong to the graph.
    package struct ReplicaImage: Sendable {
        /// The numbers of node events and of unit messages that the other worker had reported.
        package var nodeEvents: Int64 = 0
        package var messages: Int64 = 0

        /// The offsets of the ranges of the arena that the graph has mapped.
        package var arenaOffsets: [Int64] = []
    }

    /// Reads an image of a graph of the same shape and with the same definitions into this empty graph.
    ///
    /// - Parameter packets: The packets that the other worker may have had scheduled, by ID. Those that it had are
    ///   removed; the caller frees the others.
    /// - Throws: `CodecError` if the image is malformed, or refers to something unknown. The graph is unusable then.
    package func read(
        replicaImage bytes: [UInt8], _ packets: inout [UInt64: CommandPacket.Pointer]
    ) throws(CodecError) -> ReplicaImage {
        var reader = ByteReader(bytes)
        var image = ReplicaImage()
        image.nodeEvents = try reader.read()
        image.messages = try reader.read()
        let received = try reader.read(Int64.self)
        let waiting = try readPackets(&reader)
        image.arenaOffsets = try readReplicaBuffers(&reader)
        image.arenaOffsets += try readReplicaFiles(&reader)
        try graph.pointee.readImage(&reader, self)
        // The images of this graph count on.
        graph.pointee.nodeEventCount = image.nodeEvents
        graph.pointee.context.pointee.messages.setSentCount(Int(image.messages))
        for packet in waiting.sorted(by: { $0.order < $1.order }) { try schedule(packet, &packets, reader) }
        graph.pointee.counts.receivedPackets = Int(received)
        guard reader.remaining == 0 else { throw reader.failure("\(reader.remaining) bytes too many") }
        return image
    }

    /// A scheduled packet of the image.
    private struct Waiting {
        var isUnfinished = false
        let id: UInt64
        let next: Int64
        let order: UInt64
        let frame: Int64
        let arrival: Int64
        let replaces: Bool
    }

    private func readPackets(_ reader: inout ByteReader) throws(CodecError) -> [Waiting] {
        let hasUnfinished: Bool = try reader.read()
        var waiting: [Waiting] = []
        for _ in 0..<(try reader.readLongCount(size: 41)) {
            waiting.append(
                Waiting(
                    id: try reader.read(), next: try reader.read(), order: try reader.read(),
                    frame: try reader.read(), arrival: try reader.read(), replaces: try reader.read()))
        }
        guard !waiting.isEmpty || !hasUnfinished else { throw reader.failure("an unfinished packet is missing") }
        if hasUnfinished { waiting[0].isUnfinished = true }
        return waiting
    }

    private func schedule(
        _ waiting: Waiting, _ packets: inout [UInt64: CommandPacket.Pointer], _ reader: ByteReader
    ) throws(CodecError) {
        guard let packet = packets.removeValue(forKey: waiting.id) else {
            throw reader.failure("the packet \(waiting.id) is missing")
        }
        packet.pointee.frame = waiting.frame
        packet.pointee.arrival = Int(waiting.arrival)
        packet.pointee.replaces = waiting.replaces
        let next = Int(waiting.next)
        guard (0...packet.pointee.count).contains(next),
            waiting.isUnfinished || graph.pointee.scheduled.push(packet, dueAt: waiting.frame)
        else {
            discard(packet)
            throw reader.failure("a packet cannot be scheduled")
        }
        guard waiting.isUnfinished else { return }
        // The other worker has applied these operations: the image has their results.
        for index in 0..<next {
            packet.pointee[index].operation.freePayload()
            packet.pointee.operations[index].outcome = .done(0)
        }
        graph.pointee.unfinished = UnfinishedPacket(packet: packet, next: next)
    }

    private func readReplicaBuffers(_ reader: inout ByteReader) throws(CodecError) -> [Int64] {
        let buffers = graph.pointee.context.pointee.buffers
        var offsets: [Int64] = []
        while case let index = Int(try reader.read(Int32.self)), index >= 0 {
            let offset = try reader.read(Int64.self)
            let (frames, channels) = (Int(try reader.read(Int64.self)), Int(try reader.read(Int64.self)))
            let rate: Double = try reader.read()
            guard index < buffers.count, buffers[index].sampleCount == 0,
                let memory = bufferInArena(at: offset, frameCount: frames, channelCount: channels, sampleRate: rate)
            else { throw reader.failure("a buffer is not in the shared memory") }
            let buffer = memory.pointee.buffer
            buffers[index] = buffer
            memory.deallocate()
            offsets.append(offset)
            while case let start = Int(try reader.read(Int64.self)), start >= 0 {
                guard start < buffer.sampleCount else { throw reader.failure("a chunk is outside its buffer") }
                let count = min(SampleBuffer.chunkCount, buffer.sampleCount - start)
                try reader.read(into: buffer.samples + start, byteCount: count * MemoryLayout<Float>.stride)
            }
        }
        return offsets
    }

    /// Reads the open files. Each continues where the other worker has written the image.
    private func readReplicaFiles(_ reader: inout ByteReader) throws(CodecError) -> [Int64] {
        let buffers = graph.pointee.context.pointee.buffers
        var offsets: [Int64] = []
        while case let index = Int(try reader.read(Int32.self)), index >= 0 {
            let isReading: Bool = try reader.read()
            let (channels, bytes) = (Int(try reader.read(Int64.self)), Int(try reader.read(Int64.self)))
            let offset = try reader.read(Int64.self)
            guard index < buffers.count, buffers.file(at: index).owner == nil,
                let memory = fileInArena(
                    isReading ? .reading : .writing, at: offset, byteCount: bytes, channelCount: channels)
            else { throw reader.failure("the queue of a file is not in the shared memory") }
            let stream = memory.pointee.stream
            // The graph owns it from here on, also after an error.
            buffers.setFile(stream, at: index)
            memory.deallocate()
            offsets.append(offset)
            guard let end = stream.end else { continue }
            let state = FileQueueEnd.State(
                position: try reader.read(), progress: try reader.read(), lost: try reader.read())
            end.pointee.fades.counts.fadeOutLeft = try reader.read()
            end.pointee.fades.counts.fadeInLeft = try reader.read()
            end.pointee.fades.counts.isInGap = try reader.read()
            try reader.read(
                into: end.pointee.fades.frames, byteCount: 2 * channels * MemoryLayout<Float>.stride)
            stream.queue?.copyFramesFromOtherLane()
            end.pointee.restore(state)
        }
        return offsets
    }
}
