/// A kind of unit, as the registry lists it: what it is, and how to make one.
package struct UnitEntry: Sendable, CustomStringConvertible {
    /// What the unit is called and what it connects to.
    package let spec: UnitSpec

    /// Makes one. `[control]`
    package let make: @Sendable (UnitSetup) -> AnyUnit

    package init<Unit: UnitGenerator>(_ unit: Unit.Type) {
        spec = unit.spec
        make = { UnitBox(Unit($0)) }
    }

    package var description: String { spec.name }
}

/// A unit whose kind is known at run time only: one virtual call for a block.
package class AnyUnit {
    /// Back to time zero. `[render]`
    package func reset() {
        preconditionFailure("a unit is made by its entry")
    }

    /// Fills every frame of every output. `[render]`
    package func process(_ block: borrowing Block) {
        preconditionFailure("a unit is made by its entry")
    }
}

private final class UnitBox<Unit: UnitGenerator>: AnyUnit {
    private var unit: Unit

    init(_ unit: Unit) {
        self.unit = unit
    }

    override func reset() {
        unit.reset()
    }

    override func process(_ block: borrowing Block) {
        unit.process(block)
    }
}
