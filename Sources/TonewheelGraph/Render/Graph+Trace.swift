internal import TonewheelDSP

/// The operation of a trace, and the words that it writes.
struct SynthTrace: BitwiseCopyable {
    let operation: UnsafeMutablePointer<CommandOperation>
    let words: UnsafeMutablePointer<CommandWord>
}

/// `/n_trace`. `[render]`
///
/// The outputs of a unit can only be read directly after it has run, since units share wires. So the packet is held
/// until the block has been rendered, and the trace is written into its words.
extension Graph {
    /// Starts a trace of the next block of a synth. The trace consists of the node ID, −1, and the address of the
    /// blueprint (two words), as in a tree; the values of the controls; and for each unit the first sample of each
    /// input, before it runs, and of each output, after it has run. For a group, the tree is written immediately.
    @_noLocks @_noAllocation
    func trace(
        _ id: Int32, _ operation: UnsafeMutablePointer<CommandOperation>, _ words: UnsafeMutablePointer<CommandWord>,
        count: Int
    ) -> CommandOutcome {
        guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
        guard let synth = node.pointee.synth else { return getTree(id, false, words, count: count) }
        // The worker traces, and reports by `SynthReport`.
        if isShadow { return isPlaying(node) ? .done(0) : .failed(.notRendered(id)) }
        // A second trace in the same block has no result.
        if synth.pointee.trace != nil { return .done(0) }
        var needed = 4 &+ synth.pointee.controlCount
        for unit in 0..<synth.pointee.unitCount {
            let traced = synth.pointee.tracedUnits[unit]
            needed = needed &+ Int(traced.inputCount) &+ Int(traced.outputCount)
        }
        guard needed <= count else { return .failed(.replyTooLong) }
        synth.pointee.trace = SynthTrace(operation: operation, words: words)
        return .pending
    }

    /// Renders a block of a synth, or its first piece, and writes the trace.
    @_noLocks @_noAllocation
    static func render(_ synth: UnsafeMutablePointer<Synth>, id: Int32, for trace: SynthTrace) {
        synth.pointee.trace = nil
        let words = trace.words
        let address = synth.pointee.blueprintAddress
        words[0] = CommandWord(id)
        words[1] = CommandWord(-1 as Int32)
        words[2] = CommandWord(Int32(truncatingIfNeeded: address))
        words[3] = CommandWord(Int32(truncatingIfNeeded: address &>> 32))
        var written = 4
        for control in 0..<synth.pointee.controlCount {
            words[written] = CommandWord(synth.pointee.context.controls[control])
            written = written &+ 1
        }
        let isFirst = synth.pointee.context.isFirst
        if isFirst { primePiece(synth) }
        let all = synth.pointee.firstSteps
        var next = synth.pointee.steps
        for unit in 0..<synth.pointee.unitCount {
            let traced = synth.pointee.tracedUnits[unit]
            let end = all[unit].block.inputList + Int(traced.inputCount)
            for input in 0..<Int(traced.inputCount) {
                words[written] = CommandWord(all[unit].block.input(input)[0])
                written = written &+ 1
            }
            if isFirst {
                runPiece(synth, all + unit, until: end)
            } else if !traced.isScalar {
                runPiece(synth, next, until: end)
                next += 1
            }
            for output in 0..<Int(traced.outputCount) {
                words[written] = CommandWord(all[unit].block.output(output)[0])
                written = written &+ 1
            }
        }
        synth.pointee.context.isFirst = false
        trace.operation.pointee.outcome = .done(Int32(truncatingIfNeeded: written))
    }

    /// Holds a packet until the end of the block.
    @_noLocks @_noAllocation
    mutating func hold(_ packet: CommandPacket.Pointer) {
        packet.pointee.nextHeld = held
        held = packet
    }

    /// Returns the packets that were held in this block to the control side.
    @_noLocks @_noAllocation
    mutating func returnHeldPackets() {
        while let packet = held {
            held = packet.pointee.nextHeld
            var wantsReply = packet.pointee.wantsReply
            for index in 0..<packet.pointee.count {
                let place = packet.pointee.operations + index
                if case .pending = place.pointee.outcome, case .trace(let id, _) = place.pointee.operation {
                    place.pointee.outcome = .failed(.notRendered(id))
                    clearTrace(id, place)
                }
                if case .failed = place.pointee.outcome { wantsReply = true }
            }
            returnPacket(packet, wantsReply: wantsReply)
        }
    }

    /// Cancels the trace of a synth that was not rendered.
    @_noLocks @_noAllocation
    private func clearTrace(_ id: Int32, _ operation: UnsafeMutablePointer<CommandOperation>) {
        guard let node = table.find(id), let synth = node.pointee.synth, let trace = synth.pointee.trace else { return }
        if trace.operation == operation { synth.pointee.trace = nil }
    }
}
