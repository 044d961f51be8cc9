internal import TonewheelDSP
internal import TonewheelRealtime

/// Blocks with changes inside: the synths that change are rendered in pieces, all others whole. `[render]`
///
/// For a piece, every pointer of the synth into a wire is advanced to the piece's first frame, and restored
/// afterwards. So whole blocks, which are the usual case, have no overhead.
extension Graph {
    /// Renders a tree.
    @inline(never)
    @_noLocks @_noAllocation
    mutating func renderInPieces(_ root: Node.Pointer, _ mark: RenderMark?) {
        cursor = root
        let block = blockNumber
        var lostBefore = nonFiniteSamples
        while let node = cursor {
            cursor = successorInPieces(of: node)
            if let synth = node.pointee.synth {
                let isChanged = synth.pointee.firstChange >= 0
                // A packet may have muted it after a change. `endChanges` then applies that change.
                if !node.pointee.isMuted, isChanged || isPlaying(node) {
                    if let mark { mark.set(node: Int64(node.pointee.id), unit: 0, block: block) }
                    var unit: Int32?
                    if isChanged {
                        unit = renderPieces(node, synth)
                    } else if isShadow {
                        if synth.pointee.mappedCount > 0 { updateMappedControlsFromWorker(synth) }
                    } else {
                        renderBlock(node, synth, mark)
                        if nonFiniteSamples != lostBefore { unit = firstNonFiniteUnit(of: synth) }
                    }
                    lostBefore = nonFiniteSamples
                    if let unit { muteAfterActions(node, synth, unit) } else { applyUnitActions(node, synth) }
                }
            }
        }
    }

    @_noLocks @_noAllocation
    private func successorInPieces(of node: Node.Pointer) -> Node.Pointer? {
        if node.pointee.isRunning || node.pointee.isPausedInside, let child = node.pointee.head { return child }
        return nodeAfter(node)
    }

    /// Renders the pieces of a block up to the first one that is not finite.
    ///
    /// - Returns: The unit with the first output that is not finite, −1 if it is unknown; nil if the block is finite.
    @_noLocks @_noAllocation
    private func renderPieces(_ node: Node.Pointer, _ synth: UnsafeMutablePointer<Synth>) -> Int32? {
        var unit: Int32?
        var isPlaying = synth.pointee.playsAtBlockStart
        var hasPlayed = false
        var from = 0
        var index = Int(synth.pointee.firstChange)
        while index >= 0 {
            let change = changes[index]
            let frame = Int(change.frame)
            if isPlaying, frame > from, unit == nil {
                unit = renderPiece(node, synth, from, frame, isContinued: hasPlayed)
                hasPlayed = true
            }
            from = frame
            switch change.kind {
            case .play: isPlaying = true
            case .pause: isPlaying = false
            case .controls: apply(change)
            }
            index = Int(change.next)
        }
        // All changes have been applied.
        synth.pointee.firstChange = -1
        if isPlaying, unit == nil {
            unit = renderPiece(node, synth, from, shape.blockFrames, isContinued: hasPlayed)
        }
        return unit
    }

    /// Renders the frames from `first` up to `end` of a block.
    ///
    /// - Returns: As `renderPieces`.
    @_noLocks @_noAllocation
    private func renderPiece(
        _ node: Node.Pointer, _ synth: UnsafeMutablePointer<Synth>, _ first: Int, _ end: Int, isContinued: Bool
    ) -> Int32? {
        if isShadow {
            if synth.pointee.mappedCount > 0 { updateMappedControlsFromWorker(synth) }
            return nil
        }
        let lostBefore = nonFiniteSamples
        if !isContinued, synth.pointee.mappedCount > 0 { Self.updateMappedControls(synth, context) }
        move(synth, by: first)
        setFrameCount(synth, end &- first)
        synth.pointee.context.beginPiece(first, end, of: shape.blockFrames, isContinued: isContinued)
        let steps = synth.pointee.context.isFirst ? synth.pointee.firstSteps : synth.pointee.steps
        let count = synth.pointee.context.isFirst ? synth.pointee.firstStepCount : synth.pointee.stepCount
        if isContinued {
            for step in 0..<count where steps[step].runsInEveryPiece { Self.runPiece(synth, steps + step, until: nil) }
        } else if let trace = synth.pointee.trace {
            Self.render(synth, id: node.pointee.id, for: trace)
        } else {
            if synth.pointee.context.isFirst { Self.primePiece(synth) }
            for step in 0..<count {
                let isLast = step &+ 1 == count
                let end =
                    isLast
                    ? synth.pointee.context.signals + synth.pointee.signalCount : steps[step &+ 1].block.inputList
                Self.runPiece(synth, steps + step, until: end)
            }
            synth.pointee.context.isFirst = false
        }
        // The outputs are still those of the piece.
        let unit: Int32? = nonFiniteSamples != lostBefore ? firstNonFiniteUnit(of: synth) : nil
        synth.pointee.context.endPiece()
        setFrameCount(synth, shape.blockFrames)
        move(synth, by: 0 &- first)
        return unit
    }

    /// Runs a unit for a piece of a block, or for a whole block.
    ///
    /// - Parameter end: The end of its inputs, if the values that it holds for the block must be saved.
    @_noLocks @_noAllocation
    static func runPiece(
        _ synth: UnsafeMutablePointer<Synth>, _ step: UnsafeMutablePointer<Step>, until end: UnsafePointer<Signal>?
    ) {
        if synth.pointee.context.pieceFrameCount > 0 {
            if let end { step.pointee.block.saveHeldValues(until: end) }
            synth.pointee.context.setPieceVisible(step.pointee.isAudioRate)
        }
        run(step)
    }

    /// Primes the units for a piece of a block, or for a whole block.
    @_noLocks @_noAllocation
    static func primePiece(_ synth: UnsafeMutablePointer<Synth>) {
        synth.pointee.context.setPieceVisible(false)
        prime(synth)
    }

    /// Advances all pointers into wires.
    @_noLocks @_noAllocation
    private func move(_ synth: UnsafeMutablePointer<Synth>, by frameCount: Int) {
        if frameCount == 0 { return }
        let end = wires + max(1, shape.wireCount) &* shape.blockFrames
        let signals = UnsafeMutablePointer(mutating: synth.pointee.context.signals)
        for signal in 0..<synth.pointee.signalCount {
            let base = signals[signal].samples
            if base >= wires, base < end { signals[signal].move(by: frameCount) }
        }
        guard synth.pointee.outputCount > 0 else { return }
        // The list of all units' outputs, which starts with that of the first unit.
        let outputs = UnsafeMutablePointer(mutating: synth.pointee.firstSteps.pointee.block.outputList)
        for output in 0..<synth.pointee.outputCount {
            let base = UnsafePointer(outputs[output])
            if base >= wires, base < end { outputs[output] += frameCount }
        }
    }

    @_noLocks @_noAllocation
    private func setFrameCount(_ synth: UnsafeMutablePointer<Synth>, _ frameCount: Int) {
        let (first, steps) = (synth.pointee.firstSteps, synth.pointee.steps)
        for step in 0..<synth.pointee.firstStepCount where first[step].isAudioRate {
            first[step].block.frameCount = frameCount
        }
        for step in 0..<synth.pointee.stepCount where steps[step].isAudioRate {
            steps[step].block.frameCount = frameCount
        }
    }
}
