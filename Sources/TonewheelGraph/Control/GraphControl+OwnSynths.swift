package import TonewheelDSP

/// Synths that the engine makes for itself, from definitions that no client knows of. `[control]`, any thread
extension GraphControl {
    /// Makes a definition ready without adding it to the library: it is not counted, no command finds or removes it, and the memory
    /// of its synths does not count against the limit that clients have.
    ///
    /// - Parameter units: kinds of unit that it may use besides those that clients have.
    /// - Throws: `BlueprintError` if it cannot be played here.
    package func prepare(
        _ definition: SynthDefinition, with units: [UnitEntry] = []
    ) throws(BlueprintError) -> Blueprint {
        var kinds = kinds
        for unit in units { kinds[unit.spec.name] = unit }
        return try Blueprint(definition, kinds: kinds, setting(SynthMemory(limit: nil)))
    }

    /// Builds a synth from a blueprint. Its seed follows from its number, so that what clients hear does not depend on how many
    /// such synths there are.
    ///
    /// - Parameters:
    ///   - id: the node's number.
    ///   - settings: of controls; those that there are not are passed over.
    package func makeSynth(
        of blueprint: Blueprint, id: Int32, _ settings: [Blueprint.ControlSetting] = []
    ) throws(SynthBuildError) -> Node.Pointer {
        // As 64 bits with the sign: clients' synths are never counted as far.
        try makeSynth(of: blueprint, variant: "", id: id, settings, number: UInt64(bitPattern: Int64(id)))
    }

    /// - Parameters:
    ///   - variant: whose values the controls begin with; "" for those of the definition.
    ///   - number: what the seed follows from.
    func makeSynth(
        of blueprint: Blueprint, variant: String, id: Int32, _ settings: [Blueprint.ControlSetting], number: UInt64
    ) throws(SynthBuildError) -> Node.Pointer {
        if let reason = blueprint.reasonOfRefusal { throw .leftOut(blueprint.definition.name, reason: reason) }
        let seed = NoiseSource.spread(shape.seed ^ NoiseSource.spread(number))
        guard let node = try blueprint.makeSynth(id: id, variant: variant, settings, seed: seed) else {
            throw .noDefinition("\(blueprint.definition.name).\(variant)")
        }
        return node
    }
}
