package import TonewheelDSP
internal import TonewheelRealtime

extension Blueprint {
    /// What a synth's controls begin with, where it is not the definition's own value.
    package struct ControlSetting: Sendable {
        package var key: ControlKey
        /// How many controls the key was followed by so far: an array goes to neighbouring ones.
        package var offset: Int
        package var value: Value

        package enum Value: Sendable, Equatable {
            case number(Float)
            case mapping(ControlMapping)
        }

        package init(key: ControlKey, offset: Int = 0, value: Value) {
            self.key = key
            self.offset = offset
            self.value = value
        }
    }

    /// Builds a synth with all the memory that it will ever need. `[control]`
    ///
    /// - Parameters:
    ///   - settings: of controls; those that there are not are passed over.
    ///   - variant: whose values the controls begin with.
    /// - Returns: nil if there is no such variant.
    /// - Throws: `SynthBuildError.noMemory` if it needs more memory than is left.
    func makeSynth(
        id: Int32, variant: String, _ settings: [ControlSetting], seed: UInt64
    ) throws(SynthBuildError) -> Node.Pointer? {
        guard var values = initialValues(variant: variant) else { return nil }
        var mapped = [ControlMapping](repeating: ControlMapping(.value, bus: 0), count: values.count)
        apply(settings, &values, &mapped)
        return try makeSynth(id: id, values, mapped, seed: seed)
    }

    /// Builds a synth whose controls begin with these values and mappings, one for each. `[control]`
    ///
    /// - Throws: `SynthBuildError.noMemory` if it needs more memory than is left.
    func makeSynth(
        id: Int32, _ values: [Float], _ mapped: [ControlMapping], seed: UInt64
    ) throws(SynthBuildError) -> Node.Pointer {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: layout.size, alignment: SynthLayout.alignment)
        let node = memory.bindMemory(to: Node.self, capacity: 1)
        let synth = (memory + layout.synth).bindMemory(to: Synth.self, capacity: 1)
        let controls = (memory + layout.controls).bindMemory(to: Float.self, capacity: values.count)
        let mappings = (memory + layout.mappings).bindMemory(to: ControlMapping.self, capacity: values.count)
        let doneFlags = (memory + layout.doneFlags).bindMemory(to: Bool.self, capacity: plans.count)
        for (index, value) in values.enumerated() { (controls + index).initialize(to: value) }
        for (index, mapping) in mapped.enumerated() { (mappings + index).initialize(to: mapping) }
        doneFlags.initialize(repeating: false, count: plans.count)

        let states = memory + layout.states
        states.copyMemory(from: stateTemplate, byteCount: layout.stateBytes)
        var memoryCount = commonMemoryCount
        for plan in plans where plan.isIndividual {
            let use = UnitSetup.Use()
            use.memoryCount = memoryCount
            use.values = { [self] in beginning(of: plan.inputs[$0], controls, mappings) }
            plan.kind.initialize(states + plan.stateOffset, setup(plan, seed: seed, use))
            memoryCount = use.memoryCount
        }
        let byteCount = layout.size + memoryCount * MemoryLayout<Float>.stride
        guard setting.memory.take(byteCount) else {
            memory.deallocate()
            let free = setting.memory.free ?? 0
            throw .noMemory(
                needed: byteCount, free: free, limit: setting.memory.limit ?? 0, isOfUnits: layout.size <= free)
        }
        // Nobody renders a shadow's synths: their memory is the worker's, and is only counted here.
        let sampleCount = setting.link.isShadow ? 1 : memoryCount
        let samples = UnsafeMutablePointer<Float>.allocate(capacity: sampleCount)
        samples.initialize(repeating: 0, count: sampleCount)

        use()
        let outputCount = plans.reduce(0) { $0 + $1.outputs.count }
        let signalCount = plans.reduce(0) { $0 + $1.inputs.count }
        let firstSteps = (memory + layout.firstSteps).bindMemory(to: Step.self, capacity: plans.count)
        let steps = (memory + layout.steps).bindMemory(to: Step.self, capacity: plans.count)
        synth.initialize(
            to: Synth(
                context: SynthContext(
                    nodeID: id, controls: controls, mappings: mappings, doneFlags: doneFlags, memory: samples,
                    signals: (memory + layout.signals).bindMemory(to: Signal.self, capacity: signalCount),
                    heldValues: (memory + layout.heldValues).bindMemory(to: Float.self, capacity: signalCount)),
                firstSteps: firstSteps,
                firstStepCount: plans.count,
                steps: steps,
                stepCount: plans.count { $0.rate != .scalar },
                controlCount: values.count,
                mappedCount: mapped.count { $0.source != .value },
                seed: seed,
                blueprint: .passRetained(self),
                blueprintAddress: UInt64(UInt(bitPattern: Unmanaged.passUnretained(self).toOpaque())),
                names: names,
                unitCount: plans.count,
                initialValues: (memory + layout.initialValues).bindMemory(to: Float.self, capacity: outputCount),
                outputCount: outputCount,
                signalCount: signalCount,
                tracedUnits: UnsafePointer(tracedUnits),
                byteCount: byteCount
            ))
        connect(memory, synth)
        node.initialize(to: Node(id: id, synth: synth))
        return node
    }

    /// Frees a synth. `[control]`, when nobody renders it any more
    static func free(_ node: Node.Pointer) {
        if let synth = node.pointee.synth {
            synth.pointee.context.memory.deallocate()
            let blueprint = synth.pointee.blueprint.takeUnretainedValue()
            blueprint.setting.memory.giveBack(synth.pointee.byteCount)
            blueprint.release()
            synth.pointee.blueprint.release()
        }
        UnsafeMutableRawPointer(node).deallocate()
    }

    /// Sets controls. A bus that does not exist maps nothing.
    private func apply(_ settings: [ControlSetting], _ controls: inout [Float], _ mappings: inout [ControlMapping]) {
        let noBus = ControlMapping(.value, bus: 0)
        for one in settings {
            let targets = names.controls(one.key, offset: one.offset, count: 1, controlCount: controlCount)
            guard let index = targets.first else { continue }
            switch one.value {
            case .number(let value):
                controls[index] = value
                mappings[index] = noBus
            case .mapping(let mapping):
                mappings[index] = allows(mapping) ? mapping : noBus
            }
        }
    }

    /// Whether there is the bus that a control is to be mapped to.
    func allows(_ mapping: ControlMapping) -> Bool {
        (0..<setting.context.pointee.busCount(mapping.source)).contains(Int(mapping.bus))
    }

    /// What an input begins with, if that is known.
    private func beginning(
        of input: InputPlan, _ controls: UnsafeMutablePointer<Float>, _ mappings: UnsafeMutablePointer<ControlMapping>
    ) -> Float? {
        switch input.place {
        case .constant(let index): constants[index]
        case .control(let index): mappings[index].source == .value ? controls[index] : nil
        case .wire, .cell: nil
        }
    }

    /// Leads every unit to its signals.
    private func connect(_ memory: UnsafeMutableRawPointer, _ synth: UnsafeMutablePointer<Synth>) {
        let cells = (memory + layout.cells).assumingMemoryBound(to: Float.self)
        var signal = (memory + layout.signals).assumingMemoryBound(to: Signal.self)
        var output = (memory + layout.outputs).assumingMemoryBound(to: UnsafeMutablePointer<Float>.self)
        var (first, goingOn) = (synth.pointee.firstSteps, synth.pointee.steps)
        let context = UnsafeMutableRawPointer(synth).assumingMemoryBound(to: SynthContext.self)

        func pointer(to place: Place) -> UnsafeMutablePointer<Float> {
            switch place {
            case .constant(let index): constants + index
            case .wire(let index): setting.wires + index * setting.shape.blockFrames
            case .cell(let index): cells + index
            case .control(let index): synth.pointee.context.controls + index
            }
        }
        func step(_ plan: UnitPlan, _ inputs: UnsafeMutablePointer<Signal>) -> Step {
            Step(
                call: UnitCall(plan.kind.methods, state: memory + layout.states + plan.stateOffset),
                block: Block(
                    frameCount: plan.frameCount, context: setting.context, synth: context, inputs: inputs,
                    outputs: output),
                isAudioRate: plan.rate == .audio,
                goesOnInPieces: plan.goesOnInPieces)
        }
        for plan in plans {
            let inputs = signal
            for input in plan.inputs {
                // A unit that computes once a block takes the first sample of what comes for every frame.
                let isSampled = plan.rate == .audio && input.rate == .audio
                let base = pointer(to: input.place)
                let initial = input.output.map { UnsafePointer(synth.pointee.initialValues + $0) }
                signal.initialize(
                    to: isSampled
                        ? Signal(audioRate: base, initial: initial) : Signal(controlRate: base, initial: initial))
                signal += 1
            }
            first.initialize(to: step(plan, inputs))
            first += 1
            if plan.rate != .scalar {
                goingOn.initialize(to: step(plan, inputs))
                goingOn += 1
            }
            for place in plan.outputs {
                output.initialize(to: pointer(to: place))
                output += 1
            }
        }
    }
}
