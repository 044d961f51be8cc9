internal import Synchronization
internal import TonewheelDSP
internal import TonewheelRealtime

/// The image of a graph with all that it refers to: definitions, buffers, and scheduled packets. `[control]`, while no
/// thread renders
///
///     "TWIM", version, shape
///     the counters of node IDs, synths and definitions
///     definitions, buffers, scheduled packets, state (`Graph.writeImage`)
///     checksum of all bytes before
extension GraphControl {
    private static var identifier: [UInt8] { [0x54, 0x57, 0x49, 0x4D] }
    private static var version: UInt8 { 2 }

    /// Returns an image of the graph between two blocks. A graph of the same shape that reads it renders the same
    /// samples from there on.
    ///
    /// Packets that have been sent are included. Queries have no effect on the sound, and are not; open sound files are
    /// not either.
    ///
    /// - Throws: `CodecError.privateMemory` if a packet that has not been applied brings a buffer. It is applied in the
    ///   next block.
    package func image() throws(CodecError) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(Self.identifier)
        writer.write(Self.version)
        writeShape(to: &writer)
        let counters = counters
        writer.write(counters.nodes)
        writer.write(counters.synths)
        writer.write(counters.blueprints)
        writeDefinitions(to: &writer)
        writeBuffers(to: &writer)
        let packets = graph.pointee.waitingPackets()
        writer.write(Int64(packets.count))
        for packet in packets {
            let bytes = try PacketCodec.encode(packet.packet, from: packet.first)
            writer.write(packet.frame)
            writer.write(Int64(bytes.count))
            writer.write(bytes)
        }
        writeState(to: &writer)
        writer.write(Self.checksum(writer.bytes[...]))
        return writer.bytes
    }

    /// Reads an image into the graph, which has not rendered and has neither nodes nor buffers.
    ///
    /// - Throws: `CodecError` if the bytes are not an image, if they are damaged, or if the graph has another shape.
    ///   The graph is unusable then.
    package func read(image bytes: [UInt8]) throws(CodecError) {
        let size = bytes.count - 8
        guard size >= 5, Array(bytes.prefix(4)) == Self.identifier else {
            throw .malformed("it is not an image of a graph", offset: 0)
        }
        let sum = bytes[size...].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard Self.checksum(bytes[..<size]) == sum else {
            throw .malformed("its checksum is wrong, so it is damaged", offset: size)
        }
        var reader = ByteReader(Array(bytes[4..<size]))
        try read(&reader)
    }

    private func read(_ reader: inout ByteReader) throws(CodecError) {
        let version = try reader.read(UInt8.self)
        guard version == Self.version else { throw reader.failure("unknown version \(version)") }
        var expected = ByteWriter()
        writeShape(to: &expected)
        guard Array(try reader.read(byteCount: expected.count)) == expected.bytes else {
            throw reader.failure("it was written by a graph with other capacities or another sample rate")
        }
        let nodes = UInt32(bitPattern: try reader.read(Int32.self))
        counters = Counters(
            nodes: nodes, synths: try reader.read(UInt64.self), blueprints: try reader.read(UInt64.self))
        try readDefinitions(&reader)
        try readBuffers(&reader)
        var packets: [(Int64, [UInt8])] = []
        for _ in 0..<(try reader.readLongCount(size: 16)) {
            let frame = try reader.read(Int64.self)
            packets.append((frame, Array(try reader.read(byteCount: try reader.readLongCount(size: 1)))))
        }
        try graph.pointee.readImage(&reader, self)
        guard reader.remaining == 0 else { throw reader.failure("\(reader.remaining) bytes too many") }
        for (frame, bytes) in packets where !bytes.isEmpty { try schedule(bytes, atFrame: frame) }
    }

    private func schedule(_ bytes: [UInt8], atFrame frame: Int64) throws(CodecError) {
        let packet = try decode(bytes)
        packet.pointee.frame = frame
        guard graph.pointee.scheduled.count < graph.pointee.scheduled.capacity else {
            discard(packet)
            throw .malformed("too many scheduled packets", offset: 0)
        }
        sentPackets.wrappingAdd(1, ordering: .relaxed)
        graph.pointee.schedule(packet)
    }

    private func writeShape(to writer: inout ByteWriter) {
        writer.write(shape.sampleRate)
        writer.write(shape.seed)
        for count in [
            shape.blockFrames, shape.outputBusCount, shape.inputBusCount, shape.audioBusCount, shape.controlBusCount,
            shape.bufferCount, shape.wireCount,
        ] { writer.write(Int64(count)) }
    }

    private func writeState(to writer: inout ByteWriter) {
        var counter = ImageWriter(nil)
        graph.pointee.writeImage(to: &counter)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: counter.byteCount, alignment: 16)
        defer { memory.deallocate() }
        var image = ImageWriter(memory)
        graph.pointee.writeImage(to: &image)
        writer.append(UnsafeRawBufferPointer(memory))
    }

    private func writeBuffers(to writer: inout ByteWriter) {
        let buffers = graph.pointee.context.pointee.buffers
        let used = (0..<buffers.count).filter { buffers[$0].sampleCount > 0 }
        writer.write(Int64(used.count))
        for index in used {
            let buffer = buffers[index]
            writer.write(Int32(index))
            writer.write(Int64(buffer.frameCount))
            writer.write(Int64(buffer.channelCount))
            writer.write(buffer.sampleRate)
            writer.append(
                UnsafeRawBufferPointer(
                    start: buffer.samples, count: buffer.sampleCount * MemoryLayout<Float>.stride))
        }
    }

    private func readBuffers(_ reader: inout ByteReader) throws(CodecError) {
        let buffers = graph.pointee.context.pointee.buffers
        for _ in 0..<(try reader.readLongCount(size: 28)) {
            let index = Int(try reader.read(Int32.self))
            let (frames, channels) = (Int(try reader.read(Int64.self)), Int(try reader.read(Int64.self)))
            let rate: Double = try reader.read()
            guard (0..<buffers.count).contains(index), buffers[index].sampleCount == 0, rate.isFinite,
                frames >= 0, channels > 0, frames <= reader.remaining / 4 / channels,
                let memory = BufferMemory.make(
                    frameCount: frames, channelCount: channels, sampleRate: rate, in: arena)
            else { throw reader.failure("a buffer is invalid, or there is no memory for it") }
            try reader.read(
                into: memory.pointee.buffer.samples, byteCount: frames * channels * MemoryLayout<Float>.stride)
            buffers[index] = memory.pointee.buffer
            memory.deallocate()
        }
    }

    /// Writes the definitions of the library, and those of synths that are not in it any more.
    private func writeDefinitions(to writer: inout ByteWriter) {
        let library = libraryBlueprints
        let others = graph.pointee.blueprints().filter { used in !library.contains { $0 === used } }
        writer.write(Int64(library.count + others.count))
        for (blueprint, isInLibrary) in library.map({ ($0, true) }) + others.map({ ($0, false) }) {
            writer.write(blueprint.number)
            writer.write(isInLibrary)
            // A blueprint has been compiled from the definition, so that a file can hold it.
            let bytes = (try? SynthDefFile(definitions: [blueprint.definition]).encoded()) ?? []
            writer.write(Int64(bytes.count))
            writer.write(bytes)
        }
    }

    private func readDefinitions(_ reader: inout ByteReader) throws(CodecError) {
        for _ in 0..<(try reader.readLongCount(size: 17)) {
            let number = try reader.read(UInt64.self)
            let isInLibrary: Bool = try reader.read()
            let bytes = Array(try reader.read(byteCount: try reader.readLongCount(size: 1)))
            try define(number: number, bytes)
            if isInLibrary, let blueprint = definition(number: number) { addToLibrary(blueprint) }
        }
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.withUnsafeBytes { bytes in
            var sum = ImageChecksum()
            if let base = bytes.baseAddress { sum.add(base, byteCount: bytes.count) }
            return sum.value
        }
    }
}

extension Graph {
    /// Returns the blueprints of all synths, each once.
    fileprivate func blueprints() -> [Blueprint] {
        var found: [Blueprint] = []
        for top in [root, engineGroup, detached] {
            var next = top.pointee.head
            while let node = next {
                if let blueprint = node.pointee.synth?.pointee.blueprint.takeUnretainedValue(),
                    !found.contains(where: { $0 === blueprint })
                {
                    found.append(blueprint)
                }
                next = if let child = node.pointee.head { child } else { nodeAfter(node, below: top) }
            }
        }
        return found
    }
}
