package import TonewheelRealtime

/// What can be done with the state of a unit whose kind is known at run time only: one virtual call for a block.
///
/// A kind has no state of its own, and lives as long as the registry's entry that made it.
package class UnitKind: UnitMethods, @unchecked Sendable {  // nothing in it changes
    /// Bytes of a unit's state.
    package let stateSize: Int

    package let stateAlignment: Int

    fileprivate init(stateSize: Int, stateAlignment: Int) {
        self.stateSize = stateSize
        self.stateAlignment = stateAlignment
    }

    /// Makes a unit in `state`, at time zero. `[control]`
    package func initialize(_ state: UnsafeMutableRawPointer, _ setup: UnitSetup) {
        preconditionFailure("a unit's kind is made by its entry")
    }
}

final class UnitKindOf<Unit: UnitGenerator>: UnitKind, @unchecked Sendable {
    init() {
        super.init(stateSize: MemoryLayout<Unit>.stride, stateAlignment: MemoryLayout<Unit>.alignment)
    }

    override func initialize(_ state: UnsafeMutableRawPointer, _ setup: UnitSetup) {
        state.initializeMemory(as: Unit.self, to: Unit(setup))
    }

    override func reset(_ state: UnsafeMutableRawPointer) {
        state.assumingMemoryBound(to: Unit.self).pointee.reset()
    }

    override func process(_ state: UnsafeMutableRawPointer, _ block: UnsafeRawPointer) {
        state.assumingMemoryBound(to: Unit.self).pointee.process(block.assumingMemoryBound(to: Block.self).pointee)
    }
}
