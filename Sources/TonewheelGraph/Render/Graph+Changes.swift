internal import TonewheelDSP

/// Packets that are exact to the frame: what is to change inside the next block. `[render]`
///
/// The tree changes at once, as for other packets, and clients are told in the same order. What is heard changes at the frame: each
/// synth has a list of what happens to it inside the block, and is rendered in pieces between.
extension Graph {
    /// Applies an operation at a frame inside the block.
    ///
    /// - Parameters:
    ///   - frame: 0 for an operation that takes effect at the beginning of the block. It stays behind what changes a synth's controls
    ///     inside the block and came before.
    ///   - isInexact: becomes true if there is no room for the changes.
    /// - Returns: nil if it is to be applied at the block's beginning.
    @_noLocks @_noAllocation
    mutating func applyInside(
        _ place: UnsafeMutablePointer<CommandOperation>, _ words: UnsafeMutablePointer<CommandWord>, at frame: Int,
        _ isInexact: inout Bool
    ) -> CommandOutcome? {
        switch place.pointee.operation {
        case .set(let id, _, _, _), .fill(let id, _, _, _), .map(let id, _, _, _, _):
            guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
            guard hasRoom(for: node) else { return refuse(&isInexact) }
            changeControls(node, place, words, at: frame)
            return .done(0)
        case .add(let node, let action, let target):
            if frame == 0 || node.pointee.isGroup { return nil }
            let replaced: Node.Pointer? = if case .replace = action { find(target) } else { nil }
            guard hasRoom(for: replaced, further: 1) else { return refuse(&isInexact) }
            return add(node, action, target, offset: 0, at: frame)
        case .free(let id):
            if frame == 0 { return nil }
            guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
            guard !isRoot(node) else { return .failed(.rootStays) }
            guard hasRoom(for: node) else { return refuse(&isInexact) }
            doom(node, at: frame)
            return .done(0)
        case .run(let id, let isRunning):
            if frame == 0 { return nil }
            guard let node = find(id) else { return .failed(.nodeNotFound(id)) }
            guard hasRoom(for: node) else { return refuse(&isInexact) }
            node.pointee.runBlock = blockNumber
            setRunning(node, isRunning, at: frame)
            return .done(0)
        default:
            return nil
        }
    }

    @_noLocks @_noAllocation
    private func refuse(_ isInexact: inout Bool) -> CommandOutcome? {
        isInexact = true
        return nil
    }

    /// Whether there is room for a change of each synth in or below a node, and for so many more.
    @_noLocks @_noAllocation
    private func hasRoom(for node: Node.Pointer?, further: Int = 0) -> Bool {
        guard doomedCount < shape.changesPerBlock, visitedCount < shape.changesPerBlock else { return false }
        var left = shape.changesPerBlock &- changeCount &- further
        if let node {
            var next = firstSynth(node)
            while let synth = next, left >= 0 {
                left = left &- 1
                next = synthBehind(synth, below: node)
            }
        }
        return left >= 0
    }

    /// Whether a node and all groups around it are running.
    @_noLocks @_noAllocation
    func isPlaying(_ node: Node.Pointer) -> Bool {
        var node = node
        while node.pointee.isRunning {
            guard let parent = node.pointee.parent else { return true }
            node = parent
        }
        return false
    }

    /// Whether a node leaves inside the block, or a group around it does.
    @_noLocks @_noAllocation
    func isDoomed(_ node: Node.Pointer) -> Bool {
        var node = node
        while !node.pointee.isDoomed {
            guard let parent = node.pointee.parent else { return false }
            node = parent
        }
        return true
    }

    /// Appends a change of a synth, for which there must be room.
    ///
    /// - Parameter playsAtFirst: whether the synth plays when the block begins, if it is the first change.
    @_noLocks @_noAllocation
    private mutating func append(_ change: SynthChange, playsAtFirst: Bool) {
        let synth = change.synth
        let index = Int32(truncatingIfNeeded: changeCount)
        changes[changeCount] = change
        changeCount = changeCount &+ 1
        if synth.pointee.firstChange < 0 {
            synth.pointee.firstChange = index
            synth.pointee.playsAtFirst = playsAtFirst
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
            next = synthBehind(node, below: top)
            guard let synth = node.pointee.synth else { continue }
            let last = synth.pointee.lastChange
            let playsOn = frame > 0 && isPlaying(node)
            let place = last >= 0 ? max(frame, Int(changes[Int(last)].frame)) : frame
            let change = SynthChange(.controls, at: place, synth, UnsafePointer(operation), words)
            // One that does not play has no frame at which to change.
            if last >= 0 || playsOn { append(change, playsAtFirst: playsOn) } else { apply(change) }
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
            for control in targets { Self.follow(synth, control, context) }
        default: break
        }
    }

    /// Lets a synth that has entered the tree begin at a frame.
    @_noLocks @_noAllocation
    mutating func play(_ node: Node.Pointer, at frame: Int) {
        guard let synth = node.pointee.synth, isPlaying(node) else { return }
        append(SynthChange(.play, at: frame, synth), playsAtFirst: false)
    }

    /// Lets a node leave at a frame, with all below it: until then it is rendered, but nobody finds it.
    @_noLocks @_noAllocation
    mutating func doom(_ top: Node.Pointer, at frame: Int) {
        pauseSynths(top, at: frame)
        top.pointee.isDoomed = true
        doomed[doomedCount] = top
        doomedCount = doomedCount &+ 1
    }

    @_noLocks @_noAllocation
    private mutating func pauseSynths(_ top: Node.Pointer, at frame: Int) {
        var next = firstSynth(top)
        while let node = next {
            next = synthBehind(node, below: top)
            guard let synth = node.pointee.synth, isPlaying(node) else { continue }
            append(SynthChange(.pause, at: frame, synth), playsAtFirst: true)
        }
    }

    @_noLocks @_noAllocation
    private mutating func setRunning(_ top: Node.Pointer, _ isRunning: Bool, at frame: Int) {
        guard top.pointee.isRunning != isRunning else { return }
        if isRunning {
            setRunning(top, true)
            var next = firstSynth(top)
            while let node = next {
                next = synthBehind(node, below: top)
                guard let synth = node.pointee.synth, isPlaying(node) else { continue }
                append(SynthChange(.play, at: frame, synth), playsAtFirst: false)
            }
        } else {
            pauseSynths(top, at: frame)
            setRunning(top, false)
            if !top.pointee.isVisited {
                top.pointee.isVisited = true
                visited[visitedCount] = top
                visitedCount = visitedCount &+ 1
            }
        }
    }

    /// Lets those leave that have left inside the block, and forgets what has changed in it.
    @_noLocks @_noAllocation
    mutating func endChanges() {
        // It is packets that have wanted this.
        isRendering = false
        for index in 0..<changeCount {
            let change = changes[index]
            // Of a synth that was not visited, since a group around it has been paused since.
            if case .controls = change.kind, change.synth.pointee.firstChange >= 0 { apply(change) }
        }
        for index in 0..<changeCount {
            changes[index].synth.pointee.firstChange = -1
            changes[index].synth.pointee.lastChange = -1
        }
        changeCount = 0
        for index in 0..<visitedCount { visited[index].pointee.isVisited = false }
        visitedCount = 0
        let count = doomedCount
        doomedCount = 0
        for index in 0..<count {
            let node = doomed[index]
            // Others may have freed it, or a group around it, in the meantime.
            if !node.pointee.isDisposed, !isNode(node, inOrBelow: leaving) { free(node) }
        }
    }
}
