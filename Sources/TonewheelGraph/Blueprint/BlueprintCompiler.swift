internal import TonewheelDSP
internal import TonewheelRealtime

/// Compiles a definition into a schedule: looks up its units, allocates the location of every signal, and lays out
/// the memory of a synth.
struct BlueprintCompiler {
    private(set) var plans: [Blueprint.UnitPlan] = []
    private(set) var constants: [Float]
    private(set) var layout = SynthLayout(
        controlCount: 0, unitCount: 0, stepCount: 0, cellCount: 0, signalCount: 0, outputCount: 0, stateBytes: 0)

    private let definition: SynthDef
    private let shape: GraphShape
    private var cellCount = 0
    private var outputTotal = 0
    private var stateBytes = 0
    private var wires: WireAllocation

    /// The locations of the outputs, for each unit of the definition.
    private var places: [[Blueprint.Place]] = []

    /// The index in the schedule, for each unit of the definition; nil for a control, which is not scheduled.
    private var scheduled: [Int?] = []

    /// The last unit that reads each output, or the unit itself if no later one does, for each unit of the
    /// definition.
    private var lastReaders: [[Int]] = []

    init(_ definition: SynthDef, kinds: [String: UnitEntry], _ shape: GraphShape) throws(BlueprintError) {
        self.definition = definition
        self.shape = shape
        constants = definition.constants
        wires = WireAllocation(capacity: shape.wireCount)
        findLastReaders()
        for index in definition.units.indices { try add(index, kinds: kinds) }
        layout = SynthLayout(
            controlCount: definition.parameters.count,
            unitCount: plans.count,
            stepCount: plans.count { $0.rate != .scalar },
            cellCount: cellCount,
            signalCount: plans.reduce(0) { $0 + $1.inputs.count },
            outputCount: outputTotal,
            stateBytes: stateBytes)
    }

    private mutating func findLastReaders() {
        lastReaders = definition.units.indices.map { index in
            [Int](repeating: index, count: definition.units[index].outputs.count)
        }
        for (reader, unit) in definition.units.enumerated() {
            for case .output(let source, let output) in unit.inputs { lastReaders[source][output] = reader }
        }
    }

    private mutating func add(_ index: Int, kinds: [String: UnitEntry]) throws(BlueprintError) {
        let unit = definition.units[index]
        guard unit.rate != .demand else {
            throw BlueprintError(definition, "has \(unit.name) at demand rate, which is not implemented.")
        }
        if Self.isControl(unit) {
            return try addControl(unit)
        }
        guard let entry = kinds[unit.name] else {
            throw BlueprintError(definition, "needs the unit \(unit.name), which is not implemented.")
        }
        let inputs = try inputs(of: unit, entry.spec)
        // A loop whose output does not overlap its inputs is vectorized; a loop that works in place is not. So inputs
        // and outputs share wires only if too few wires are unused.
        let outputCount = max(unit.outputs.count, entry.spec.outputCount)
        let mayShare = entry.spec.exemptions[.inPlace] == nil && wires.unusedCount < outputCount
        if mayShare { freeWires(readLastBy: index) }
        let outputs = try outputs(of: unit, index, entry.spec)
        if !mayShare { freeWires(readLastBy: index) }
        for (output, place) in outputs.enumerated() {
            // The wire of an output that no unit reads is free for the next unit.
            let isRead = output < lastReaders[index].count && lastReaders[index][output] > index
            if case .wire(let wire) = place, !isRead { wires.free(wire) }
        }

        let alignment = entry.kind.stateAlignment
        let offset = (stateBytes + alignment - 1) / alignment * alignment
        stateBytes = offset + entry.kind.stateSize
        plans.append(
            Blueprint.UnitPlan(
                kind: entry.kind,
                rate: unit.rate,
                runsInEveryPiece: unit.rate == .audio || (unit.rate == .control && entry.spec.runsInEveryPiece),
                specialIndex: unit.specialIndex,
                index: plans.count,
                inputs: inputs,
                outputs: outputs,
                hasDeferredOutputs: unit.rate == .control && entry.spec.hasDeferredOutputs,
                firstOutput: outputTotal,
                stateOffset: offset,
                frameCount: unit.rate == .audio ? shape.blockFrames : 1,
                sampleRate: unit.rate == .audio ? shape.sampleRate : shape.sampleRate / Double(shape.blockFrames)
            ))
        outputTotal += outputs.count
        places.append(outputs)
        scheduled.append(plans.count - 1)
    }

    /// Whether a unit is a control at control rate, which is not scheduled: units read the synth's control values
    /// directly.
    static func isControl(_ unit: SynthDef.Unit) -> Bool {
        unit.name == "Control" && unit.rate == .control
    }

    /// Records the locations of a control's outputs, which are the synth's control values.
    private mutating func addControl(_ unit: SynthDef.Unit) throws(BlueprintError) {
        let first = unit.specialIndex
        let count = unit.outputs.count
        guard first >= 0, first + count <= definition.parameters.count else {
            throw BlueprintError(
                definition,
                "has controls \(first) … \(first + count - 1), but \(definition.parameters.count) parameters.")
        }
        places.append((0..<count).map { .control(first + $0) })
        scheduled.append(nil)
    }

    private mutating func inputs(
        of unit: SynthDef.Unit, _ spec: UnitSpec
    ) throws(BlueprintError) -> [Blueprint.InputPlan] {
        var plans: [Blueprint.InputPlan] = []
        let wanted = spec.furtherInputs == nil ? spec.inputs.count : max(spec.inputs.count, unit.inputs.count)
        for input in unit.inputs.prefix(wanted) {
            switch input {
            case .constant(let constant):
                plans.append(Blueprint.InputPlan(place: .constant(constant), rate: .scalar, unit: nil, output: nil))
            case .output(let source, let output):
                let rate = definition.units[source].rate
                var place = output
                if unit.rate == .control, let plan = scheduled[source].map({ self.plans[$0] }), plan.hasDeferredOutputs
                {
                    place += definition.units[source].outputs.count
                }
                plans.append(
                    Blueprint.InputPlan(
                        place: places[source][place], rate: rate, unit: scheduled[source],
                        output: scheduled[source].map { self.plans[$0].firstOutput + place }))
            }
        }
        // Older clients omit inputs that were added to a unit later.
        for input in spec.inputs.dropFirst(plans.count) {
            plans.append(
                Blueprint.InputPlan(place: .constant(constants.count), rate: .scalar, unit: nil, output: nil))
            constants.append(input.defaultValue)
        }
        return plans
    }

    private mutating func outputs(
        of unit: SynthDef.Unit, _ index: Int, _ spec: UnitSpec
    ) throws(BlueprintError) -> [Blueprint.Place] {
        var count = unit.outputs.count
        if case .named(let names) = spec.outputs {
            guard count <= names.count else {
                throw BlueprintError(
                    definition, "has a \(unit.name) of \(count) outputs, but it has \(names.count).")
            }
            count = names.count
        }
        var places: [Blueprint.Place] = []
        if unit.rate == .control, spec.hasDeferredOutputs { count *= 2 }
        for _ in 0..<count {
            if unit.rate == .audio {
                guard let wire = wires.take() else {
                    throw BlueprintError(
                        definition,
                        "needs more than the \(shape.wireCount) wires there are. Start the server with more (-w).")
                }
                places.append(.wire(wire))
            } else {
                places.append(.cell(cellCount))
                cellCount += 1
            }
        }
        return places
    }

    private mutating func freeWires(readLastBy index: Int) {
        var seen: Set<Int> = []
        for case .output(let source, let output) in definition.units[index].inputs
        where lastReaders[source][output] == index {
            if case .wire(let wire) = places[source][output], seen.insert(wire).inserted { wires.free(wire) }
        }
    }
}

/// The wires that are in use. Low indices are preferred, so that few of them are touched.
private struct WireAllocation {
    let capacity: Int
    private var isUsed: [Bool] = []

    init(capacity: Int) {
        self.capacity = capacity
    }

    var unusedCount: Int { capacity - isUsed.count { $0 } }

    mutating func take() -> Int? {
        if let wire = isUsed.firstIndex(of: false) {
            isUsed[wire] = true
            return wire
        }
        guard isUsed.count < capacity else { return nil }
        isUsed.append(true)
        return isUsed.count - 1
    }

    mutating func free(_ wire: Int) {
        isUsed[wire] = false
    }
}
