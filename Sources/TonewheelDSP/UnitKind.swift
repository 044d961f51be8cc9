package import TonewheelRealtime

/// How to make the state of a unit whose type is known at run time only, and what to call with it.
package struct UnitKind: Sendable {
    /// What the render thread calls.
    package let methods: any (UnitMethods & SendableMetatype).Type

    /// Bytes of a unit's state.
    package let stateSize: Int

    package let stateAlignment: Int

    private let make: @Sendable (UnsafeMutableRawPointer, UnitSetup) -> Void

    init<Unit: UnitGenerator>(_ unit: Unit.Type) {
        methods = unit
        stateSize = MemoryLayout<Unit>.stride
        stateAlignment = MemoryLayout<Unit>.alignment
        make = { state, setup in state.initializeMemory(as: Unit.self, to: Unit(setup)) }
    }

    /// Makes a unit in `state`, at time zero. `[control]`
    package func initialize(_ state: UnsafeMutableRawPointer, _ setup: UnitSetup) {
        make(state, setup)
    }
}
