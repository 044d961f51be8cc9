internal import TonewheelDSP
internal import TonewheelRealtime

/// The rendering of one synth. `[render]`
extension Graph {
    /// Renders a whole block of a synth.
    @inline(__always)
    @_noLocks @_noAllocation
    func renderBlock(_ node: Node.Pointer, _ synth: UnsafeMutablePointer<Synth>, _ mark: RenderMark?) {
        if let trace = synth.pointee.trace {
            if synth.pointee.mappedCount > 0 { Self.updateMappedControls(synth, context) }
            Self.render(synth, id: node.pointee.id, for: trace)
        } else if let mark {
            Self.render(synth, context, mark)
        } else {
            Self.render(synth, context)
        }
    }

    /// Renders a block, and marks each unit. The mark is the number of the unit's step, plus 1. In the first block,
    /// which has steps of its own, it is negative.
    @inline(never)
    @_noLocks @_noAllocation
    private static func render(
        _ synth: UnsafeMutablePointer<Synth>, _ context: UnsafePointer<RenderContext>, _ mark: RenderMark
    ) {
        if synth.pointee.mappedCount > 0 { updateMappedControls(synth, context) }
        if synth.pointee.context.isFirst {
            prime(synth)
            for step in 0..<synth.pointee.firstStepCount {
                mark.set(unit: Int64(-1 &- step))
                run(synth.pointee.firstSteps + step)
            }
            synth.pointee.context.isFirst = false
        } else {
            let steps = synth.pointee.steps
            for step in 0..<synth.pointee.stepCount {
                mark.set(unit: Int64(step &+ 1))
                run(steps + step)
            }
        }
    }

    /// Returns the unit of a mark, by its index in the order of the schedule; −1 if it is unknown. `[control]`
    func unit(ofMark mark: Int64, node id: Int32) -> Int32 {
        guard let synth = find(id)?.pointee.synth else { return -1 }
        let count = synth.pointee.firstStepCount
        if mark < 0 { return -1 - mark < count ? Int32(-1 - mark) : -1 }
        guard mark > 0, mark <= synth.pointee.stepCount else { return -1 }
        let outputs = (synth.pointee.steps + Int(mark) - 1).pointee.block.outputList
        // A unit without outputs shares its place in the list with the next one.
        let found = (0..<count).last { (synth.pointee.firstSteps + $0).pointee.block.outputList == outputs }
        return Int32(found ?? -1)
    }

    @_noLocks @_noAllocation
    private static func render(_ synth: UnsafeMutablePointer<Synth>, _ context: UnsafePointer<RenderContext>) {
        if synth.pointee.mappedCount > 0 { updateMappedControls(synth, context) }
        if synth.pointee.context.isFirst {
            prime(synth)
            for step in 0..<synth.pointee.firstStepCount { run(synth.pointee.firstSteps + step) }
            synth.pointee.context.isFirst = false
        } else {
            let steps = synth.pointee.steps
            for step in 0..<synth.pointee.stepCount { run(steps + step) }
        }
    }

    /// Runs the `prime` functions of all units in their order, and stores the initial values of their outputs.
    @_noLocks @_noAllocation
    static func prime(_ synth: UnsafeMutablePointer<Synth>) {
        let steps = synth.pointee.firstSteps
        let initialValues = synth.pointee.initialValues
        guard synth.pointee.outputCount > 0 else { return }
        let outputs = steps.pointee.block.outputList  // those of all units, starting with the first unit's
        var output = 0
        for index in 0..<synth.pointee.firstStepCount {
            let step = steps + index
            step.pointee.call.prime(UnsafeRawPointer(step) + Step.blockOffset)
            // The value is copied, since later units may reuse the memory.
            let isLast = index &+ 1 == synth.pointee.firstStepCount
            let end = isLast ? synth.pointee.outputCount : (step + 1).pointee.block.outputList - outputs
            while output < end {
                initialValues[output] = outputs[output][0]
                output = output &+ 1
            }
        }
        // A unit may have been done while it was primed.
        synth.pointee.context.doneAction = 0
        for unit in 0..<synth.pointee.unitCount { synth.pointee.context.doneFlags[unit] = false }
    }

    @_noLocks @_noAllocation
    static func run(_ step: UnsafeMutablePointer<Step>) {
        step.pointee.call.process(UnsafeRawPointer(step) + Step.blockOffset)
    }

    /// Copies the values of mapped buses to the controls. Of an audio bus, it is the first sample of the latest
    /// signal, of this block or an earlier one, as in scsynth.
    @_noLocks @_noAllocation
    static func updateMappedControls(_ synth: UnsafeMutablePointer<Synth>, _ context: UnsafePointer<RenderContext>) {
        for control in 0..<synth.pointee.controlCount { updateMappedControl(synth, control, context) }
    }

    @inline(__always)
    @_noLocks @_noAllocation
    static func updateMappedControl(
        _ synth: UnsafeMutablePointer<Synth>, _ control: Int, _ context: UnsafePointer<RenderContext>
    ) {
        let controls = synth.pointee.context.controls
        let mapping = synth.pointee.context.mappings[control]
        switch mapping.source {
        case .value: break
        case .controlBus: controls[control] = context.pointee.controlBuses[Int(mapping.bus)]
        case .audioBus: controls[control] = context.pointee.audioBuses.memory(of: Int(mapping.bus))[0]
        }
    }
}
