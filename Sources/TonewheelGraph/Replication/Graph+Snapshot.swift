internal import TonewheelDSP
internal import TonewheelRealtime

/// What a shadow knows, as packets for a worker that knows nothing. `[control]`, on the thread that advances
extension Graph {
    /// Bytes after which a packet of a snapshot ends.
    private static var packetSize: Int { 128 << 10 }

    func snapshot() -> [[UInt8]] {
        var packets = SnapshotPackets(limit: Self.packetSize)
        addBuffers(to: &packets)
        // Those of a mirror are in memory that the workers share.
        if mirror == nil { addControlBuses(to: &packets) }
        addTree(below: root, to: &packets)
        addTree(below: engineGroup, to: &packets)
        return packets.all
    }

    private func addBuffers(to packets: inout SnapshotPackets) {
        let buffers = context.pointee.buffers
        for index in 0..<buffers.count where buffers[index].sampleCount > 0 {
            // For the encoder's eyes only: the samples stay the graph's.
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

    /// What clients have set: of what synths write, the worker alone knows.
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
            if !node.pointee.isRunning { packets.add(.run(node.pointee.id, false)) }
            next = if let child = node.pointee.head { child } else { nodeBehind(node, below: top) }
        }
    }

    /// What waits for its time, in its order, and what has been applied in part.
    mutating func waiting() -> [(frame: Int64, bytes: [UInt8])] {
        waitingPackets().compactMap { waiting in
            // What cannot be encoded has not been forwarded.
            guard let bytes = try? PacketCodec.encode(waiting.packet, from: waiting.first), !bytes.isEmpty else {
                return nil
            }
            return (waiting.frame, bytes)
        }
    }

    mutating func waitingPackets() -> [WaitingPacket] {
        takePackets()
        var all: [WaitingPacket] = []
        if let unfinished {
            all.append(WaitingPacket(packet: unfinished.packet, first: unfinished.next, frame: counts.frame))
        }
        all += (0..<scheduled.count).map {
            WaitingPacket(packet: scheduled[$0], first: 0, frame: scheduled[$0].pointee.frame)
        }
        .sorted { ($0.frame, $0.packet.pointee.arrival) < ($1.frame, $1.packet.pointee.arrival) }
        return all.filter { !$0.packet.pointee.isRefused }
    }
}

/// A packet that waits for its time, or has been applied in part.
struct WaitingPacket {
    let packet: CommandPacket.Pointer

    /// The operation from which on nothing has been applied yet.
    let first: Int
    let frame: Int64

    var arenaOffsets: [Int64] { packet.pointee.arenaOffsets(from: first) }
}

/// Gathers operations in packets that are not too long.
private struct SnapshotPackets {
    private let limit: Int
    private var encoder = PacketEncoder()
    private var full: [[UInt8]] = []

    init(limit: Int) {
        self.limit = limit
    }

    /// Adds an operation; one that needs private memory is left out, as nobody else has that.
    mutating func add(_ operation: GraphOperation, _ words: [CommandWord] = []) {
        words.withUnsafeBufferPointer { words in
            try? encoder.add(operation, words.baseAddress)
        }
        if encoder.byteCount >= limit { endPacket() }
    }

    private mutating func endPacket() {
        guard !encoder.isEmpty else { return }
        full.append(encoder.packet())
        encoder = PacketEncoder()
    }

    var all: [[UInt8]] { encoder.isEmpty ? full : full + [encoder.packet()] }
}
