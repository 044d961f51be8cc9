internal import TonewheelRealtime

/// A graph that renders the packets of a shadow, in a worker. `[control]`, any thread
extension GraphControl {
    /// Compiles a definition under its number in the front. One with the same number is replaced.
    ///
    /// - Parameter bytes: A SynthDef file with this definition only.
    /// - Throws: `CodecError.unusableDefinition` if the file is invalid, or the definition cannot be compiled.
    package func define(number: UInt64, _ bytes: [UInt8]) throws(CodecError) {
        let file: SynthDefFile
        do throws(SynthDefFileError) {
            file = try SynthDefFile(decoding: bytes)
        } catch {
            throw .unusableDefinition(error.description)
        }
        guard let definition = file.definitions.first, file.definitions.count == 1 else {
            throw .unusableDefinition("\(file.definitions.count) definitions, where one is expected")
        }
        do throws(BlueprintError) {
            definitions.set(try Blueprint(definition, kinds: kinds, environment(synthMemory), number: number))
        } catch {
            throw .unusableDefinition(error.description)
        }
    }

    /// Removes a definition. Its synths continue.
    package func removeDefinition(number: UInt64) {
        definitions.remove(number: number)
    }

    /// Returns the blueprint with this number; nil if there is none.
    func definition(number: UInt64) -> Blueprint? { definitions[number] }

    /// Maps the buffer at an offset of the arena; nil if there is none, or no arena.
    func bufferInArena(
        at offset: Int64, frameCount: Int, channelCount: Int, sampleRate: Double
    ) -> UnsafeMutablePointer<BufferMemory>? {
        guard let arena else {
            return frameCount == 0
                ? BufferMemory.make(frameCount: 0, channelCount: channelCount, sampleRate: sampleRate) : nil
        }
        return BufferMemory.attach(
            offset: offset, frameCount: frameCount, channelCount: channelCount, sampleRate: sampleRate, in: arena)
    }

    /// Maps the queue of an open file at an offset of the arena; nil if there is none, or no arena.
    func fileInArena(
        _ direction: FileQueue.Direction, at offset: Int64, byteCount: Int, channelCount: Int
    ) -> UnsafeMutablePointer<FileStreamMemory>? {
        guard let arena, channelCount > 0,
            let queue = FileQueue(
                direction, attachingTo: arena, offset: offset, byteCount: byteCount, channelCount: channelCount)
        else { return nil }
        return FileStreamMemory.end(of: queue)
    }

    /// Decodes the bytes of a packet, which can then be enqueued.
    ///
    /// - Throws: `CodecError` if the bytes are not a packet, or it cannot be built. All its memory has been freed
    ///   then.
    package func decode(_ bytes: [UInt8]) throws(CodecError) -> CommandPacket.Pointer {
        var decoder = PacketDecoder(bytes, self)
        return try decoder.decode()
    }

    /// Passes a packet to the graph, which keeps it until a stamp sets its frame.
    ///
    /// - Returns: false if too many packets are enqueued. The caller still owns it then.
    package func enqueue(_ packet: CommandPacket.Pointer) -> Bool {
        push(packet)
    }
}
