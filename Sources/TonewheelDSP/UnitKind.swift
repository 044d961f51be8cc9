package import TonewheelRealtime

/// The constructor and the render functions of a unit whose type is known at run time only.
package struct UnitKind: Sendable {
    /// The functions that the render thread calls.
    package let methods: any (UnitMethods & SendableMetatype).Type

    /// The size of a unit's state, in bytes.
    package let stateSize: Int

    package let stateAlignment: Int

    private let make: @Sendable (UnsafeMutableRawPointer, UnitSetup) -> Void

    init<Unit: UnitGenerator>(_ unit: Unit.Type) {
        methods = unit
        stateSize = MemoryLayout<Unit>.stride
        stateAlignment = MemoryLayout<Unit>.alignment
        make = { state, setup in state.initializeMemory(as: Unit.self, to: Unit(setup)) }
    }

    /// Constructs a unit in `state`, in its initial state. `[control]`
    package func initialize(_ state: UnsafeMutableRawPointer, _ setup: UnitSetup) {
        make(state, setup)
    }
}
