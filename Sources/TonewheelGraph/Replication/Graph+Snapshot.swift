internal import TonewheelDSP
internal import TonewheelRealtime

/// Snapshots of a shadow, as packets for a new worker. `[control]`, on the thread that advances
extension Graph {
    /// The size at which a packet of a snapshot ends, in bytes.
    private static var packetSize: Int { 128 << 10 }

    func snapshot() -> [(bytes: [UInt8], arenaOffsets: [Int64])] {
        var packets = SnapshotPackets(limit: Self.packetSize)
        addBuffers(to: &packets)
        // Mirrored buses are in memory that the workers share.
        if mirror == nil { addControlBuses(to: &packets) }
        addTree(below: root, to: &packets)
        addTree(below: engineGroup, to: &packets)
        return packets.all
    }

    private func addBuffers(to packets: inout SnapshotPackets) {
        let buffers = context.pointee.buffers
        for index in 0..<buffers.count where buffers[index].sampleCount > 0 {
            // A temporary for the encoder: the graph still owns the samples.
            var memory = BufferMemory(disposal: DisposalLink(.buffer), buffer: buffers[index])
            withUnsafeMutablePointer(to: &memory) { packets.add(.swapBuffer(Int32(index), $0)) }
        }
        for index in 0..<buffers.count where buffers.file(at: index).owner != nil {
            var memory = FileStreamMemory(disposal: DisposalLink(.file), stream: buffers.file(at: index))
            withUnsafeMutablePointer(to: &memory) { packets.add(.swapFile(Int32(index), $0)) }
        }
        for index in 0..<fillCount {
            let fill = fills[index]
            packets.add(
                .fillSamples(
                    Int32(fill.buffer), start: Int32(fill.next), count: Int32(fill.end - fill.next), fill.value))
        }
    }

    /// Adds the values that clients have set. Only the worker knows those that synths have written.
    private func addControlBuses(to packets: inout SnapshotPackets) {
        let buses = context.pointee.controlBuses
        var bus = 0
        while bus < buses.count {
            guard buses[bus].bitPattern != 0 else {
                bus += 1
                continue
            }
            var values: [CommandWord] = []
            while bus + values.count < buses.count, values.count < 1024, buses[bus + values.count].bitPattern != 0 {
                values.append(CommandWord(buses[bus + values.count]))
            }
            packets.add(.setControlBuses(Int32(bus), .init(start: 0, count: Int32(values.count))), values)
            bus += values.count
        }
    }

    private func addTree(below top: Node.Pointer, to packets: inout SnapshotPackets) {
        if !top.pointee.isRunning { packets.add(.run(top.pointee.id, false)) }
        var next = top.pointee.head
        while let node = next {
            if let parent = node.pointee.parent { packets.add(.add(node, .toTail, target: parent.pointee.id)) }
            if let cause = node.pointee.muteCause {
                packets.add(.mute(node.pointee.id, cause))
            } else if !node.pointee.isRunning {
                packets.add(.run(node.pointee.id, false))
            }
            next = if let child = node.pointee.head { child } else { nodeAfter(node, below: top) }
        }
    }

    /// Returns the scheduled packets in their order, after the one that has been applied in part.
    mutating func waiting() -> [(frame: Int64, bytes: [UInt8], packet: CommandPacket.Pointer)] {
        waitingPackets().compactMap { waiting in
            // A packet that cannot be encoded has not been forwarded.
            guard let bytes = try? PacketCodec.encode(waiting.packet, from: waiting.first), !bytes.isEmpty else {
                return nil
            }
            return (waiting.frame, bytes, waiting.packet)
        }
    }

    mutating func waitingPackets() -> [WaitingPacket] {
        // A worker receives packets by their stamps.
        if !isWorker { receivePackets() }
        var all: [WaitingPacket] = []
        if let unfinished {
            all.append(WaitingPacket(packet: unfinished.packet, first: unfinished.next, frame: counts.frame))
        }
        all += (0..<scheduled.count).map {
            WaitingPacket(packet: scheduled[$0], first: 0, frame: scheduled[$0].pointee.frame)
        }
        .sorted { ($0.frame, $0.packet.pointee.arrival) < ($1.frame, $1.packet.pointee.arrival) }
        return all.filter { !$0.packet.pointee.isRejected }
    }
}

/// A scheduled packet, or one that has been applied in part.
struct WaitingPacket {
    let packet: CommandPacket.Pointer

    /// The index of the first operation that has not been applied.
    let first: Int
    let frame: Int64

    var arenaOffsets: [Int64] { packet.pointee.arenaOffsets(from: first) }
}

/// A builder that splits operations into packets of limited size.
private struct SnapshotPackets {
    private let limit: Int
    private var encoder = PacketEncoder()
    private var full: [(bytes: [UInt8], arenaOffsets: [Int64])] = []
    private var offsets: [Int64] = []

    init(limit: Int) {
        self.limit = limit
    }

    /// Adds an operation. One that needs private memory is skipped, since no other process can map it.
    mutating func add(_ operation: GraphOperation, _ words: [CommandWord] = []) {
        let isAdded = words.withUnsafeBufferPointer { words in
            (try? encoder.add(operation, words.baseAddress)) != nil
        }
        if isAdded, let offset = operation.arenaOffset { offsets.append(offset) }
        if encoder.byteCount >= limit { endPacket() }
    }

    private mutating func endPacket() {
        guard !encoder.isEmpty else { return }
        full.append((encoder.packet(), offsets))
        encoder = PacketEncoder()
        offsets = []
    }

    var all: [(bytes: [UInt8], arenaOffsets: [Int64])] {
        encoder.isEmpty ? full : full + [(encoder.packet(), offsets)]
    }
}
