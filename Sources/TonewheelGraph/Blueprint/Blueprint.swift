internal import Synchronization
internal import TonewheelDSP
internal import TonewheelRealtime

/// A compiled definition, from which synths are built: the order of its units, their inputs and outputs, and the
/// memory layout of a synth. `[control]`
///
/// Audio-rate signals are on wires. All synths share the wires, since synths are rendered one after the other; a wire
/// is reused after the last unit that reads it. All other signals are in the synth's own memory.
package final class Blueprint: @unchecked Sendable {  // immutable after `init`, but for locked and atomic state
    package let definition: SynthDef

    /// The number that identifies the blueprint in the front and its workers. Numbers start at 1 and are unique in
    /// the front.
    package let number: UInt64

    /// The parts of the graph that a synth is built with.
    struct Environment {
        let shape: GraphShape
        let context: UnsafePointer<RenderContext>
        let wires: UnsafeMutablePointer<Float>
        let memory: SynthMemory
        let removed: RemovedDefinitions
        let link: ShadowLink
    }

    /// The location of a signal.
    enum Place {
        case constant(Int)
        case wire(Int)
        case cell(Int)
        case control(Int)
    }

    struct InputPlan {
        let place: Place
        let rate: Rate
        /// The scheduled unit whose output it is; nil for a constant or a control.
        let unit: Int?
        /// The index of the output among the outputs of all units, in schedule order.
        let output: Int?
    }

    struct UnitPlan {
        let kind: UnitKind
        let rate: Rate
        /// Whether the unit runs in every piece of a block, also at control rate.
        let runsInEveryPiece: Bool
        let specialIndex: Int
        let index: Int
        let inputs: [InputPlan]
        let outputs: [Place]
        /// Whether the second half of the outputs are deferred: see `UnitSpec.hasDeferredOutputs`.
        let hasDeferredOutputs: Bool
        /// The index of the unit's first output among the outputs of all units.
        let firstOutput: Int
        let stateOffset: Int
        /// Whether the unit's state differs between synths, because of a seed or of initial values of inputs.
        var dependsOnSynth = false
        /// The bytes of the state that are unused, and 0.
        var gaps: [Range<Int>] = []
        let frameCount: Int
        let sampleRate: Double
    }

    let environment: Environment
    let layout: SynthLayout
    private(set) var plans: [UnitPlan] = []

    /// The constants, followed by the default values of inputs that the definition omits.
    let constants: UnsafeMutablePointer<Float>
    let names: ControlNames

    /// The properties that a trace needs, one element for each unit.
    let tracedUnits: UnsafeMutablePointer<TracedUnit>

    /// The parts of a synth's memory that an image of the graph contains.
    let image: UnsafeMutablePointer<SynthImage>

    /// The initial states of all units, copied into each synth. Units whose state differs between synths are
    /// initialized again.
    let stateTemplate: UnsafeMutableRawPointer

    /// The number of samples of memory that the units in the template have reserved.
    private(set) var commonMemoryCount = 0

    /// A reference count: the synths that have not been freed, and one for the library.
    private let useCount = Atomic(1)

    /// Whether the removal has been reported, or must not be.
    private let isReported = Atomic(false)

    /// The reason that no further synths are built; nil if they are.
    private let quarantineState = Mutex<String?>(nil)

    /// The initial values of the controls, by variant name; "" is the definition itself.
    private let variants: [String: [Float]]

    /// Compiles a definition.
    ///
    /// - Parameter kinds: The available unit generators, by name.
    /// - Throws: `BlueprintError` if a unit is unknown or cannot be connected as the definition requires, or if a
    ///   limit of the graph's shape is exceeded.
    init(
        _ definition: SynthDef, kinds: [String: UnitEntry], _ environment: Environment,
        number: UInt64
    ) throws(BlueprintError) {
        let compiler = try BlueprintCompiler(definition, kinds: kinds, environment.shape)
        self.number = number
        self.definition = definition
        self.environment = environment
        layout = compiler.layout
        plans = compiler.plans
        constants = .allocate(capacity: max(1, compiler.constants.count))
        for (index, value) in compiler.constants.enumerated() { (constants + index).initialize(to: value) }
        let entries = UnsafeMutablePointer<ControlNames.Entry>.allocate(
            capacity: max(1, definition.parameterNames.count))
        for (index, name) in definition.parameterNames.enumerated() {
            (entries + index).initialize(
                to: ControlNames.Entry(
                    hash: ControlKey.hash(name.name.utf8), index: Int32(truncatingIfNeeded: name.index)))
        }
        names = ControlNames(entries: entries, count: definition.parameterNames.count)
        var variants = ["": definition.parameters]
        for variant in definition.variants { variants[variant.name] = variant.values }
        self.variants = variants
        tracedUnits = .allocate(capacity: max(1, plans.count))
        for (index, plan) in plans.enumerated() { (tracedUnits + index).initialize(to: TracedUnit(plan)) }
        image = .allocate(capacity: 1)
        image.initialize(to: SynthImage(layout, blueprint: number))
        stateTemplate = .allocate(byteCount: max(1, layout.stateBytes), alignment: SynthLayout.alignment)
        stateTemplate.initializeMemory(as: UInt8.self, repeating: 0, count: layout.stateBytes)
        for index in plans.indices {
            let usage = UnitSetup.Usage()
            usage.memoryCount = commonMemoryCount
            let setup = setup(plans[index], seed: 0, usage)
            let state = stateTemplate + plans[index].stateOffset
            plans[index].kind.initialize(state, setup)
            plans[index].gaps = plans[index].kind.unusedBytes(of: state)
            UnitKind.clear(plans[index].gaps, in: state)
            if usage.dependsOnSynth {
                plans[index].dependsOnSynth = true
            } else {
                commonMemoryCount = usage.memoryCount
            }
        }
        environment.link.notify(defined: self)
    }

    deinit {
        constants.deallocate()
        names.entries.deallocate()
        tracedUnits.deallocate()
        image.deallocate()
        stateTemplate.deallocate()
    }

    /// Prevents further synths from being built from the blueprint.
    func quarantine(_ reason: String) {
        quarantineState.withLock { $0 = reason }
    }

    /// The reason that no further synths are built; nil if they are.
    var quarantineReason: String? { quarantineState.withLock { $0 } }

    /// Counts a synth.
    func retain() {
        useCount.wrappingAdd(1, ordering: .relaxed)
    }

    /// Ends the use by a synth that has been freed, or by the library. The last release reports the removal.
    ///
    /// - Parameter isSilent: Whether the removal must not be reported, now or later.
    func release(isSilent: Bool = false) {
        if isSilent { isReported.store(true, ordering: .relaxed) }
        guard useCount.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 else { return }
        environment.link.notify(released: number)
        if !isReported.exchange(true, ordering: .relaxed) { environment.removed.add(definition.name) }
    }

    /// The number of units of a synth.
    package var unitCount: Int { plans.count }

    package var controlCount: Int { definition.parameters.count }

    /// The control names, in the definition's order.
    package var controlNames: [String] { definition.parameterNames.map(\.name) }

    /// The name of a control; nil for the elements of an array after its first.
    package func controlName(_ index: Int) -> String? {
        definition.parameterNames.first { $0.index == index }?.name
    }

    /// Returns the blueprint at an address that `Graph.getTree` or `Graph.trace` has written. `[control]`, while the
    /// reply is read
    ///
    /// - Parameter address: The low word and the high word.
    package static func at(address: (UInt32, UInt32)) -> Blueprint? {
        let bits = UInt(address.0) | UInt(address.1) << 32
        guard let pointer = UnsafeRawPointer(bitPattern: bits) else { return nil }
        return Unmanaged<Blueprint>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// Returns the initial values of the controls; nil if there is no such variant.
    func initialValues(variant: String) -> [Float]? { variants[variant] }

    /// Returns the setup that a unit is initialized with.
    func setup(_ plan: UnitPlan, seed: UInt64, _ usage: UnitSetup.Usage) -> UnitSetup {
        var setup = UnitSetup(
            sampleRate: plan.sampleRate,
            maximumFrameCount: plan.frameCount,
            audioSampleRate: environment.shape.sampleRate,
            rate: plan.rate,
            specialIndex: plan.specialIndex,
            inputs: plan.inputs.map { UnitSetup.Input(rate: $0.rate, unit: $0.unit) },
            outputCount: plan.hasDeferredOutputs ? plan.outputs.count / 2 : plan.outputs.count,
            index: plan.index,
            seed: NoiseSource.spread(seed &+ UInt64(plan.index)),
            usage: usage
        )
        setup.hasDeferredOutputs = plan.hasDeferredOutputs
        return setup
    }
}
