/// A graph that renders what a shadow has been sent. `[control]`, any thread
extension GraphControl {
    /// Makes a definition ready, under the number that it has in the front. One of the same number is replaced.
    ///
    /// - Parameter bytes: a SynthDef file with this definition alone.
    /// - Throws: `CodecError.unusableDefinition` if it is not, or cannot be played here.
    package func define(number: UInt64, _ bytes: [UInt8]) throws(CodecError) {
        let file: SynthDefinitionFile
        do throws(SynthDefinitionError) {
            file = try SynthDefinitionFile(decoding: bytes)
        } catch {
            throw .unusableDefinition(error.description)
        }
        guard let definition = file.definitions.first, file.definitions.count == 1 else {
            throw .unusableDefinition("\(file.definitions.count) definitions, where one is to be")
        }
        do throws(BlueprintError) {
            definitions.set(try Blueprint(definition, kinds: kinds, setting(synthMemory), number: number))
        } catch {
            throw .unusableDefinition(error.description)
        }
    }

    /// Forgets a definition; synths that were built from it play on.
    package func forgetDefinition(number: UInt64) {
        definitions.remove(number: number)
    }

    /// The definition with this number; nil if there is none.
    func definition(number: UInt64) -> Blueprint? { definitions[number] }

    /// The buffer at an offset of the arena; nil if there is none, or no arena.
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

    /// Builds a packet from bytes of `PacketCodec`, ready to be held.
    ///
    /// - Throws: `CodecError` if the bytes are no packet or it cannot be built; nothing of it is left then.
    package func decode(_ bytes: [UInt8]) throws(CodecError) -> CommandPacket.Pointer {
        var decoder = PacketDecoder(bytes, self)
        return try decoder.decode()
    }

    /// Hands a packet to the graph, which keeps it until a stamp says when it is due; false if too many are held already. It is still
    /// the caller's then.
    package func hold(_ packet: CommandPacket.Pointer) -> Bool {
        push(packet)
    }
}
