internal import TonewheelDSP
internal import TonewheelRealtime

/// A decoder of packets from untrusted bytes. `[control]`
///
/// Nothing is built or reserved for a count that exceeds the remaining bytes. If a packet is malformed, everything
/// that has been built for it is freed.
struct PacketDecoder {
    /// The maximum number of words that the operations of a packet may reserve, in addition to those that they bring.
    private static let maximumReservedWordCount = 1 << 18

    private var reader: ByteReader
    private let control: GraphControl
    private var builder = CommandPacketBuilder()
    private var reservedWordCount = 0

    init(_ bytes: [UInt8], _ control: GraphControl) {
        reader = ByteReader(bytes)
        self.control = control
    }

    mutating func decode() throws(CodecError) -> CommandPacket.Pointer {
        do throws(CodecError) {
            return try packet()
        } catch {
            builder.discard()
            throw error
        }
    }

    private mutating func packet() throws(CodecError) -> CommandPacket.Pointer {
        guard try reader.read(UInt8.self) == PacketEncoder.version else {
            throw reader.failure("unknown version")
        }
        let flags = try reader.read(UInt8.self)
        guard flags < 8 else { throw reader.failure("\(flags) are not valid flags") }
        let client = try reader.read(UInt32.self)
        let frame = try reader.read(Int64.self)
        let ticket = try reader.read(UInt64.self)
        // The minimum size: a tag and a command.
        let count = try reader.readCount(size: 5)
        for _ in 0..<count { try addOperation() }
        guard reader.remaining == 0 else { throw reader.failure("\(reader.remaining) bytes too many") }
        builder.wantsReply = flags & 4 != 0
        return builder.packet(
            client: client, frame: frame, ticket: ticket, replaces: flags & 1 != 0, isExact: flags & 2 != 0)
    }

    private mutating func addOperation() throws(CodecError) {
        let number = try reader.read(UInt8.self)
        guard let tag = OperationTag(rawValue: number) else { throw reader.failure("\(number) is not an operation") }
        let command = try reader.read(Int32.self)
        builder.add(try operation(tag), of: command)
    }

    // The evaluation order of the arguments is that of the bytes.
    private mutating func operation(_ tag: OperationTag) throws(CodecError) -> GraphOperation {
        switch tag {
        case .addSynth:
            let (id, action, target) = (try int(), try action(), try int())
            return .add(try synth(id), action, target: target)
        case .addGroup:
            let (id, action, target) = (try int(), try action(), try int())
            return .add(control.makeGroup(id: id), action, target: target)
        case .free: return .free(try int())
        case .run: return .run(try int(), try reader.read())
        case .mute:
            let id = try int()
            guard let cause = try reader.readMuteCause() else { throw reader.failure("a mute has no cause") }
            return .mute(id, cause)
        case .set: return .set(node: try int(), try key(), offset: try int(), try words())
        case .fill: return .fill(node: try int(), try key(), count: try int(), try reader.read())
        case .map: return .map(node: try int(), try key(), offset: try int(), try mapping(), count: try int())
        case .move: return .move(try int(), try action(), target: try int())
        case .freeChildren:
            let id = try int()
            return .freeChildren(id, empty: control.makeGroup(id: id))
        case .freeSynths: return .freeSynths(try int())
        case .setControlBuses: return .setControlBuses(try int(), try words())
        case .fillControlBuses: return .fillControlBuses(try int(), count: try int(), try reader.read())
        case .swapBuffer: return .swapBuffer(try int(), try buffer())
        case .swapSamples: return .swapSamples(try int(), try buffer())
        case .closeFile: return .swapFile(try int(), FileStreamMemory.none())
        case .openFile: return .swapFile(try int(), try file())
        case .setSample: return .setSample(try int(), try int(), try reader.read())
        case .setSamples: return .setSamples(try int(), start: try int(), try words())
        case .fillSamples:
            return .fillSamples(try int(), start: try int(), count: try int(), try reader.read())
        case .setSampleRate: return .setSampleRate(try int(), try reader.read())
        case .renumber: return .renumber(try int(), to: try int())
        case .trace: return .trace(try int(), try reservedWords())
        case .clearScheduled: return .clearScheduled
        case .drop: return .drop(try int(), startedBy: try reader.read())
        case .place: return .place(try int(), try action(), target: try int(), movedBy: try reader.read())
        }
    }

    private mutating func int() throws(CodecError) -> Int32 {
        try reader.read()
    }

    private mutating func action() throws(CodecError) -> AddAction {
        let number = try reader.read(Int32.self)
        guard let action = AddAction(rawValue: number) else { throw reader.failure("\(number) is not an add action") }
        return action
    }

    private mutating func key() throws(CodecError) -> ControlKey {
        let isName: Bool = try reader.read()
        let bits = try reader.read(UInt64.self)
        if isName { return .name(bits) }
        guard let index = UInt32(exactly: bits) else { throw reader.failure("\(bits) is not the index of a control") }
        return .index(Int32(bitPattern: index))
    }

    private mutating func mapping() throws(CodecError) -> ControlMapping {
        let number = try reader.read(UInt8.self)
        guard let source = ControlMapping.Source(rawValue: number) else {
            throw reader.failure("\(number) is not the source of a mapping")
        }
        return ControlMapping(source, bus: try int())
    }

    private mutating func words() throws(CodecError) -> GraphOperation.Words {
        let count = try reader.readCount(size: 4)
        var words: [CommandWord] = []
        words.reserveCapacity(count)
        for _ in 0..<count { words.append(CommandWord(try int())) }
        return builder.add(words)
    }

    private mutating func reservedWords() throws(CodecError) -> GraphOperation.Words {
        let count = Int(try int())
        guard count >= 0, count <= Self.maximumReservedWordCount - reservedWordCount else {
            throw reader.failure("\(count) reserved words are too many")
        }
        reservedWordCount += count
        return builder.reserveWords(count)
    }

    private mutating func synth(_ id: Int32) throws(CodecError) -> Node.Pointer {
        let number = try reader.read(UInt64.self)
        guard let blueprint = control.definition(number: number) else { throw .unknownDefinition(number) }
        let seed = try reader.read(UInt64.self)
        let controls = try reader.readFloats(try reader.readCount(size: 4))
        guard controls.count == blueprint.controlCount else {
            throw reader.failure("\(controls.count) controls, where the definition has \(blueprint.controlCount)")
        }
        var mappings = [ControlMapping](repeating: ControlMapping(.value, bus: 0), count: controls.count)
        for _ in 0..<(try reader.readCount(size: 9)) {
            let index = Int(try reader.read(UInt32.self))
            let mapping = try mapping()
            guard mappings.indices.contains(index), blueprint.hasBus(for: mapping) else {
                throw reader.failure("a mapping refers to a control or a bus that does not exist")
            }
            mappings[index] = mapping
        }
        do throws(SynthBuildError) {
            return try blueprint.makeSynth(id: id, controls, mappings, seed: seed)
        } catch {
            throw .unbuildableSynth(error)
        }
    }

    private mutating func file() throws(CodecError) -> UnsafeMutablePointer<FileStreamMemory> {
        let isReading: Bool = try reader.read()
        let channelCount = try reader.read(Int64.self)
        let byteCount = try reader.read(Int64.self)
        let offset = try reader.read(Int64.self)
        guard
            let memory = control.fileInArena(
                isReading ? .reading : .writing, at: offset, byteCount: Int(byteCount),
                channelCount: Int(channelCount))
        else { throw reader.failure("the queue of a file is not in the shared memory") }
        return memory
    }

    private mutating func buffer() throws(CodecError) -> UnsafeMutablePointer<BufferMemory> {
        let frameCount = try reader.read(Int64.self)
        let channelCount = try reader.read(Int64.self)
        let sampleRate: Double = try reader.read()
        let offset = try reader.read(Int64.self)
        guard sampleRate.isFinite, sampleRate >= 0 else { throw reader.failure("\(sampleRate) is not a sample rate") }
        let (frames, channels) = (Int(frameCount), Int(channelCount))
        if offset < 0, frames == 0, (0...1 << 16).contains(channels),
            let memory = BufferMemory.make(frameCount: 0, channelCount: channels, sampleRate: sampleRate)
        {
            return memory
        }
        guard frames > 0, channels > 0,
            let memory = control.bufferInArena(
                at: offset, frameCount: frames, channelCount: channels, sampleRate: sampleRate)
        else { throw reader.failure("a buffer is not in the shared memory") }
        return memory
    }
}
