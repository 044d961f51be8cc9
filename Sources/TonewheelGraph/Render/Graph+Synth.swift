internal import TonewheelDSP
internal import TonewheelRealtime

/// How one synth is rendered. `[render]`
extension Graph {
    /// Renders a whole block of a synth.
    @inline(__always)
    @_noLocks @_noAllocation
    func renderBlock(_ node: Node.Pointer, _ synth: UnsafeMutablePointer<Synth>) {
        if let trace = synth.pointee.trace {
            if synth.pointee.mappedCount > 0 { Self.follow(synth, context) }
            Self.render(synth, id: node.pointee.id, for: trace)
        } else {
            Self.render(synth, context)
        }
    }

    @_noLocks @_noAllocation
    private static func render(_ synth: UnsafeMutablePointer<Synth>, _ context: UnsafePointer<RenderContext>) {
        if synth.pointee.mappedCount > 0 { follow(synth, context) }
        if synth.pointee.context.isFirst {
            prime(synth)
            for step in 0..<synth.pointee.firstStepCount { run(synth.pointee.firstSteps + step) }
            synth.pointee.context.isFirst = false
        } else {
            let steps = synth.pointee.steps
            for step in 0..<synth.pointee.stepCount { run(steps + step) }
        }
    }

    /// Has all units say what they hold before the first block, in their order.
    @_noLocks @_noAllocation
    static func prime(_ synth: UnsafeMutablePointer<Synth>) {
        let steps = synth.pointee.firstSteps
        let initialValues = synth.pointee.initialValues
        guard synth.pointee.outputCount > 0 else { return }
        let outputs = steps.pointee.block.outputList  // of all units: the first has the first
        var output = 0
        for index in 0..<synth.pointee.firstStepCount {
            let step = steps + index
            step.pointee.call.prime(UnsafeRawPointer(step) + Step.blockOffset)
            // Later units may use the same memory.
            let isLast = index &+ 1 == synth.pointee.firstStepCount
            let end = isLast ? synth.pointee.outputCount : (step + 1).pointee.block.outputList - outputs
            while output < end {
                initialValues[output] = outputs[output][0]
                output = output &+ 1
            }
        }
        // A copy of a unit may have been done.
        synth.pointee.context.doneAction = 0
        for unit in 0..<synth.pointee.unitCount { synth.pointee.context.doneFlags[unit] = false }
    }

    @_noLocks @_noAllocation
    static func run(_ step: UnsafeMutablePointer<Step>) {
        step.pointee.call.process(UnsafeRawPointer(step) + Step.blockOffset)
    }

    /// Gives controls the values of the buses that they follow: of an audio bus the first sample of what has been written last, in
    /// this block or before, as scsynth does.
    @_noLocks @_noAllocation
    static func follow(_ synth: UnsafeMutablePointer<Synth>, _ context: UnsafePointer<RenderContext>) {
        for control in 0..<synth.pointee.controlCount { follow(synth, control, context) }
    }

    @inline(__always)
    @_noLocks @_noAllocation
    static func follow(
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
