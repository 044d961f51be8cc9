/// A synth that has been muted, for clients. `[control]`
package struct MutedNode: Sendable, Equatable, CustomStringConvertible {
    package let id: Int32

    /// The name of its definition.
    package let definition: String

    /// The unit that caused it: its index in the definition, and its name; nil if it is unknown.
    package let unit: (index: Int, name: String)?

    package let cause: MuteCause

    /// - Parameter event: An event that is being collected. One of another kind yields nil.
    init?(_ event: NodeEvent) {
        guard let cause = event.mute,
            let blueprint = Blueprint.at(
                address: (
                    UInt32(truncatingIfNeeded: event.blueprintAddress),
                    UInt32(truncatingIfNeeded: event.blueprintAddress >> 32)
                ))
        else { return nil }
        id = event.id
        definition = blueprint.definition.name
        unit = blueprint.unit(atStep: Int(cause.unit))
        self.cause = cause
    }

    package static func == (first: MutedNode, second: MutedNode) -> Bool {
        first.description == second.description
    }

    /// A sentence that says which node was muted, why, and how it is resumed.
    package var description: String {
        let place = unit.map { ", unit \($0.index) \($0.name)" } ?? ""
        let reason =
            switch cause {
            case .nonFinite: "its output is NaN or infinite"
            case .fault: "rendering it ended a worker process"
            }
        let remedy =
            ReservedIDs.isEngine(id)
            ? "It belongs to the engine, and plays again when the engine restarts."
            : "To reset its units and resume it, send /n_run \(id) 1."
        return "Node \(id) (definition \"\(definition)\"\(place)) was muted, because \(reason). \(remedy)"
    }
}

extension Blueprint {
    /// Returns the unit of a step in the order of the schedule: its index in the definition, and its name; nil if there
    /// is none.
    func unit(atStep step: Int) -> (index: Int, name: String)? {
        let scheduled = definition.units.indices.filter { !BlueprintCompiler.isControl(definition.units[$0]) }
        guard scheduled.indices.contains(step) else { return nil }
        return (scheduled[step], definition.units[scheduled[step]].name)
    }
}
