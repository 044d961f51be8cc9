package import TonewheelDSP

/// The engine's own synths, from definitions that clients do not know. `[control]`, any thread
extension GraphControl {
    /// Compiles a definition without adding it to the library. It is not counted, no command finds or removes it, and
    /// the memory of its synths does not count against the clients' limit.
    ///
    /// - Parameter units: Unit generators that it may use in addition to those that clients have.
    /// - Throws: `BlueprintError` if the definition cannot be compiled.
    package func prepare(
        _ definition: SynthDef, with units: [UnitEntry] = []
    ) throws(BlueprintError) -> Blueprint {
        var kinds = kinds
        for unit in units { kinds[unit.spec.name] = unit }
        return try Blueprint(
            definition, kinds: kinds, environment(SynthMemory(limit: nil)), number: newBlueprintNumber())
    }

    /// Builds a synth from a blueprint, at any load. Its seed is derived from its ID, so that the random numbers of
    /// clients' synths do not depend on the number of such synths.
    ///
    /// - Parameters:
    ///   - id: The node ID.
    ///   - settings: Initial values of controls. Unknown controls are ignored.
    package func makeSynth(
        of blueprint: Blueprint, id: Int32, _ settings: [Blueprint.ControlSetting] = []
    ) throws(SynthBuildError) -> Node.Pointer {
        // Sign-extended: the count of clients' synths never gets as high.
        try makeSynth(of: blueprint, variant: "", id: id, settings, number: UInt64(bitPattern: Int64(id)))
    }

    /// - Parameters:
    ///   - variant: The variant whose values the controls start with; "" for those of the definition.
    ///   - number: The number that the seed is derived from.
    func makeSynth(
        of blueprint: Blueprint, variant: String, id: Int32, _ settings: [Blueprint.ControlSetting], number: UInt64
    ) throws(SynthBuildError) -> Node.Pointer {
        if let reason = blueprint.quarantineReason { throw .quarantined(blueprint.definition.name, reason: reason) }
        let seed = NoiseSource.spread(shape.seed ^ NoiseSource.spread(number))
        guard let node = try blueprint.makeSynth(id: id, variant: variant, settings, seed: seed) else {
            throw .noDefinition("\(blueprint.definition.name).\(variant)")
        }
        return node
    }
}
