internal import TonewheelDSP

/// Sample-accurate packets: changes inside the next block. `[render]`
///
/// The tree changes immediately, as for other packets, and events are reported in the same order. The sound changes
/// at the frame: each synth has a list of its changes inside the block, and is rendered in pieces between them.
extension Graph {
    /// Applies an operation at a frame inside the block.
    ///
    /// - Parameters:
    ///   - frame: 0 for an operation that takes effect at the start of the block. It is still applied after earlier
    ///     changes of a synth's controls inside the block.
    ///   - isInexact: Set to true if there is no capacity for the changes.
    /// - Returns: nil if the operation must be applied at the block's start.
    @_noLocks @_noAllocation
    mutating func applyInside(
        _ place: UnsafeMutablePointer<CommandOperation>, _ words: UnsafeMutablePointer<CommandWord>, at frame: Int,
        _ isInexact: inout Bool
    ) -> CommandOutcome? {
        switch place.pointee.operation {
        case .set(let id, _, _, _), .fill(let id, _, _, _), .map(let id, _, _, _, _):
            guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
            guard hasCapacity(for: node) else { return deferToBlockStart(&isInexact) }
            changeControls(node, place, words, at: frame)
            return .done(0)
        case .add(let node, let action, let target):
            if frame == 0 || node.pointee.isGroup { return nil }
            let replaced: Node.Pointer? = if case .replace = action { find(target) } else { nil }
            guard hasCapacity(for: replaced, additional: 1) else { return deferToBlockStart(&isInexact) }
            return add(node, action, target, offset: 0, at: frame)
        case .free(let id):
            if frame == 0 { return nil }
            guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
            guard !isRoot(node) else { return .failed(.rootIsFixed) }
            guard hasCapacity(for: node) else { return deferToBlockStart(&isInexact) }
            markForRemoval(node, at: frame)
            return .done(0)
        case .run(let id, let isRunning):
            if frame == 0 { return nil }
            guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
            guard hasCapacity(for: node) else { return deferToBlockStart(&isInexact) }
            node.pointee.runBlock = blockNumber
            setRunning(node, isRunning, at: frame)
            return .done(0)
        default:
            return nil
        }
    }

    @_noLocks @_noAllocation
    private func deferToBlockStart(_ isInexact: inout Bool) -> CommandOutcome? {
        isInexact = true
        return nil
    }

    /// Whether there is capacity for a change of each synth in or below a node, and for `additional` ones.
    @_noLocks @_noAllocation
    private func hasCapacity(for node: Node.Pointer?, additional: Int = 0) -> Bool {
        guard removalCount < shape.changesPerBlock, pausedInsideCount < shape.changesPerBlock else { return false }
        var left = shape.changesPerBlock &- changeCount &- additional
        if let node {
            var next = firstSynth(node)
            while let synth = next, left >= 0 {
                left = left &- 1
                next = synthAfter(synth, below: node)
            }
        }
        return left >= 0
    }

    /// Whether a node and all its ancestors are running.
    @_noLocks @_noAllocation
    func isPlaying(_ node: Node.Pointer) -> Bool {
        var node = node
        while node.pointee.isRunning {
            guard let parent = node.pointee.parent else { return true }
            node = parent
        }
        return false
    }

    /// Whether a node or one of its ancestors is removed inside the block.
    @_noLocks @_noAllocation
    func isMarkedForRemoval(_ node: Node.Pointer) -> Bool {
        var node = node
        while !node.pointee.isMarkedForRemoval {
            guard let parent = node.pointee.parent else { return false }
            node = parent
        }
        return true
    }

    /// Appends a change of a synth. There must be capacity for it.
    ///
    /// - Parameter playsAtBlockStart: Whether the synth plays at the start of the block, used for its first change.
    @_noLocks @_noAllocation
    private mutating func append(_ change: SynthChange, playsAtBlockStart: Bool) {
        let synth = change.synth
        let index = Int32(truncatingIfNeeded: changeCount)
        changes[changeCount] = change
        changeCount = changeCount &+ 1
        if synth.pointee.firstChange < 0 {
            synth.pointee.firstChange = index
            synth.pointee.playsAtBlockStart = playsAtBlockStart
        } else {
            changes[Int(synth.pointee.lastChange)].next = index
        }
        synth.pointee.lastChange = index
    }

    @_noLocks @_noAllocation
    private mutating func changeControls(
        _ top: Node.Pointer, _ operation: UnsafeMutablePointer<CommandOperation>,
        _ words: UnsafeMutablePointer<CommandWord>, at frame: Int
    ) {
        var next = firstSynth(top)
        while let node = next {
            next = synthAfter(node, below: top)
            guard let synth = node.pointee.synth else { continue }
            let last = synth.pointee.lastChange
            let playsOn = frame > 0 && isPlaying(node)
            let place = last >= 0 ? max(frame, Int(changes[Int(last)].frame)) : frame
            let change = SynthChange(.controls, at: place, synth, UnsafePointer(operation), words)
            // The controls of a synth that does not play change immediately.
            if last >= 0 || playsOn { append(change, playsAtBlockStart: playsOn) } else { apply(change) }
        }
    }

    /// Changes the controls of a synth.
    @_noLocks @_noAllocation
    func apply(_ change: SynthChange) {
        guard let operation = change.operation, let words = change.words else { return }
        let synth = change.synth
        switch operation.pointee.operation {
        case .set(_, let key, let offset, let range):
            Self.set(
                synth, key, offset: Int(offset), words + Int(range.start), stride: 1, count: Int(range.count))
        case .fill(_, let key, let count, let value):
            var word = CommandWord(value)
            Self.set(synth, key, offset: 0, &word, stride: 0, count: Int(count))
        case .map(_, let key, let offset, let mapping, let count):
            Self.map(synth, key, offset: Int(offset), mapping, count: Int(count), context)
            let controlCount = synth.pointee.controlCount
            let targets = synth.pointee.names.controls(
                key, offset: Int(offset), count: Int(count), controlCount: controlCount)
            for control in targets { Self.updateMappedControl(synth, control, context) }
        default: break
        }
    }

    /// Starts a synth that has entered the tree at a frame.
    @_noLocks @_noAllocation
    mutating func play(_ node: Node.Pointer, at frame: Int) {
        guard let synth = node.pointee.synth, isPlaying(node) else { return }
        append(SynthChange(.play, at: frame, synth), playsAtBlockStart: false)
    }

    /// Removes a node and its descendants at a frame. Until then it is rendered, but cannot be found.
    @_noLocks @_noAllocation
    mutating func markForRemoval(_ top: Node.Pointer, at frame: Int) {
        pauseSynths(top, at: frame)
        top.pointee.isMarkedForRemoval = true
        removals[removalCount] = top
        removalCount = removalCount &+ 1
    }

    @_noLocks @_noAllocation
    private mutating func pauseSynths(_ top: Node.Pointer, at frame: Int) {
        var next = firstSynth(top)
        while let node = next {
            next = synthAfter(node, below: top)
            guard let synth = node.pointee.synth, isPlaying(node) else { continue }
            append(SynthChange(.pause, at: frame, synth), playsAtBlockStart: true)
        }
    }

    @_noLocks @_noAllocation
    private mutating func setRunning(_ top: Node.Pointer, _ isRunning: Bool, at frame: Int) {
        guard top.pointee.isRunning != isRunning else { return }
        if isRunning {
            run(top, true)
            var next = firstSynth(top)
            while let node = next {
                next = synthAfter(node, below: top)
                guard let synth = node.pointee.synth, isPlaying(node) else { continue }
                append(SynthChange(.play, at: frame, synth), playsAtBlockStart: false)
            }
        } else {
            pauseSynths(top, at: frame)
            setRunning(top, false)
            if !top.pointee.isPausedInside {
                top.pointee.isPausedInside = true
                pausedInside[pausedInsideCount] = top
                pausedInsideCount = pausedInsideCount &+ 1
            }
        }
    }

    /// Removes the nodes that were marked for removal inside the block, and clears the changes.
    @_noLocks @_noAllocation
    mutating func endChanges() {
        // Packets have caused these changes, not nodes.
        isRendering = false
        for index in 0..<changeCount {
            let change = changes[index]
            // The synth was not rendered, since one of its ancestors has been paused after the change.
            if case .controls = change.kind, change.synth.pointee.firstChange >= 0 { apply(change) }
        }
        for index in 0..<changeCount {
            changes[index].synth.pointee.firstChange = -1
            changes[index].synth.pointee.lastChange = -1
        }
        changeCount = 0
        for index in 0..<pausedInsideCount { pausedInside[index].pointee.isPausedInside = false }
        pausedInsideCount = 0
        let count = removalCount
        removalCount = 0
        for index in 0..<count {
            let node = removals[index]
            // The node or one of its ancestors may have been freed already.
            if !node.pointee.isDisposed, !isNode(node, inOrBelow: detached) { free(node) }
        }
    }
}
