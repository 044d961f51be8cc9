package import TonewheelDSP
internal import TonewheelRealtime

extension Blueprint {
    /// An initial value or mapping of a control that overrides the definition's.
    package struct ControlSetting: Sendable {
        package var key: ControlKey
        /// The index of the value in an array of values, which go to consecutive controls.
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
    ///   - settings: Initial values of controls. Unknown controls are ignored.
    ///   - variant: The variant whose values the controls start with; "" for the definition's own.
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

    /// Builds a synth from one initial value and one mapping for each control. `[control]`
    ///
    /// - Throws: `SynthBuildError.noMemory` if it needs more memory than is left.
    func makeSynth(
        id: Int32, _ values: [Float], _ mapped: [ControlMapping], seed: UInt64
    ) throws(SynthBuildError) -> Node.Pointer {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: layout.size, alignment: SynthLayout.alignment)
        // Images compare bytes: alignment gaps and cells that have not been written must be equal.
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: layout.size)
        let node = memory.bindMemory(to: Node.self, capacity: 1)
        let synth = (memory + layout.synth).bindMemory(to: Synth.self, capacity: 1)
        let controls = (memory + layout.controls).bindMemory(to: Float.self, capacity: values.count)
        let mappings = (memory + layout.mappings).bindMemory(to: ControlMapping.self, capacity: values.count)
        let doneFlags = (memory + layout.doneFlags).bindMemory(to: Bool.self, capacity: plans.count)
        for (index, value) in values.enumerated() { (controls + index).initialize(to: value) }
        for (index, mapping) in mapped.enumerated() { (mappings + index).initialize(to: mapping) }
        doneFlags.initialize(repeating: false, count: plans.count)
        let builtValues = (memory + layout.builtValues).bindMemory(to: Float.self, capacity: values.count)
        let builtMappings = (memory + layout.builtMappings).bindMemory(to: ControlMapping.self, capacity: values.count)
        builtValues.initialize(from: controls, count: values.count)
        builtMappings.initialize(from: mappings, count: values.count)

        let states = memory + layout.states
        states.copyMemory(from: stateTemplate, byteCount: layout.stateBytes)
        var memoryCount = commonMemoryCount
        for plan in plans where plan.dependsOnSynth {
            let usage = UnitSetup.Usage()
            usage.memoryCount = memoryCount
            usage.values = { [self] in initialValue(of: plan.inputs[$0], controls, mappings) }
            plan.kind.initialize(states + plan.stateOffset, setup(plan, seed: seed, usage))
            UnitKind.clear(plan.gaps, in: states + plan.stateOffset)
            memoryCount = usage.memoryCount
        }
        let byteCount = layout.size + memoryCount * MemoryLayout<Float>.stride
        guard environment.memory.reserve(byteCount) else {
            memory.deallocate()
            let free = environment.memory.free ?? 0
            throw .noMemory(
                needed: byteCount, free: free, limit: environment.memory.limit ?? 0, isUnitMemory: layout.size <= free)
        }
        // A shadow does not render its synths: the worker allocates their memory, and the shadow only counts it.
        let sampleCount = environment.link.isShadow ? 1 : memoryCount
        let samples = UnsafeMutablePointer<Float>.allocate(capacity: sampleCount)
        samples.initialize(repeating: 0, count: sampleCount)

        retain()
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
                image: UnsafePointer(image),
                byteCount: byteCount
            ))
        connect(memory, synth)
        node.initialize(to: Node(id: id, synth: synth))
        return node
    }

    /// Frees a node, and the memory of a synth. `[control]`, when no thread renders it any more
    static func free(_ node: Node.Pointer) {
        if let synth = node.pointee.synth {
            synth.pointee.context.memory.deallocate()
            let blueprint = synth.pointee.blueprint.takeUnretainedValue()
            blueprint.environment.memory.release(synth.pointee.byteCount)
            blueprint.release()
            synth.pointee.blueprint.release()
        }
        UnsafeMutableRawPointer(node).deallocate()
    }

    /// Applies initial values and mappings. A mapping to a bus that does not exist removes the control's mapping.
    private func apply(_ settings: [ControlSetting], _ controls: inout [Float], _ mappings: inout [ControlMapping]) {
        let noBus = ControlMapping(.value, bus: 0)
        for setting in settings {
            let targets = names.controls(setting.key, offset: setting.offset, count: 1, controlCount: controlCount)
            guard let index = targets.first else { continue }
            switch setting.value {
            case .number(let value):
                controls[index] = value
                mappings[index] = noBus
            case .mapping(let mapping):
                mappings[index] = hasBus(for: mapping) ? mapping : noBus
            }
        }
    }

    /// Whether the bus of a mapping exists.
    func hasBus(for mapping: ControlMapping) -> Bool {
        (0..<environment.context.pointee.busCount(mapping.source)).contains(Int(mapping.bus))
    }

    /// The value that an input has in the first block; nil if it is not known when the synth is built.
    private func initialValue(
        of input: InputPlan, _ controls: UnsafeMutablePointer<Float>, _ mappings: UnsafeMutablePointer<ControlMapping>
    ) -> Float? {
        switch input.place {
        case .constant(let index): constants[index]
        case .control(let index): mappings[index].source == .value ? controls[index] : nil
        case .wire, .cell: nil
        }
    }

    /// Initializes the steps, and connects the inputs and outputs of every unit.
    private func connect(_ memory: UnsafeMutableRawPointer, _ synth: UnsafeMutablePointer<Synth>) {
        let cells = (memory + layout.cells).assumingMemoryBound(to: Float.self)
        var signal = (memory + layout.signals).assumingMemoryBound(to: Signal.self)
        var output = (memory + layout.outputs).assumingMemoryBound(to: UnsafeMutablePointer<Float>.self)
        var (first, later) = (synth.pointee.firstSteps, synth.pointee.steps)
        let context = UnsafeMutableRawPointer(synth).assumingMemoryBound(to: SynthContext.self)

        func pointer(to place: Place) -> UnsafeMutablePointer<Float> {
            switch place {
            case .constant(let index): constants + index
            case .wire(let index): environment.wires + index * environment.shape.blockFrames
            case .cell(let index): cells + index
            case .control(let index): synth.pointee.context.controls + index
            }
        }
        func step(_ plan: UnitPlan, _ inputs: UnsafeMutablePointer<Signal>) -> Step {
            Step(
                call: UnitCall(plan.kind.methods, state: memory + layout.states + plan.stateOffset),
                block: Block(
                    frameCount: plan.frameCount, context: environment.context, synth: context, inputs: inputs,
                    outputs: output),
                isAudioRate: plan.rate == .audio,
                runsInEveryPiece: plan.runsInEveryPiece)
        }
        for plan in plans {
            let inputs = signal
            for input in plan.inputs {
                // A control-rate unit reads only the first sample of an audio-rate input.
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
                later.initialize(to: step(plan, inputs))
                later += 1
            }
            for place in plan.outputs {
                output.initialize(to: pointer(to: place))
                output += 1
            }
        }
    }
}
