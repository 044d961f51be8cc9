internal import TonewheelDSP
internal import TonewheelRealtime

/// An encoder of operations. The bytes contain no pointers, and nothing else that is meaningful in this process only.
/// `[control]`
struct PacketEncoder {
    /// The first byte of every packet.
    static let version: UInt8 = 1

    /// The number of bytes before the operations.
    static let headerSize = 26

    private var body = ByteWriter()
    private(set) var operationCount = 0

    /// The size of the packet so far, in bytes.
    var byteCount: Int { Self.headerSize + body.count }

    var isEmpty: Bool { operationCount == 0 }

    /// Returns the packet, with all operations that have been added.
    func packet(
        client: UInt32 = 0, frame: Int64 = .min, ticket: UInt64 = 0, replaces: Bool = false, isExact: Bool = false,
        wantsReply: Bool = false
    ) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(Self.version)
        writer.write(UInt8(replaces ? 1 : 0) | UInt8(isExact ? 2 : 0) | UInt8(wantsReply ? 4 : 0))
        writer.write(client)
        writer.write(frame)
        writer.write(ticket)
        writer.write(UInt32(operationCount))
        writer.write(body.bytes)
        return writer.bytes
    }

    /// Adds an operation, unless it is a query.
    ///
    /// - Parameter words: The words of its packet, if it has any.
    /// - Throws: `CodecError.privateMemory` if it brings memory that other processes cannot map. Nothing has been
    ///   added then.
    mutating func add(
        _ operation: GraphOperation, of command: Int32 = 0, _ words: UnsafePointer<CommandWord>?
    ) throws(CodecError) {
        guard let tag = operation.tag else { return }
        let start = body.count
        body.write(tag.rawValue)
        body.write(command)
        do throws(CodecError) {
            try write(operation, words)
        } catch {
            body.truncate(to: start)
            throw error
        }
        operationCount += 1
    }

    private mutating func write(
        _ operation: GraphOperation, _ words: UnsafePointer<CommandWord>?
    ) throws(CodecError) {
        switch operation {
        case .add(let node, let action, let target):
            body.write(node.pointee.id)
            body.write(action.rawValue)
            body.write(target)
            if let synth = node.pointee.synth { write(synth) }
        case .run(let id, let isRunning):
            body.write(id)
            body.write(isRunning)
        case .mute(let id, let cause):
            body.write(id)
            body.write(cause)
        case .set(let id, let key, let offset, let range):
            body.write(id)
            write(key)
            body.write(offset)
            write(words, range)
        case .fill(let id, let key, let count, let value):
            body.write(id)
            write(key)
            body.write(count)
            body.write(value)
        case .map(let id, let key, let offset, let mapping, let count):
            body.write(id)
            write(key)
            body.write(offset)
            write(mapping)
            body.write(count)
        case .move(let id, let action, let target):
            body.write(id)
            body.write(action.rawValue)
            body.write(target)
        case .place(let id, let action, let target, let block):
            body.write(id)
            body.write(action.rawValue)
            body.write(target)
            body.write(block)
        case .drop(let id, let block):
            body.write(id)
            body.write(block)
        case .setControlBuses(let first, let range):
            body.write(first)
            write(words, range)
        case .fillControlBuses(let first, let count, let value):
            body.write(first)
            body.write(count)
            body.write(value)
        case .swapBuffer(let index, let memory), .swapSamples(let index, let memory):
            body.write(index)
            try write(memory.pointee.buffer)
        case .swapFile(let index, let memory):
            body.write(index)
            if !memory.pointee.isNone { try write(memory.pointee.stream) }
        case .setSample(let index, let sample, let value):
            body.write(index)
            body.write(sample)
            body.write(value)
        case .setSamples(let index, let start, let range):
            body.write(index)
            body.write(start)
            write(words, range)
        case .fillSamples(let index, let start, let count, let value):
            body.write(index)
            body.write(start)
            body.write(count)
            body.write(value)
        case .setSampleRate(let index, let rate):
            body.write(index)
            body.write(rate)
        case .renumber(let id, let newID):
            body.write(id)
            body.write(newID)
        case .trace(let id, let range):
            body.write(id)
            body.write(range.count)
        case .free(let id), .freeChildren(let id, _), .freeSynths(let id):
            body.write(id)
        case .clearScheduled, .query, .getControls, .getControlBuses, .getSamples, .getBuffer, .getTree, .mark,
            .settle, .fail:
            break
        }
    }

    private mutating func write(_ key: ControlKey) {
        switch key {
        case .index(let index):
            body.write(false)
            body.write(UInt64(UInt32(bitPattern: index)))
        case .name(let hash):
            body.write(true)
            body.write(hash)
        }
    }

    private mutating func write(_ mapping: ControlMapping) {
        body.write(mapping.source.rawValue)
        body.write(mapping.bus)
    }

    private mutating func write(_ words: UnsafePointer<CommandWord>?, _ range: GraphOperation.Words) {
        guard let words else { return body.write(UInt32(0)) }
        body.write(UInt32(range.count))
        for index in 0..<range.count { body.write(words[Int(range.start + index)].bits) }
    }

    /// Writes the arguments that a synth is built with. A shadow does not render it, so that its controls are as they
    /// were set.
    private mutating func write(_ synth: UnsafeMutablePointer<Synth>) {
        body.write(synth.pointee.blueprint.takeUnretainedValue().number)
        body.write(synth.pointee.seed)
        let (controls, mappings) = (synth.pointee.context.controls, synth.pointee.context.mappings)
        body.write(UInt32(synth.pointee.controlCount))
        for control in 0..<synth.pointee.controlCount { body.write(controls[control]) }
        body.write(UInt32(synth.pointee.mappedCount))
        for control in 0..<synth.pointee.controlCount where mappings[control].source != .value {
            body.write(UInt32(control))
            write(mappings[control])
        }
    }

    private mutating func write(_ stream: FileStream) throws(CodecError) {
        guard let queue = stream.queue, queue.arenaOffset >= 0 else { throw .privateMemory }
        body.write(stream.isReading)
        body.write(Int64(stream.channelCount))
        body.write(Int64(queue.byteCount))
        body.write(queue.arenaOffset)
    }

    private mutating func write(_ buffer: SampleBuffer) throws(CodecError) {
        guard buffer.sampleCount == 0 || buffer.arenaOffset >= 0 else { throw .privateMemory }
        body.write(Int64(buffer.frameCount))
        body.write(Int64(buffer.channelCount))
        body.write(buffer.sampleRate)
        body.write(buffer.sampleCount == 0 ? Int64(-1) : buffer.arenaOffset)
    }
}
