internal import TonewheelDSP
internal import TonewheelRealtime

/// Muted synths: those that are not rendered, because they would harm others. `[render]`
///
/// A muted synth is paused, so everything that applies to paused nodes applies to it. Only a packet resumes it. Its
/// units then start again from their initial state, since they may hold NaN for ever.
extension Graph {
    /// Mutes a synth, unless it is muted or has ended: it is not rendered from the next time on. A group is not muted.
    @_noLocks @_noAllocation
    package mutating func mute(_ node: Node.Pointer, _ cause: MuteCause) {
        guard node.pointee.synth != nil, !node.pointee.isMuted, !hasEnded(node) else { return }
        node.pointee.muteCause = cause
        setRunning(node, false)
        reportMute(of: node, cause)
    }

    /// Mutes the synth with this ID.
    @_noLocks @_noAllocation
    package mutating func mute(id: Int32, _ cause: MuteCause) -> CommandOutcome {
        guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
        guard !node.pointee.isGroup else { return .failed(.notASynth(id)) }
        node.pointee.runBlock = blockNumber
        mute(node, cause)
        return .done(0)
    }

    /// Mutes the synth that has ended another worker in the next block, for the front. The shadow follows, as if the
    /// synth had muted itself.
    @_noLocks @_noAllocation
    package mutating func muteFaulty(id: Int32, unit: Int32) {
        guard let node = find(id) else { return }
        isRendering = true
        mute(node, .fault(unit: unit))
        isRendering = false
    }

    /// Counts a muted synth, and reports it.
    @_noLocks @_noAllocation
    mutating func reportMute(of node: Node.Pointer, _ cause: MuteCause) {
        counts.mutedNodes = counts.mutedNodes &+ 1
        notify(NodeEvent(muted: node, cause))
    }

    /// Whether a node has left the tree. Its memory is valid until the end of the block.
    @_noLocks @_noAllocation
    private func hasEnded(_ node: Node.Pointer) -> Bool {
        node.pointee.isDisposed || isNode(node, inOrBelow: detached)
    }

    /// Pauses or resumes a node for a packet.
    @_noLocks @_noAllocation
    mutating func run(_ node: Node.Pointer, _ isRunning: Bool) {
        if isRunning { unmute(node) }
        setRunning(node, isRunning)
    }

    /// Prepares a muted synth to be resumed: its units return to their initial state. Its controls and their mappings
    /// are kept.
    @_noLocks @_noAllocation
    func unmute(_ node: Node.Pointer) {
        guard node.pointee.isMuted, let synth = node.pointee.synth else { return }
        node.pointee.muteCause = nil
        // A shadow has no state of units.
        if !isShadow { reset(node, synth) }
    }

    /// Sets everything but controls and mappings as in a new synth.
    @_noLocks @_noAllocation
    private func reset(_ node: Node.Pointer, _ synth: UnsafeMutablePointer<Synth>) {
        let image = synth.pointee.image.pointee
        let base = UnsafeMutableRawPointer(node)
        clearMemory(base + image.cells.start, byteCount: image.cells.byteCount)
        clearMemory(base + image.cold.start, byteCount: image.cold.byteCount)
        clearMemory(
            UnsafeMutableRawPointer(synth.pointee.context.memory),
            byteCount: synth.pointee.byteCount &- image.layoutSize)
        for step in 0..<synth.pointee.firstStepCount { synth.pointee.firstSteps[step].call.reset() }
        synth.pointee.context.restart(unitCount: synth.pointee.unitCount)
    }

    // MARK: - The cause

    /// Returns the first unit of a synth whose output in the latest block or piece is not finite; −1 if there is none,
    /// or if a later unit has overwritten its output.
    ///
    /// Called before another synth is rendered.
    @inline(never)
    @_noLocks @_noAllocation
    func firstNonFiniteUnit(of synth: UnsafeMutablePointer<Synth>) -> Int32 {
        // A wire contains the output of the last unit that has written it.
        for unit in 0..<synth.pointee.unitCount {
            for output in 0..<Int(synth.pointee.tracedUnits[unit].outputCount) {
                let wire = wire(at: synth.pointee.firstSteps[unit].block.output(output))
                if wire >= 0 { wireWriters[wire] = Int32(truncatingIfNeeded: unit) }
            }
        }
        for unit in 0..<synth.pointee.unitCount {
            for output in 0..<Int(synth.pointee.tracedUnits[unit].outputCount) {
                let samples = synth.pointee.firstSteps[unit].block.output(output)
                let wire = wire(at: samples)
                if wire >= 0, Int(wireWriters[wire]) != unit { continue }
                for frame in 0..<(wire >= 0 ? synth.pointee.firstSteps[unit].block.frameCount : 1)
                where !samples[frame].isFinite {
                    return Int32(truncatingIfNeeded: unit)
                }
            }
        }
        return -1
    }

    /// Returns the wire that contains an address; −1 if it is not in a wire.
    @_noLocks @_noAllocation
    private func wire(at samples: UnsafePointer<Float>) -> Int {
        let count = max(1, shape.wireCount)
        guard samples >= wires, samples < wires + count &* shape.blockFrames else { return -1 }
        return (samples - wires) / shape.blockFrames
    }
}

/// Sets bytes to 0.
@_noLocks @_noAllocation
private func clearMemory(_ memory: UnsafeMutableRawPointer, byteCount: Int) {
    let bytes = memory.assumingMemoryBound(to: UInt8.self)
    for byte in 0..<byteCount { bytes[byte] = 0 }
}
