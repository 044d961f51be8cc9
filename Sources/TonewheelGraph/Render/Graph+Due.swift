internal import TonewheelDSP
internal import TonewheelRealtime

/// The scheduling of packets: they wait for their frame, are applied in the block that contains it, or are replaced
/// or discarded. `[render]`
extension Graph {
    /// Clears all audio buses, and applies the packets that are due in the next block. `[render]`
    @_noLocks @_noAllocation
    package mutating func beginBlock() {
        context.pointee.audioBuses.beginBlock()
        resetBudgets()
        applyDue(by: counts.frame &+ Int64(shape.blockFrames) &- 1)
    }

    /// Applies all packets that are due in the next block, without rendering it. `[render]`, between two blocks,
    /// where no deadline applies
    ///
    /// In a shadow or worker, it applies only the packets that are due at the block's first frame, within the budgets
    /// of a block: packets that are stamped for that frame later precede those that are due inside the block, in both
    /// graphs. In a shadow with a worker, operations on samples, and all packets after them, wait until the worker
    /// has completed the block.
    @_noLocks @_noAllocation
    package mutating func catchUp() {
        if isShadow || isWorker {
            resetBudgets()
            applyDue(by: counts.frame, isEarly: true)
            return publish()
        }
        endsLeft = .max
        fillsLeft = .max
        operationsLeft = .max
        applyDue(by: counts.frame &+ Int64(shape.blockFrames) &- 1)
    }

    /// Resets the budgets of a block, once for each block.
    @_noLocks @_noAllocation
    private mutating func resetBudgets() {
        if budgetFrame == counts.frame { return }
        budgetFrame = counts.frame
        endsLeft = shape.endsPerBlock
        fillsLeft = shape.fillsPerBlock
        operationsLeft = shape.operationsPerBlock
    }

    /// Applies the packets that are due at or before a frame.
    @_noLocks @_noAllocation
    private mutating func applyDue(by last: Int64, isEarly: Bool = false) {
        sweep()
        resumeFilling()
        // A worker receives packets by their stamps.
        if !isWorker { receivePackets() }
        resumeApplying()
        let first = counts.frame
        // Packets beyond the budget follow in the next block, in their order.
        while unfinished == nil, operationsLeft > 0 {
            if isEarly, hasWorker, scheduled.count > 0, scheduled[0].pointee.accessesSamples { break }
            guard let packet = scheduled.pop(dueAt: last) else { break }
            if isShadow, isWaitingQuery(packet) {
                _ = scheduled.push(packet, dueAt: first &+ Int64(shape.blockFrames))
                continue
            }
            let due = packet.pointee.frame
            // `discard` counts those that are not applied.
            if packet.pointee.isDeferred, !packet.pointee.replaces, !packet.pointee.isRejected {
                counts.endedDeferredPackets = counts.endedDeferredPackets &+ 1
            }
            if due < first, packet.pointee.isTimed { counts.latePackets = counts.latePackets &+ 1 }
            operationsLeft = operationsLeft &- cost(of: packet)
            process(packet, offset: due > first ? Int(due &- first) : 0)
        }
        if rejectionCount > 0 { reportRejections() }
    }

    /// Receives the packets that have been sent, while the queue has capacity.
    @_noLocks @_noAllocation
    mutating func receivePackets() {
        while scheduled.count < scheduled.capacity, let packet = packets.pop() { schedule(packet) }
    }

    /// Schedules a packet. The queue must have capacity.
    ///
    /// In a standalone graph, a packet that replaces another does so immediately. In a shadow and its worker it waits
    /// for the frame of its stamp, since the two graphs may receive it in different blocks.
    @_noLocks @_noAllocation
    mutating func schedule(_ packet: CommandPacket.Pointer) {
        packet.pointee.arrival = counts.receivedPackets
        counts.receivedPackets = counts.receivedPackets &+ 1
        if packet.pointee.replaces, !isShadow, !isWorker {
            replace(packet)
        } else {
            _ = scheduled.push(packet, dueAt: packet.pointee.frame)
        }
    }

    /// Processes a packet that is due.
    @_noLocks @_noAllocation
    mutating func process(_ packet: CommandPacket.Pointer, offset: Int) {
        if packet.pointee.isRejected {
            discard(packet, .rejectedByWorker, wantsReply: true)
        } else if packet.pointee.replaces {
            replace(packet)
        } else {
            apply(packet, from: 0, offset: offset)
        }
    }

    /// Replaces the scheduled packet with the same ticket, or discards the packet if there is none.
    @_noLocks @_noAllocation
    mutating func replace(_ packet: CommandPacket.Pointer) {
        for index in 0..<scheduled.count {
            let old = scheduled[index]
            guard old.pointee.ticket == packet.pointee.ticket, !old.pointee.replaces else { continue }
            packet.pointee.arrival = old.pointee.arrival
            packet.pointee.frame = old.pointee.frame
            packet.pointee.replaces = false
            scheduled.replace(at: index, with: packet)
            return discard(old)
        }
        discard(packet)
    }

    /// Discards the timed packets that were received before, with the memory that they bring. Packets without a time,
    /// and those received later, stay scheduled; so do the program's own, unless the program requests it.
    @_noLocks @_noAllocation
    mutating func clearScheduled(before arrival: Int, by client: UInt32) {
        let isOwn = LocalClient.contains(client)
        var first: CommandPacket.Pointer?
        var last: CommandPacket.Pointer?
        while let packet = scheduled.pop(dueAt: .max) {
            if !packet.pointee.isTimed || packet.pointee.arrival > arrival
                || !isOwn && LocalClient.contains(packet.pointee.client)
            {
                // The order is kept.
                packet.pointee.nextHeld = nil
                if let last { last.pointee.nextHeld = packet } else { first = packet }
                last = packet
                continue
            }
            discard(packet)
        }
        while let packet = first {
            first = packet.pointee.nextHeld
            _ = scheduled.push(packet, dueAt: packet.pointee.frame)
        }
    }

    /// Returns a packet that will not be applied, and disposes of the memory that it brings.
    @_noLocks @_noAllocation
    private mutating func discard(
        _ packet: CommandPacket.Pointer, _ failure: GraphFailure = .cleared, wantsReply: Bool = false
    ) {
        if packet.pointee.isDeferred { counts.endedDeferredPackets = counts.endedDeferredPackets &+ 1 }
        for index in 0..<packet.pointee.count {
            let place = packet.pointee.operations + index
            place.pointee.outcome = .failed(failure)
            dispose(place.pointee.operation)
        }
        returnPacket(packet, wantsReply: wantsReply)
    }

    /// Returns the part of a block's operation budget that a packet uses: the same in a shadow as in its worker,
    /// which is not sent queries.
    @_noLocks @_noAllocation
    func cost(of packet: CommandPacket.Pointer) -> Int {
        if !isShadow { return packet.pointee.count &+ packet.pointee.wordCount / 64 }
        var operationCount = 0
        var wordCount = 0
        for index in 0..<packet.pointee.count {
            let operation = packet.pointee.operations[index].operation
            guard operation.isForWorker else { continue }
            operationCount = operationCount &+ 1
            wordCount = wordCount &+ operation.workerWordCount
        }
        return operationCount &+ wordCount / 64
    }

    /// Whether a shadow's packet has queries only, and must wait until a buffer is filled. Later packets do not wait
    /// for it.
    @_noLocks @_noAllocation
    func isWaitingQuery(_ packet: CommandPacket.Pointer) -> Bool {
        if fillCount == 0 { return false }
        var waits = false
        for index in 0..<packet.pointee.count {
            let operation = packet.pointee.operations[index].operation
            if operation.isForWorker { return false }
            switch operation {
            case .getSamples(let buffer, _, _), .settle(let buffer, _): waits = waits || isFilling(buffer)
            default: break
            }
        }
        return waits
    }
}

extension CommandPacket {
    /// Whether the packet reads or sets samples of buffers.
    fileprivate var accessesSamples: Bool {
        @_noLocks @_noAllocation get {
            for index in 0..<count {
                switch operations[index].operation {
                case .getSamples, .settle, .setSample, .setSamples, .fillSamples: return true
                default: break
                }
            }
            return false
        }
    }
}
