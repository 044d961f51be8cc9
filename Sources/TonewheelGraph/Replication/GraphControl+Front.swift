internal import Synchronization
package import TonewheelDSP
internal import TonewheelRealtime

/// Further operations of a front on its shadow. `[control]`, on the thread that advances
extension GraphControl {
    /// Starts a new run: blocks are counted from 0 again, and all nodes are older than block 0.
    package func restart() {
        link.pendingEvents.withLock { $0.removeAll() }
        graph.pointee.begin(atFrame: 0)
        graph.pointee.rebase(toBlock: -1)
    }

    /// Rebases the node ages for a worker that starts with a snapshot in a block that the shadow may have passed: no
    /// node is younger than that block.
    package func rebase(toBlock block: Int64) {
        graph.pointee.rebase(toBlock: block)
    }

    /// Forwards a message of a unit in the worker to clients.
    package func relay(_ message: UnitMessage) {
        graph.pointee.context.pointee.messages.send(message)
        if let signal = graph.pointee.signal { signal() }
    }

    /// Quarantines the definition of a node: its synths end, and no further ones are built from it until it is added
    /// again.
    ///
    /// - Returns: The definition's name; nil if there is no such synth.
    package func quarantine(node id: Int32, reason: String) -> String? {
        guard let blueprint = graph.pointee.blueprint(ofNode: id) else { return nil }
        blueprint.quarantine(reason)
        graph.pointee.freeSynths(of: blueprint)
        return blueprint.definition.name
    }

    /// Refuses further synths of the definition of a node. Its other synths continue.
    ///
    /// - Returns: The definition's name; nil if there is no such synth.
    package func refuseDefinition(ofNode id: Int32, reason: String) -> String? {
        guard let blueprint = graph.pointee.blueprint(ofNode: id) else { return nil }
        blueprint.quarantine(reason)
        return blueprint.definition.name
    }

    /// Returns the name of a synth's definition, and the unit of a mark: its index in the order of the schedule, −1 if
    /// it is unknown. Returns nil if there is no such synth.
    package func unit(ofMark mark: Int64, node id: Int32) -> (definition: String, unit: Int32)? {
        guard let blueprint = graph.pointee.blueprint(ofNode: id) else { return nil }
        return (blueprint.definition.name, graph.pointee.unit(ofMark: mark, node: id))
    }

    /// The arena offsets that `snapshot` and `waiting` refer to: those of buffers, and of queues of open files.
    package var arenaOffsets: [Int64] {
        bufferOffsets + graph.pointee.waitingPackets().flatMap { $0.arenaOffsets }
    }

    /// The arena offsets of the samples of all buffers, and of the queues of their open files.
    package var bufferOffsets: [Int64] {
        let buffers = graph.pointee.context.pointee.buffers
        return (0..<buffers.count).compactMap { buffers[$0].offset }
            + (0..<buffers.count).compactMap { buffers.file(at: $0).offset }
    }

    /// The size that an image of the worker's graph is expected to have, in bytes: the shadow has the same synths.
    package var expectedImageBytes: Int {
        let nodes = 256 * graph.pointee.nodeNumbers().count
        let buses = shape.audioBusCount * (shape.blockFrames * 4 + 12) + shape.controlBusCount * 16
        return synthMemory.used * 5 / 4 + nodes + buses + 64 * (shape.bufferCount + shape.packetCapacity) + 1 << 20
    }

    /// The IDs of the nodes of both trees, in the order in which they are rendered. For tests.
    package var nodeNumbers: [Int32] { graph.pointee.nodeNumbers() }

    /// The IDs of the muted nodes of both trees, with the reasons. For tests.
    package var muted: [Int32: MuteCause] { graph.pointee.muted() }
}

extension Graph {
    mutating func rebase(toBlock block: Int64) {
        for top in [root, engineGroup] {
            var next: Node.Pointer? = top
            while let node = next {
                node.pointee.startBlock = min(node.pointee.startBlock, block)
                node.pointee.runBlock = min(node.pointee.runBlock, block)
                node.pointee.moveBlock = min(node.pointee.moveBlock, block)
                next = if let child = node.pointee.head { child } else { nodeAfter(node, below: top) }
            }
        }
    }

    func blueprint(ofNode id: Int32) -> Blueprint? {
        guard let synth = find(id)?.pointee.synth else { return nil }
        return synth.pointee.blueprint.takeUnretainedValue()
    }

    /// Frees all synths of a definition, as if they had freed themselves.
    mutating func freeSynths(of blueprint: Blueprint) {
        endsLeft = .max
        let address = UInt64(UInt(bitPattern: Unmanaged.passUnretained(blueprint).toOpaque()))
        for top in [root, engineGroup] {
            var next = firstSynth(top)
            while let node = next {
                next = synthAfter(node, below: top)
                if node.pointee.synth?.pointee.blueprintAddress == address { free(node) }
            }
        }
        returnDisposedNodes()
        publish()
    }

    func muted() -> [Int32: MuteCause] {
        Dictionary(
            uniqueKeysWithValues: nodeNumbers().compactMap { id in find(id)?.pointee.muteCause.map { (id, $0) } })
    }

    func nodeNumbers() -> [Int32] {
        var numbers: [Int32] = []
        for top in [root, engineGroup] {
            var next: Node.Pointer? = top
            while let node = next {
                numbers.append(node.pointee.id)
                next = if let child = node.pointee.head { child } else { nodeAfter(node, below: top) }
            }
        }
        return numbers
    }
}

extension CommandPacket {
    /// The arena offsets of the memory that its operations bring: those of buffers, and of queues of open files.
    package var arenaOffsets: [Int64] { arenaOffsets(from: 0) }

    /// - Parameter first: The index of the first operation that has not been applied.
    func arenaOffsets(from first: Int) -> [Int64] {
        (first..<count).compactMap { operations[$0].operation.arenaOffset }
    }
}

extension GraphOperation {
    /// The arena offset of the memory that the operation brings; nil if there is none.
    var arenaOffset: Int64? {
        switch self {
        case .swapBuffer(_, let memory), .swapSamples(_, let memory): memory.pointee.buffer.offset
        case .swapFile(_, let memory): memory.pointee.stream.offset
        default: nil
        }
    }
}

extension SampleBuffer {
    /// The arena offset of the samples; nil if there are none, or they are in private memory.
    fileprivate var offset: Int64? { sampleCount > 0 && arenaOffset >= 0 ? arenaOffset : nil }
}

extension FileStream {
    /// The arena offset of the queue; nil if there is none, or it is in private memory.
    fileprivate var offset: Int64? { queue.flatMap { $0.arenaOffset >= 0 ? $0.arenaOffset : nil } }
}
