internal import TonewheelDSP

/// Who wants to know what a synth renders.
struct SynthTrace: BitwiseCopyable {
    let operation: UnsafeMutablePointer<CommandOperation>
    let words: UnsafeMutablePointer<CommandWord>
}

/// `/n_trace`. `[render]`
///
/// What units write can be read right behind each of them only, since they share wires. So the packet that asks is held until the
/// block has been rendered, and takes what is told meanwhile into its own words.
extension Graph {
    /// Has a synth tell of the block that is rendered next: its number, −1 and its blueprint (two words), as in a tree; the values of
    /// its controls; and for each unit the first samples of its inputs, before it runs, and of its outputs, behind. A group tells
    /// at once what is in it.
    @_noLocks @_noAllocation
    func trace(
        _ id: Int32, _ operation: UnsafeMutablePointer<CommandOperation>, _ words: UnsafeMutablePointer<CommandWord>,
        count: Int
    ) -> CommandOutcome {
        guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
        guard let synth = node.pointee.synth else { return getTree(id, false, words, count: count) }
        // The worker tells: `SynthReport`.
        if isShadow { return isPlaying(node) ? .done(0) : .failed(.notRendered(id)) }
        // Whoever has asked twice in one block is told once.
        if synth.pointee.trace != nil { return .done(0) }
        var needed = 4 &+ synth.pointee.controlCount
        for unit in 0..<synth.pointee.unitCount {
            let traced = synth.pointee.tracedUnits[unit]
            needed = needed &+ Int(traced.inputCount) &+ Int(traced.outputCount)
        }
        guard needed <= count else { return .failed(.answerTooLong) }
        synth.pointee.trace = SynthTrace(operation: operation, words: words)
        return .pending
    }

    /// Renders a block of a synth, or its first piece, and tells of it.
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

    /// Keeps a packet until the end of the block.
    @_noLocks @_noAllocation
    mutating func hold(_ packet: CommandPacket.Pointer) {
        packet.pointee.nextHeld = held
        held = packet
    }

    /// Gives back the packets that were held in this block.
    @_noLocks @_noAllocation
    mutating func giveBackHeld() {
        while let packet = held {
            held = packet.pointee.nextHeld
            var isWanted = packet.pointee.wantsAnswer
            for index in 0..<packet.pointee.count {
                let place = packet.pointee.operations + index
                if case .pending = place.pointee.outcome, case .trace(let id, _) = place.pointee.operation {
                    place.pointee.outcome = .failed(.notRendered(id))
                    forgetTrace(id, place)
                }
                if case .failed = place.pointee.outcome { isWanted = true }
            }
            giveBack(packet, isWanted: isWanted)
        }
    }

    /// Nobody is told by a synth that was not rendered.
    @_noLocks @_noAllocation
    private func forgetTrace(_ id: Int32, _ operation: UnsafeMutablePointer<CommandOperation>) {
        guard let node = table.find(id), let synth = node.pointee.synth, let trace = synth.pointee.trace else { return }
        if trace.operation == operation { synth.pointee.trace = nil }
    }
}
