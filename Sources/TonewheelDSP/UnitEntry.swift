/// A kind of unit in the registry: its spec and its constructor.
package struct UnitEntry: Sendable, CustomStringConvertible {
    /// The name, inputs and outputs of the unit.
    package let spec: UnitSpec

    /// The constructor and the render functions of the unit.
    package let kind: UnitKind

    package init<Unit: UnitGenerator>(_ unit: Unit.Type) {
        spec = unit.spec
        kind = UnitKind(unit)
    }

    package var description: String { spec.name }
}
