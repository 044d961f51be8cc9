package import TonewheelRealtime

/// The constructor and the render functions of a unit whose type is known at run time only.
package struct UnitKind: Sendable {
    /// The functions that the render thread calls.
    package let methods: any (UnitMethods & SendableMetatype).Type

    /// The size of a unit's state, in bytes.
    package let stateSize: Int

    package let stateAlignment: Int

    private let make: @Sendable (UnsafeMutableRawPointer, UnitSetup) -> Void
    private let gaps: @Sendable (UnsafeRawPointer) -> [Range<Int>]

    init<Unit: UnitGenerator>(_ unit: Unit.Type) {
        methods = unit
        stateSize = MemoryLayout<Unit>.stride
        stateAlignment = MemoryLayout<Unit>.alignment
        make = { state, setup in state.initializeMemory(as: Unit.self, to: Unit(setup)) }
        gaps = { state in StateLayout.gaps(in: state.load(as: Unit.self)) }
    }

    /// Returns the bytes that are unused in the state of a unit: see `clear`. `[control]`
    package func unusedBytes(of state: UnsafeRawPointer) -> [Range<Int>] { gaps(state) }

    /// Sets the unused bytes of a unit to 0, which a copy may have left undefined. `[control]`
    package static func clear(_ gaps: [Range<Int>], in state: UnsafeMutableRawPointer) {
        for gap in gaps { for byte in gap { state.storeBytes(of: 0, toByteOffset: byte, as: UInt8.self) } }
    }

    /// Constructs a unit in `state`, in its initial state. `[control]`
    package func initialize(_ state: UnsafeMutableRawPointer, _ setup: UnitSetup) {
        make(state, setup)
    }
}
