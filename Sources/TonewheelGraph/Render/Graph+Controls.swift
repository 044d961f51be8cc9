internal import TonewheelDSP

/// The controls of synths. `[render]`
extension Graph {
    /// Sets a control of a synth, or of all synths in a group. Of an array, it sets the first element. `[render]`,
    /// before the block's units run
    ///
    /// - Returns: Whether the node exists. Synths without such a control are not changed.
    @_noLocks @_noAllocation
    package func setControl(node id: Int32, _ key: ControlKey, _ value: Float) -> Bool {
        guard let top = find(id) else { return false }
        var word = CommandWord(value)
        var next = firstSynth(top)
        while let node = next {
            if let synth = node.pointee.synth { Self.set(synth, key, offset: 0, &word, stride: 0, count: 1) }
            next = synthAfter(node, below: top)
        }
        return true
    }

    /// Returns the value of a synth's control, as of the latest block if it is mapped to a bus; nil if there is no
    /// such synth or control. `[render]`, between blocks
    @_noLocks @_noAllocation
    package func controlValue(node id: Int32, _ key: ControlKey) -> Float? {
        guard let node = find(id), let synth = node.pointee.synth else { return nil }
        guard let control = synth.pointee.names.index(of: key, controlCount: synth.pointee.controlCount) else {
            return nil
        }
        return synth.pointee.context.controls[control]
    }

    /// Calls `body` for a synth, or for all synths in a group and its subgroups.
    @_noLocks @_noAllocation
    func forEachSynth(_ top: Node.Pointer, _ body: (UnsafeMutablePointer<Synth>) -> Void) {
        var next = firstSynth(top)
        while let node = next {
            if let synth = node.pointee.synth { body(synth) }
            next = synthAfter(node, below: top)
        }
    }

    /// Returns the first synth in a group and its subgroups, or the synth itself.
    @_noLocks @_noAllocation
    func firstSynth(_ top: Node.Pointer) -> Node.Pointer? {
        top.pointee.synth != nil ? top : synthAfter(top, below: top)
    }

    /// Returns the next synth after a node, below `top`.
    @_noLocks @_noAllocation
    func synthAfter(_ node: Node.Pointer, below top: Node.Pointer) -> Node.Pointer? {
        var node = node
        while true {
            let next = if let child = node.pointee.head { child } else { nodeAfter(node, below: top) }
            guard let next else { return nil }
            if next.pointee.synth != nil { return next }
            node = next
        }
    }

    @_noLocks @_noAllocation
    static func set(
        _ synth: UnsafeMutablePointer<Synth>, _ key: ControlKey, offset: Int, _ values: UnsafePointer<CommandWord>,
        stride: Int, count: Int
    ) {
        let controlCount = synth.pointee.controlCount
        let targets = synth.pointee.names.controls(key, offset: offset, count: count, controlCount: controlCount)
        for control in targets {
            unmap(synth, control)
            synth.pointee.context.controls[control] = values[(control &- targets.lowerBound) &* stride].float
        }
    }

    @_noLocks @_noAllocation
    private static func unmap(_ synth: UnsafeMutablePointer<Synth>, _ control: Int) {
        let mappings = synth.pointee.context.mappings
        if case .value = mappings[control].source { return }
        mappings[control] = ControlMapping(.value, bus: 0)
        synth.pointee.mappedCount = synth.pointee.mappedCount &- 1
    }

    /// Maps controls to buses. A bus that does not exist unmaps them.
    @_noLocks @_noAllocation
    static func map(
        _ synth: UnsafeMutablePointer<Synth>, _ key: ControlKey, offset: Int, _ mapping: ControlMapping, count: Int,
        _ context: UnsafePointer<RenderContext>
    ) {
        let controlCount = synth.pointee.controlCount
        let targets = synth.pointee.names.controls(key, offset: offset, count: count, controlCount: controlCount)
        let busCount = context.pointee.busCount(mapping.source)
        for control in targets {
            unmap(synth, control)
            let bus = Int(mapping.bus) &+ (control &- targets.lowerBound)
            if bus >= 0, bus < busCount {
                synth.pointee.context.mappings[control] = ControlMapping(mapping.source, bus: Int32(bus))
                synth.pointee.mappedCount = synth.pointee.mappedCount &+ 1
            }
        }
    }
}
