internal import TonewheelDSP
internal import TonewheelRealtime

/// The application of packets. `[render]`
extension Graph {
    /// Applies a packet from its operation `first` on. Returns it to the control side, or keeps it if it must wait.
    ///
    /// - Parameter offset: The number of frames of the block before the packet is due.
    @_noLocks @_noAllocation
    mutating func apply(_ packet: CommandPacket.Pointer, from first: Int, offset: Int) {
        let words = packet.pointee.words
        let frame = packet.pointee.isExact ? offset : 0
        let changesBefore = changeCount
        var isInexact = false
        for index in first..<packet.pointee.count {
            let place = packet.pointee.operations + index
            if mustWait(place.pointee.operation) {
                unfinished = UnfinishedPacket(packet: packet, next: index)
                return
            }
            let outcome: CommandOutcome
            switch place.pointee.operation {
            case .trace(let id, let range):
                outcome = trace(id, place, words + Int(range.start), count: Int(range.count))
            case .clearScheduled:
                clearScheduled(before: packet.pointee.arrival, by: packet.pointee.client)
                outcome = .done(0)
            default:
                if frame > 0 || changeCount > 0, !isInexact,
                    let inside = applyInside(place, words, at: frame, &isInexact)
                {
                    outcome = inside
                } else {
                    outcome = apply(place.pointee.operation, words, offset: packet.pointee.isExact ? 0 : offset)
                }
            }
            place.pointee.outcome = outcome
            if case .failed = outcome {
                if isWorker { record(rejected: place.pointee.operation) }
                dispose(place.pointee.operation)
            }
        }
        var wantsReply = packet.pointee.wantsReply
        if isInexact { counts.inexactPackets = counts.inexactPackets &+ 1 }
        // Changes inside the block read from the packet when they are applied.
        var isHeld = changeCount > changesBefore
        for index in 0..<packet.pointee.count {
            switch packet.pointee.operations[index].outcome {
            case .pending: isHeld = true
            case .failed: wantsReply = true
            case .done: break
            }
        }
        if isHeld { hold(packet) } else { returnPacket(packet, wantsReply: wantsReply) }
    }

    /// Resumes the packet that had to wait.
    @_noLocks @_noAllocation
    mutating func resumeApplying() {
        guard let waiting = unfinished else { return }
        unfinished = nil
        apply(waiting.packet, from: waiting.next, offset: 0)
    }

    @_noLocks @_noAllocation
    mutating func returnPacket(_ packet: CommandPacket.Pointer, wantsReply: Bool) {
        hasEvents = true
        if wantsReply {
            if replies.push(.applied(packet)) { return }
            counts.lostReplies = counts.lostReplies &+ 1
        }
        disposal.add(UnsafeMutableRawPointer(packet).assumingMemoryBound(to: DisposalLink.self))
    }

    /// Disposes of the memory that an operation brings, if it has not entered the graph.
    @_noLocks @_noAllocation
    mutating func dispose(_ operation: GraphOperation) {
        switch operation {
        case .add(let node, _, _), .freeChildren(_, let node):
            dispose(node)
        case .swapBuffer(_, let memory), .swapSamples(_, let memory):
            disposal.add(UnsafeMutableRawPointer(memory).assumingMemoryBound(to: DisposalLink.self))
        case .swapFile(_, let memory):
            disposal.add(UnsafeMutableRawPointer(memory).assumingMemoryBound(to: DisposalLink.self))
        default:
            break
        }
    }

    @_noLocks @_noAllocation
    private mutating func apply(
        _ operation: GraphOperation, _ words: UnsafeMutablePointer<CommandWord>, offset: Int
    ) -> CommandOutcome {
        switch operation {
        case .add(let node, let action, let target):
            return add(node, action, target, offset: offset)
        case .free(let id):
            guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
            guard !isRoot(node) else { return .failed(.rootIsFixed) }
            free(node)
        case .run(let id, let isRunning):
            guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
            node.pointee.runBlock = blockNumber
            run(node, isRunning)
        case .mute(let id, let cause):
            return mute(id: id, cause)
        case .set(let id, let key, let offset, let range):
            guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
            let values = words + Int(range.start)
            forEachSynth(node) { synth in
                Self.set(synth, key, offset: Int(offset), values, stride: 1, count: Int(range.count))
            }
        case .fill(let id, let key, let count, let value):
            guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
            var word = CommandWord(value)
            forEachSynth(node) { synth in Self.set(synth, key, offset: 0, &word, stride: 0, count: Int(count)) }
        case .map(let id, let key, let offset, let mapping, let count):
            guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
            let context = context
            forEachSynth(node) { synth in
                Self.map(synth, key, offset: Int(offset), mapping, count: Int(count), context)
            }
        case .move(let id, let action, let target):
            return move(id, action, target)
        case .freeChildren(let id, let empty):
            guard let node = find(id) else { return .failed(.groupNotFound(id)) }
            guard node.pointee.isGroup else { return .failed(.notAGroup(id)) }
            freeChildren(of: node, empty)
        case .freeSynths(let id):
            guard let node = find(id) else { return .failed(.groupNotFound(id)) }
            guard node.pointee.isGroup else { return .failed(.notAGroup(id)) }
            freeSynths(below: node)
        case .setControlBuses(let first, let range):
            return setControlBuses(first, words + Int(range.start), count: range.count)
        case .fillControlBuses(let first, let count, let value):
            return fillControlBuses(first, count: count, value)
        case .swapBuffer(let index, let memory):
            return swapBuffer(index, memory, keepsRate: false)
        case .swapSamples(let index, let memory):
            return swapBuffer(index, memory, keepsRate: true)
        case .swapFile(let index, let memory):
            return swapFile(index, memory)
        case .setSamples(let index, let start, let range):
            return setSamples(index, start, words + Int(range.start), count: range.count)
        case .setSample(let index, let sample, let value):
            return setSample(index, sample, value)
        case .fillSamples(let index, let start, let count, let value):
            return fillSamples(index, start, count: count, value)
        case .setSampleRate(let index, let rate):
            guard let place = bufferIndex(index) else { return .failed(.noSuchBuffer(index)) }
            var buffer = context.pointee.buffers[place]
            buffer.sampleRate = rate > 0 ? Double(rate) : shape.sampleRate
            context.pointee.buffers[place] = buffer
        case .query(let id, let range):
            guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
            NodeEvent(.info, node).write(to: words + Int(range.start))
            return .done(Int32(NodeEvent.wordCount))
        case .getControls(let id, let key, let range):
            return getControls(id, key, words + Int(range.start), count: Int(range.count))
        case .getControlBuses(let first, let range):
            return getControlBuses(first, words + Int(range.start), count: range.count)
        case .getSamples(let index, let start, let range):
            return getSamples(index, start, words + Int(range.start), count: range.count)
        case .getBuffer(let index, let range):
            return getBuffer(index, words + Int(range.start))
        case .renumber(let id, let newID):
            guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
            guard !isRoot(node) else { return .failed(.rootIsFixed) }
            // Nodes that are counted stay counted.
            guard ReservedIDs.isEngine(id) == ReservedIDs.isEngine(newID) else { return .failed(.nodeNotFound(id)) }
            guard find(newID) == nil else { return .failed(.duplicateNode(newID)) }
            vacateSlot(for: newID)
            table.remove(id)
            node.pointee.id = newID
            if let synth = node.pointee.synth { synth.pointee.context.nodeID = newID }
            node.pointee.startBlock = blockNumber
            _ = table.insert(node)
        case .getTree(let id, let withControls, let range):
            return getTree(id, withControls, words + Int(range.start), count: Int(range.count))
        case .drop(let id, let block):
            drop(id, startedBy: block)
        case .place(let id, let action, let target, let block):
            place(id, action, target, movedBy: block)
        case .mark, .settle:
            return .done(1)
        case .fail(let number):
            return .failed(.unprepared(number))
        case .trace, .clearScheduled:
            break  // applied by the caller
        }
        return .done(0)
    }

    // MARK: - Nodes

    /// - Parameters:
    ///   - offset: The number of frames of the block before the synth is due. It is passed to the synth.
    ///   - frame: The frame inside the block at which the synth starts; 0 for the block's start.
    @_noLocks @_noAllocation
    mutating func add(
        _ node: Node.Pointer, _ action: AddAction, _ targetID: Int32, offset: Int, at frame: Int = 0
    ) -> CommandOutcome {
        let id = node.pointee.id
        if let present = find(id) {
            guard present.pointee.isGroup, node.pointee.isGroup else { return .failed(.duplicateNode(id)) }
            // Clients that reconnect create their group again. The existing group is kept.
            notify(NodeEvent(.started, present))
            dispose(node)
            return .done(0)
        }
        guard let target = find(targetID) else {
            switch action {
            case .toHead, .toTail: return .failed(.groupNotFound(targetID))
            case .before, .after, .replace: return .failed(.nodeNotFound(targetID))
            }
        }
        switch action {
        case .toHead, .toTail:
            guard target.pointee.isGroup else { return .failed(.notAGroup(targetID)) }
        case .before, .after, .replace:
            guard !isRoot(target) else { return .failed(.rootIsFixed) }
        }
        vacateSlot(for: id)
        guard table.insert(node) else { return .failed(.tooManyNodes) }
        link(node, action, target)
        if let synth = node.pointee.synth { synth.pointee.context.offsetFrames = offset }
        count(node, by: 1)
        node.pointee.startBlock = blockNumber
        node.pointee.runBlock = blockNumber
        node.pointee.moveBlock = blockNumber
        if frame > 0 { play(node, at: frame) }
        if case .replace = action {
            if frame > 0 { markForRemoval(target, at: frame) } else { free(target) }
        }
        notify(NodeEvent(.started, node))
        return .done(0)
    }

    @_noLocks @_noAllocation
    mutating func move(_ id: Int32, _ action: AddAction, _ targetID: Int32) -> CommandOutcome {
        guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
        guard let target = find(targetID) else { return .failed(.nodeNotFound(targetID)) }
        guard !isRoot(node) else { return .failed(.rootIsFixed) }
        guard !isNode(target, inOrBelow: node) else { return .failed(.intoItself(id)) }
        switch action {
        case .toHead, .toTail:
            guard target.pointee.isGroup else { return .failed(.notAGroup(targetID)) }
        case .before, .after, .replace:
            guard !isRoot(target) else { return .failed(.rootIsFixed) }
        }
        unlink(node)
        link(node, action, target)
        node.pointee.moveBlock = blockNumber
        notify(NodeEvent(.moved, node))
        return .done(0)
    }
}
