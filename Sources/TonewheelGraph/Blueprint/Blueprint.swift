internal import Synchronization
internal import TonewheelDSP
internal import TonewheelRealtime

/// A definition made ready to build synths from: which units run in which order, what each reads and where it writes, and how
/// the memory of a synth is divided. `[control]`
///
/// Audio signals go over wires that all synths share, since they are rendered one after the other; a wire is used again as soon
/// as nobody reads what is on it. All else is in the synth's own memory.
package final class Blueprint: @unchecked Sendable {  // written in `init` only
    package let definition: SynthDefinition

    /// What a front and its workers call it: from 1 on, each number once in the front.
    package let number: UInt64

    /// What a synth is built with, besides.
    struct Setting {
        let shape: GraphShape
        let context: UnsafePointer<RenderContext>
        let wires: UnsafeMutablePointer<Float>
        let memory: SynthMemory
        let removed: RemovedDefinitions
        let link: ShadowLink
    }

    /// Where a signal is.
    enum Place {
        case constant(Int)
        case wire(Int)
        case cell(Int)
        case control(Int)
    }

    struct InputPlan {
        let place: Place
        let rate: Rate
        /// The unit that gives it.
        let unit: Int?
        /// Which of all outputs of the units it is, one unit's after the other's.
        let output: Int?
    }

    struct UnitPlan {
        let kind: UnitKind
        let rate: Rate
        /// Whether it is run in every piece of a block, at control rate too.
        let goesOnInPieces: Bool
        let specialIndex: Int
        let index: Int
        let inputs: [InputPlan]
        let outputs: [Place]
        /// Whether half of the outputs are late ones: see `UnitSpec.hasLateOutputs`.
        let hasLateOutputs: Bool
        /// Which of all outputs of the units its first one is.
        let firstOutput: Int
        let stateOffset: Int
        /// Whether the state of each synth differs, because of a seed or of values that inputs begin with.
        var isIndividual = false
        let frameCount: Int
        let sampleRate: Double
    }

    let setting: Setting
    let layout: SynthLayout
    private(set) var plans: [UnitPlan] = []

    /// The constants, and values of inputs that the definition leaves out.
    let constants: UnsafeMutablePointer<Float>
    let names: ControlNames

    /// For each unit what a trace tells of it.
    let tracedUnits: UnsafeMutablePointer<TracedUnit>

    /// The states of those units that begin alike in every synth, one after the other.
    let stateTemplate: UnsafeMutableRawPointer

    /// Samples that these units have taken.
    private(set) var commonMemoryCount = 0

    /// Synths that have been built from it and not been freed, and one for the library.
    private let users = Atomic(1)

    /// Whether everybody knows that it has gone who is to be told.
    private let isTold = Atomic(false)

    /// Why no further synths are built from it; nil if they are.
    private let refusal = Mutex<String?>(nil)

    /// Initial values by variant, "" being the definition itself.
    private let variants: [String: [Float]]

    /// - Parameters:
    ///   - kinds: the units there are, by name.
    /// - Throws: `BlueprintError` if a unit is unknown or is connected in a way that it does not allow, or too much is needed.
    init(
        _ definition: SynthDefinition, kinds: [String: UnitEntry], _ setting: Setting,
        number: UInt64 = GraphControl.newBlueprintNumber()
    ) throws(BlueprintError) {
        let compiler = try BlueprintCompiler(definition, kinds: kinds, setting.shape)
        self.number = number
        self.definition = definition
        self.setting = setting
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
        stateTemplate = .allocate(byteCount: max(1, layout.stateBytes), alignment: SynthLayout.alignment)
        stateTemplate.initializeMemory(as: UInt8.self, repeating: 0, count: layout.stateBytes)
        for index in plans.indices {
            let use = UnitSetup.Use()
            use.memoryCount = commonMemoryCount
            let setup = setup(plans[index], seed: 0, use)
            plans[index].kind.initialize(stateTemplate + plans[index].stateOffset, setup)
            if use.isIndividual {
                plans[index].isIndividual = true
            } else {
                commonMemoryCount = use.memoryCount
            }
        }
        setting.link.tell(defined: self)
    }

    deinit {
        constants.deallocate()
        names.entries.deallocate()
        tracedUnits.deallocate()
        stateTemplate.deallocate()
    }

    /// Lets no further synths be built from it.
    func refuse(_ reason: String) {
        refusal.withLock { $0 = reason }
    }

    /// Why no further synths are built from it; nil if they are.
    var reasonOfRefusal: String? { refusal.withLock { $0 } }

    /// A synth is built from it.
    func use() {
        users.wrappingAdd(1, ordering: .relaxed)
    }

    /// A synth that was built from it has been freed, or the library has forgotten it. The last one to go says so.
    ///
    /// - Parameter isSilent: whether nobody is to be told, now or later.
    func release(isSilent: Bool = false) {
        if isSilent { isTold.store(true, ordering: .relaxed) }
        guard users.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 else { return }
        setting.link.tell(forgotten: number)
        if !isTold.exchange(true, ordering: .relaxed) { setting.removed.add(definition.name) }
    }

    /// Units that a synth has.
    package var unitCount: Int { plans.count }

    package var controlCount: Int { definition.parameters.count }

    /// The names of the controls, in the definition's order.
    package var controlNames: [String] { definition.parameterNames.map(\.name) }

    /// The name of a control: that of the definition, or nil for what is in an array behind its first.
    package func controlName(_ index: Int) -> String? {
        definition.parameterNames.first { $0.index == index }?.name
    }

    /// The blueprint that a synth in a tree's description is built from, while the description is read.
    ///
    /// - Parameter address: two words, the lower first.
    package static func at(address: (UInt32, UInt32)) -> Blueprint? {
        let bits = UInt(address.0) | UInt(address.1) << 32
        guard let pointer = UnsafeRawPointer(bitPattern: bits) else { return nil }
        return Unmanaged<Blueprint>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// The values that the controls begin with; nil if there is no such variant.
    func initialValues(variant: String) -> [Float]? { variants[variant] }

    /// What a unit is told.
    func setup(_ plan: UnitPlan, seed: UInt64, _ use: UnitSetup.Use) -> UnitSetup {
        var setup = UnitSetup(
            sampleRate: plan.sampleRate,
            maximumFrameCount: plan.frameCount,
            audioSampleRate: setting.shape.sampleRate,
            rate: plan.rate,
            specialIndex: plan.specialIndex,
            inputs: plan.inputs.map { UnitSetup.Input(rate: $0.rate, unit: $0.unit) },
            outputCount: plan.hasLateOutputs ? plan.outputs.count / 2 : plan.outputs.count,
            index: plan.index,
            seed: NoiseSource.spread(seed &+ UInt64(plan.index)),
            use: use
        )
        setup.hasLateOutputs = plan.hasLateOutputs
        return setup
    }
}
