import TestSupport
import Testing
import TonewheelDSP
import TonewheelGraph
import TonewheelRealtime

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The byte encoding of packets.
@Suite struct PacketCodecTests {
    private let front = GraphControl.replica(.shadow)
    private let worker = GraphControl.replica(.worker)

    init() throws {
        try front.add(.voice)
        let blueprint = try #require(front.blueprint("voice"))
        try worker.define(
            number: blueprint.number, SynthDefFile(definitions: [.voice]).encoded())
    }

    /// Adds operations of all kinds that are sent to a worker, each with its own words.
    private func addAll(to builder: inout CommandPacketBuilder) {
        func words(_ builder: inout CommandPacketBuilder) -> GraphOperation.Words {
            builder.add([CommandWord(0.5 as Float), CommandWord(-7 as Int32), CommandWord(Float.nan)])
        }
        let mapping = ControlMapping(.audioBus, bus: 3)
        let synth = try! front.makeSynth(
            "voice", id: 1000,
            [
                .init(key: .index(0), value: .number(0.25)), .init(key: .index(2), value: .mapping(mapping)),
            ])
        let operations: [GraphOperation] = [
            .add(front.makeGroup(id: 100), .toHead, target: 0), .add(synth, .after, target: 100), .free(-5),
            .run(1, true), .run(2, false), .set(node: 3, .index(-1), offset: 2, words(&builder)),
            .set(node: 3, ControlKey(name: "level"), words(&builder)),
            .fill(node: 4, .index(1), count: 9, 0.125), .map(node: 5, .index(2), offset: 1, mapping, count: 2),
            .move(6, .before, target: 7), .freeChildren(8, empty: front.makeGroup(id: 8)), .freeSynths(9),
            .setControlBuses(10, words(&builder)), .fillControlBuses(11, count: 3, -1),
            .swapBuffer(1, BufferMemory.make(frameCount: 0, channelCount: 2, sampleRate: 44_100)!),
            .swapSamples(2, BufferMemory.make(frameCount: 0, channelCount: 1, sampleRate: 1)!),
            .swapFile(3, FileStreamMemory.none()), .setSample(12, 13, 0.75),
            .setSamples(14, start: -2, words(&builder)), .fillSamples(15, start: 16, count: 17, 18),
            .setSampleRate(19, 96_000), .renumber(20, to: 21), .trace(22, builder.reserveWords(500)), .clearScheduled,
            .drop(23, startedBy: 24), .place(25, .toTail, target: 26, movedBy: -27),
            .mute(28, .nonFinite(unit: 29)), .mute(30, .fault(unit: -1)),
        ]
        for (index, operation) in operations.enumerated() { builder.add(operation, of: Int32(index)) }
    }

    private func bytes(
        frame: Int64 = 12_345, ticket: UInt64 = 6, replaces: Bool = true, isExact: Bool = true,
        _ builder: CommandPacketBuilder
    ) throws -> [UInt8] {
        let packet = builder.packet(client: 77, frame: frame, ticket: ticket, replaces: replaces, isExact: isExact)
        defer { front.discard(packet) }
        return try PacketCodec.encode(packet)
    }

    private func everything() throws -> [UInt8] {
        var builder = CommandPacketBuilder()
        builder.wantsReply = true
        addAll(to: &builder)
        return try bytes(builder)
    }

    @Test func everyOperationRoundTrips() throws {
        let sent = try everything()
        let packet = try worker.decode(sent)
        #expect(packet.pointee.client == 77)
        #expect(packet.pointee.frame == 12_345)
        #expect(packet.pointee.ticket == 6)
        #expect(packet.pointee.isExact)
        #expect(packet.pointee.wantsReply)
        #expect(packet.pointee.count == 28)
        let again = try PacketCodec.encode(packet)
        worker.discard(packet)
        #expect(again == sent)
        #expect(worker.synthMemory.used == 0)
    }

    @Test func queriesStayInTheShadow() throws {
        var builder = CommandPacketBuilder()
        let room = builder.reserveWords(3)
        for operation: GraphOperation in [
            .query(0, room), .getControls(node: 1, .index(0), room), .getControlBuses(0, room),
            .getSamples(0, start: 0, room), .getBuffer(0, room), .getTree(0, withControls: true, room), .mark(1),
            .settle(0, 1), .fail(1),
        ] { builder.add(operation, of: 0) }
        #expect(try bytes(ticket: 0, builder) == [])
        // A packet with a ticket may be replaced by one that has operations for the worker.
        #expect(try worker.decode(bytes(ticket: 5, builder)).pointee.count == 0)
        builder.add(.free(1), of: 0)
        let packet = try worker.decode(bytes(ticket: 0, builder))
        #expect(packet.pointee.count == 1)
        worker.discard(packet)
    }

    @Test func privateMemoryIsRejected() throws {
        let private1 = try #require(BufferMemory.make(frameCount: 8, channelCount: 1, sampleRate: 48_000))
        var builder = CommandPacketBuilder()
        builder.add(.free(1), of: 0)
        builder.add(.swapBuffer(0, private1), of: 0)
        #expect(throws: CodecError.privateMemory) { try bytes(builder) }
    }

    @Test func arenaBuffersMapToTheSameSamples() throws {
        let arena = try SharedArena(name: "test", byteCount: 1 << 20)
        let mapped = try SharedArena(descriptors: [dup(arena.descriptors[0])])
        let renderer = GraphControl(GraphShape(), units: [], role: .worker, arena: mapped)
        let buffer = try #require(
            BufferMemory.make(frameCount: 10, channelCount: 2, sampleRate: 44_100, in: arena))
        buffer.pointee.buffer.samples[7] = 0.75
        arena.retain(buffer.pointee.arenaOffset)
        var builder = CommandPacketBuilder()
        builder.add(.swapBuffer(2, buffer), of: 0)
        let sent = try bytes(builder)
        #expect(throws: CodecError.self) { try worker.decode(sent) }
        let packet = try renderer.decode(sent)
        guard case .swapBuffer(2, let memory) = packet.pointee[0].operation else {
            Issue.record("another operation")
            return
        }
        #expect(memory.pointee.buffer.samples[7] == 0.75)
        #expect(memory.pointee.buffer.frameCount == 10)
        #expect(memory.pointee.buffer.channelCount == 2)
        #expect(memory.pointee.buffer.sampleRate == 44_100)
        let offset = memory.pointee.arenaOffset
        renderer.discard(packet)
        #expect(renderer.takeUnmappedOffsets() == [offset])
    }

    /// Decodes an operation on a file in a new worker.
    private func open(
        _ sent: [UInt8], _ arena: SharedArena
    ) throws -> (GraphControl, CommandPacket.Pointer, FileStream) {
        arena.retain(0)
        let worker = GraphControl(
            GraphShape(), units: [], role: .worker, arena: try SharedArena(descriptors: [dup(arena.descriptors[0])]))
        let packet = try worker.decode(sent)
        guard case .swapFile(3, let memory) = packet.pointee[0].operation else { throw RingError.notARing }
        return (worker, packet, memory.pointee.stream)
    }

    @Test func nextWorkerResumesAFile() throws {
        let arena = try SharedArena(name: "test", byteCount: 1 << 20)
        let queue = try #require(FileQueue(.writing, minimumFrames: 64, channelCount: 2, in: arena))
        var builder = CommandPacketBuilder()
        builder.add(.swapFile(3, FileStreamMemory.end(of: queue)), of: 0)
        let sent = try bytes(builder)
        #expect(throws: CodecError.self) { try worker.decode(sent) }
        let samples = (0..<40).map { Float($0) }
        for start in [0, 20] {
            let (worker, packet, stream) = try open(sent, arena)
            #expect(stream.channelCount == 2 && !stream.isReading)
            let end = try #require(stream.end)
            #expect(end.pointee.write(Array(samples[start...]), frameCount: 10) == 10)
            #expect(queue.isHeldElsewhere)
            worker.discard(packet)
            #expect(worker.takeUnmappedOffsets() == [queue.arenaOffset])
            arena.release(queue.arenaOffset)
            #expect(!queue.isHeldElsewhere)
        }
        var taken = [Float](repeating: -1, count: 40)
        #expect(queue.take(into: &taken, frameCount: 20) == 20)
        #expect(taken == samples)
    }

    @Test func loopStateIsSharedWithTheFront() throws {
        let arena = try SharedArena(name: "test", byteCount: 1 << 20)
        let queue = try #require(FileQueue(.reading, minimumFrames: 64, channelCount: 1, in: arena))
        queue.append([0.5, 0.25], frameCount: 2)
        var builder = CommandPacketBuilder()
        builder.add(.swapFile(3, FileStreamMemory.end(of: queue)), of: 0)
        let (worker, packet, stream) = try open(try bytes(builder), arena)
        #expect(stream.isReading)
        let end = try #require(stream.end)
        var taken: [Float] = [0, 0]
        #expect(end.pointee.read(into: &taken, frameCount: 2) == 2)
        #expect(taken == [0.5, 0.25])
        end.pointee.setLooping(true)
        let isLooping = queue.state.pointee.isLooping
        #expect(isLooping)
        queue.state.pointee.setEnded(true)
        let isEnded = end.pointee.isEnded
        #expect(isEnded)
        worker.discard(packet)
    }

    /// An invalid queue is rejected, and its range is unmapped.
    @Test func invalidFileQueuesAreRejected() throws {
        let arena = try SharedArena(name: "test", byteCount: 1 << 20)
        let queue = try #require(FileQueue(.writing, minimumFrames: 64, channelCount: 3, in: arena))
        var builder = CommandPacketBuilder()
        builder.add(.swapFile(3, FileStreamMemory.end(of: queue)), of: 0)
        var sent = try bytes(builder)
        let worker = GraphControl(
            GraphShape(), units: [], role: .worker, arena: try SharedArena(descriptors: [dup(arena.descriptors[0])]))
        let header = try #require(arena.map(offset: queue.arenaOffset, byteCount: 64, isCommon: true))
            .assumingMemoryBound(to: UInt64.self)
        header[0] ^= 1
        #expect(throws: CodecError.self) { try worker.decode(sent) }
        #expect(worker.takeUnmappedOffsets() == [queue.arenaOffset])
        header[0] ^= 1
        worker.discard(try worker.decode(sent))
        // The bytes end with the channel count, the length and the offset.
        for (place, value) in [(24, 5), (16, 1 << 40), (16, -1), (8, 4096), (8, -4096), (24, 0)] as [(Int, Int64)] {
            var changed = sent
            withUnsafeBytes(of: value.littleEndian) {
                changed.replaceSubrange(sent.count - place..<sent.count - place + 8, with: $0)
            }
            #expect(throws: CodecError.self, "\(value) at \(place)") { try worker.decode(changed) }
        }
        sent.removeLast()
        #expect(throws: CodecError.self) { try worker.decode(sent) }
    }

    @Test func missingDefinitionsAreRejected() throws {
        var builder = CommandPacketBuilder()
        builder.add(.add(front.voice(1), .toTail, target: 0), of: 0)
        let sent = try bytes(builder)
        let number = try #require(front.blueprint("voice")).number
        worker.discard(try worker.decode(sent))
        worker.removeDefinition(number: number)
        #expect(throws: CodecError.unknownDefinition(number)) { try worker.decode(sent) }
        #expect(throws: CodecError.self) { try worker.define(number: 1, [1, 2, 3]) }
        let two = try SynthDefFile(definitions: [.voice, .trace]).encoded()
        #expect(throws: CodecError.self) { try worker.define(number: 1, two) }
    }

    @Test func everyTruncationIsRejected() throws {
        let sent = try everything()
        for size in sent.indices {
            #expect(throws: CodecError.self) { try worker.decode(Array(sent.prefix(size))) }
        }
        #expect(throws: CodecError.self) { try worker.decode(sent + [0]) }
        #expect(worker.synthMemory.used == 0)
    }

    /// Arbitrary bytes are either rejected without a leak, or are a packet that the graph can apply.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func arbitraryBytesAreHandled(seed: UInt64) throws {
        var random = RepeatableRandom(seed: seed)
        let sent = try everything()
        var accepted = 0
        for _ in 0..<5000 {
            var bytes = sent
            if Int.random(in: 0..<8, using: &random) == 0 {
                bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
            } else {
                for _ in 0...Int.random(in: 0...3, using: &random) {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    bytes[place] =
                        Bool.random(using: &random)
                        ? UInt8.random(in: 0...255, using: &random)
                        : bytes[place] ^ (1 << UInt8.random(in: 0..<8, using: &random))
                }
            }
            let used = worker.synthMemory.used
            do throws(CodecError) {
                let packet = try worker.decode(bytes)
                accepted += 1
                #expect(worker.enqueue(packet))
                #expect(worker.take(.packet(atFrame: worker.graph.pointee.frame)))
                worker.render()
                worker.collect { _ in }
            } catch {
                #expect(!error.description.isEmpty)
                #expect(worker.synthMemory.used == used)
            }
        }
        #expect(accepted > 100)
    }
}
