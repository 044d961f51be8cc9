/// A kind of unit, as the registry lists it: what it is, and how to make one.
package struct UnitEntry: Sendable, CustomStringConvertible {
    /// What the unit is called and what it connects to.
    package let spec: UnitSpec

    /// How to make one in memory of the caller's, and to run it.
    package let kind: UnitKind

    package init<Unit: UnitGenerator>(_ unit: Unit.Type) {
        spec = unit.spec
        kind = UnitKind(unit)
    }

    package var description: String { spec.name }
}
