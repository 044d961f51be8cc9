internal import Synchronization
package import TonewheelDSP
internal import TonewheelRealtime

/// What a front does with its shadow besides. `[control]`, on the thread that advances
extension GraphControl {
    /// A new run begins: blocks are counted from 0 again, and all nodes are older than that.
    package func restart() {
        link.early.withLock { $0.removeAll() }
        graph.pointee.begin(atFrame: 0)
        graph.pointee.rebase(toBlock: -1)
    }

    /// A worker begins with all that there is in a block that the shadow may have passed: nothing is younger than that block.
    package func rebase(toBlock block: Int64) {
        graph.pointee.rebase(toBlock: block)
    }

    /// Tells clients what a unit has said in the worker.
    package func pass(on message: UnitMessage) {
        graph.pointee.context.pointee.messages.send(message)
        if let news = graph.pointee.news { news() }
    }

    /// Leaves out the definition that a node was built from: its synths end, and no further ones are built from it until it is added again.
    ///
    /// - Returns: the definition's name; nil if there is no such synth.
    package func quarantine(node id: Int32, reason: String) -> String? {
        guard let blueprint = graph.pointee.blueprint(ofNode: id) else { return nil }
        blueprint.refuse(reason)
        graph.pointee.drop(synthsOf: blueprint)
        return blueprint.definition.name
    }

    /// The ranges of the arena that `snapshot` and `waiting` refer to: buffers, and queues of open files.
    package var arenaOffsets: [Int64] {
        let buffers = graph.pointee.context.pointee.buffers
        let held = (0..<buffers.count).flatMap { [buffers[$0].offset, buffers.file(at: $0).offset] }
        return held.compactMap(\.self) + graph.pointee.waitingPackets().flatMap { $0.arenaOffsets }
    }

    /// The nodes of both trees, in the order in which they are rendered. For tests.
    package var nodeNumbers: [Int32] { graph.pointee.nodeNumbers() }
}

extension Graph {
    mutating func rebase(toBlock block: Int64) {
        for top in [root, engineGroup] {
            var next: Node.Pointer? = top
            while let node = next {
                node.pointee.startBlock = min(node.pointee.startBlock, block)
                node.pointee.runBlock = min(node.pointee.runBlock, block)
                node.pointee.moveBlock = min(node.pointee.moveBlock, block)
                next = if let child = node.pointee.head { child } else { nodeBehind(node, below: top) }
            }
        }
    }

    func blueprint(ofNode id: Int32) -> Blueprint? {
        guard let synth = find(id)?.pointee.synth else { return nil }
        return synth.pointee.blueprint.takeUnretainedValue()
    }

    /// Ends all synths that were built from a definition, as if they had done so by themselves.
    mutating func drop(synthsOf blueprint: Blueprint) {
        endsLeft = .max
        let address = UInt64(UInt(bitPattern: Unmanaged.passUnretained(blueprint).toOpaque()))
        for top in [root, engineGroup] {
            var next = firstSynth(top)
            while let node = next {
                next = synthBehind(node, below: top)
                if node.pointee.synth?.pointee.blueprintAddress == address { free(node) }
            }
        }
        giveBackDisposed()
        publish()
    }

    func nodeNumbers() -> [Int32] {
        var numbers: [Int32] = []
        for top in [root, engineGroup] {
            var next: Node.Pointer? = top
            while let node = next {
                numbers.append(node.pointee.id)
                next = if let child = node.pointee.head { child } else { nodeBehind(node, below: top) }
            }
        }
        return numbers
    }
}

extension CommandPacket {
    /// The ranges of the arena that it brings: buffers, and queues of open files.
    package var arenaOffsets: [Int64] { arenaOffsets(from: 0) }

    /// - Parameter first: the operation from which on nothing has been applied yet.
    func arenaOffsets(from first: Int) -> [Int64] {
        (first..<count).compactMap { index in
            switch operations[index].operation {
            case .swapBuffer(_, let memory), .swapSamples(_, let memory): memory.pointee.buffer.offset
            case .swapFile(_, let memory): memory.pointee.stream.offset
            default: nil
            }
        }
    }
}

extension SampleBuffer {
    /// Where its samples begin in an arena; nil if they are not in one, or there are none.
    fileprivate var offset: Int64? { sampleCount > 0 && arenaOffset >= 0 ? arenaOffset : nil }
}

extension FileStream {
    /// Where its queue begins in an arena; nil if it is not in one, or there is none.
    fileprivate var offset: Int64? { queue.flatMap { $0.arenaOffset >= 0 ? $0.arenaOffset : nil } }
}
