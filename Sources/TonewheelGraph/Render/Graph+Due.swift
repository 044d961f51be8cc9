internal import TonewheelDSP
internal import TonewheelRealtime

/// Packets on their way: they wait for their time, are applied in the block that contains it, or give way to others. `[render]`
extension Graph {
    /// Applies what is due in the next block, and silences all buses. `[render]`
    @_noLocks @_noAllocation
    package mutating func beginBlock() {
        context.pointee.audioBuses.beginBlock()
        allowBlock()
        applyDue(by: counts.frame &+ Int64(shape.blockFrames) &- 1)
    }

    /// Applies all that is due in the next block, without rendering it. `[render]`, between two blocks, where nobody waits for
    /// them
    ///
    /// In a shadow or worker, what is due at the first frame of the block, as far as a block may take it: what is stamped for that frame
    /// later comes before what is due inside the block, in both. What is about samples, and all behind it, waits in a shadow until its
    /// worker has completed the block.
    @_noLocks @_noAllocation
    package mutating func catchUp() {
        if isShadow || isWorker {
            allowBlock()
            applyDue(by: counts.frame, isEarly: true)
            return publish()
        }
        endsLeft = .max
        fillsLeft = .max
        operationsLeft = .max
        applyDue(by: counts.frame &+ Int64(shape.blockFrames) &- 1)
    }

    /// Allows as much as may happen in one block, once for each.
    @_noLocks @_noAllocation
    private mutating func allowBlock() {
        if allowedFrame == counts.frame { return }
        allowedFrame = counts.frame
        endsLeft = shape.endsPerBlock
        fillsLeft = shape.fillsPerBlock
        operationsLeft = shape.operationsPerBlock
    }

    /// Applies what is due at a frame of the next block or before.
    @_noLocks @_noAllocation
    private mutating func applyDue(by last: Int64, isEarly: Bool = false) {
        sweep()
        goOnFilling()
        // A worker takes packets as stamps say.
        if !isWorker { takePackets() }
        goOnApplying()
        let first = counts.frame
        // What there is too much of follows in the next block, in its order.
        while unfinished == nil, operationsLeft > 0 {
            if isEarly, hasWorker, scheduled.count > 0, scheduled[0].pointee.isAboutSamples { break }
            guard let packet = scheduled.pop(dueAt: last) else { break }
            if isShadow, isEarlyQuestion(packet) {
                _ = scheduled.push(packet, dueAt: first &+ Int64(shape.blockFrames))
                continue
            }
            let due = packet.pointee.frame
            // Of those that do not come to it, `forget` takes note.
            if packet.pointee.isForLater, !packet.pointee.replaces, !packet.pointee.isRefused {
                counts.endedWaits = counts.endedWaits &+ 1
            }
            if due < first, packet.pointee.isTimed { counts.latePackets = counts.latePackets &+ 1 }
            operationsLeft = operationsLeft &- cost(of: packet)
            begin(packet, offset: due > first ? Int(due &- first) : 0)
        }
        if refusalCount > 0 { tellRefusals() }
    }

    /// Takes what has been sent, as far as there is room to wait.
    @_noLocks @_noAllocation
    mutating func takePackets() {
        while scheduled.count < scheduled.capacity, let packet = packets.pop() { schedule(packet) }
    }

    /// Lets a packet wait for its time, for which there is room.
    ///
    /// One that replaces another does so at once in a graph that is alone. Where two graphs are to do the same in the same block, it
    /// waits for the frame of its stamp: when either graph takes it is a matter of chance.
    @_noLocks @_noAllocation
    mutating func schedule(_ packet: CommandPacket.Pointer) {
        packet.pointee.arrival = counts.takenPackets
        counts.takenPackets = counts.takenPackets &+ 1
        if packet.pointee.replaces, !isShadow, !isWorker {
            replace(packet)
        } else {
            _ = scheduled.push(packet, dueAt: packet.pointee.frame)
        }
    }

    /// Does what a packet whose time has come is for.
    @_noLocks @_noAllocation
    mutating func begin(_ packet: CommandPacket.Pointer, offset: Int) {
        if packet.pointee.isRefused {
            forget(packet, .refusedByWorker, isWanted: true)
        } else if packet.pointee.replaces {
            replace(packet)
        } else {
            apply(packet, from: 0, offset: offset)
        }
    }

    /// Puts a packet in the place of the one that it replaces, if that still waits for its time.
    @_noLocks @_noAllocation
    mutating func replace(_ packet: CommandPacket.Pointer) {
        for index in 0..<scheduled.count {
            let old = scheduled[index]
            guard old.pointee.ticket == packet.pointee.ticket, !old.pointee.replaces else { continue }
            packet.pointee.arrival = old.pointee.arrival
            packet.pointee.frame = old.pointee.frame
            packet.pointee.replaces = false
            scheduled.replace(at: index, with: packet)
            return forget(old)
        }
        forget(packet)
    }

    /// Forgets what waits for its time, of what had come before; what it was to bring goes back. What has no time, or has come
    /// later and is here already, stays; and what the program itself has sent, unless the program asks for it.
    @_noLocks @_noAllocation
    mutating func clearScheduled(before arrival: Int, by client: UInt32) {
        let isOwn = LocalClient.contains(client)
        var first: CommandPacket.Pointer?
        var last: CommandPacket.Pointer?
        while let packet = scheduled.pop(dueAt: .max) {
            if !packet.pointee.isTimed || packet.pointee.arrival > arrival
                || !isOwn && LocalClient.contains(packet.pointee.client)
            {
                // In their order.
                packet.pointee.nextHeld = nil
                if let last { last.pointee.nextHeld = packet } else { first = packet }
                last = packet
                continue
            }
            forget(packet)
        }
        while let packet = first {
            first = packet.pointee.nextHeld
            _ = scheduled.push(packet, dueAt: packet.pointee.frame)
        }
    }

    /// Gives back a packet that will not be applied, with what it was to bring.
    @_noLocks @_noAllocation
    private mutating func forget(
        _ packet: CommandPacket.Pointer, _ failure: GraphFailure = .forgotten, isWanted: Bool = false
    ) {
        if packet.pointee.isForLater { counts.endedWaits = counts.endedWaits &+ 1 }
        for index in 0..<packet.pointee.count {
            let place = packet.pointee.operations + index
            place.pointee.outcome = .failed(failure)
            giveBack(place.pointee.operation)
        }
        giveBack(packet, isWanted: isWanted)
    }

    /// What a packet counts for of the operations of a block: the same in a shadow as in its worker, which is sent no questions.
    @_noLocks @_noAllocation
    func cost(of packet: CommandPacket.Pointer) -> Int {
        if !isShadow { return packet.pointee.count &+ packet.pointee.wordCount / 64 }
        var operationCount = 0
        var wordCount = 0
        for index in 0..<packet.pointee.count {
            let operation = packet.pointee.operations[index].operation
            guard operation.hasEffect else { continue }
            operationCount = operationCount &+ 1
            wordCount = wordCount &+ operation.wordsOfEffect
        }
        return operationCount &+ wordCount / 64
    }

    /// Whether a packet of a shadow only asks, and has to wait for an answer: what is behind it does not.
    @_noLocks @_noAllocation
    func isEarlyQuestion(_ packet: CommandPacket.Pointer) -> Bool {
        if fillCount == 0 { return false }
        var waits = false
        for index in 0..<packet.pointee.count {
            let operation = packet.pointee.operations[index].operation
            if operation.hasEffect { return false }
            switch operation {
            case .getSamples(let buffer, _, _), .settle(let buffer, _): waits = waits || isFilling(buffer)
            default: break
            }
        }
        return waits
    }
}

extension CommandPacket {
    /// Whether it sets or asks for samples of buffers.
    fileprivate var isAboutSamples: Bool {
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
