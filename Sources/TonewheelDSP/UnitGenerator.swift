public import TonewheelRealtime

/// A unit generator, which computes output signals from input signals, block by block.
///
/// A unit has four members, in this order: `spec`, `init`, `reset`, `process`; some have a fifth, `prime`. The state
/// consists of plain numbers, so that a unit can be created, copied, freed and moved to another process as bytes. It
/// accesses shared state (tables, buses, buffers) through `block.context`, and the state of its synth (controls, done
/// actions, reserved memory) through `block.synth`.
///
/// Thread tags, here and everywhere: `[control]` may allocate, wait, throw and log; `[render]` must do none of these;
/// `[any]` is safe on either thread.
public protocol UnitGenerator: UnitMethods, BitwiseCopyable, SendableMetatype {
    /// The name, inputs and outputs of the unit. `[control]`
    static var spec: UnitSpec { get }

    /// Reserves all memory that the unit needs, and sets the initial state. `[control]`
    init(_ setup: UnitSetup)

    /// Returns to the initial state: the same inputs then produce the same outputs again. The caller zeroes the memory
    /// that the unit has reserved, and sets `isFirst` for the next block. `[render]`
    mutating func reset()

    /// Fills every frame of every output. `[render]`
    ///
    /// Mark `process` and `reset` with `@_noLocks @_noAllocation`. The compiler does not require it;
    /// `scripts/check-annotations` does.
    mutating func process(_ block: borrowing Block)

    /// Fills one frame of every output with its initial value, from which downstream ramps and filters start, before
    /// the first block is rendered. It is called on a copy of the unit, so that the first block still begins in the
    /// initial state.
    ///
    /// The default implementation returns the values of the first frame. A unit whose first frame is already one step
    /// ahead returns the value before that frame. A unit that has side effects (on a bus, a buffer, its reserved
    /// memory, or by a message) must not cause them here. `[render]`
    mutating func prime(_ block: borrowing Block)
}

extension UnitGenerator {
    /// Computes the initial values of most units: those of the first frame. `[render]`
    @inlinable
    public mutating func prime(_ block: borrowing Block) {
        process(block)
    }
}

// The functions that the graph calls. Each unit gets its own specialized copies, with `process` inlined. Therefore they
// are `@inlinable`, and the protocol and all types that it mentions are `public` (see docs/decisions/0011).
extension UnitGenerator {
    /// Runs the unit in `state` on the block at `block`. `[render]`
    @inlinable
    public static func render(_ state: UnsafeMutableRawPointer, block: UnsafeRawPointer) {
        state.assumingMemoryBound(to: Self.self).pointee.process(block.assumingMemoryBound(to: Block.self).pointee)
    }

    /// Computes the initial values with a copy of the unit in `state`. `[render]`
    @inlinable
    public static func prime(_ state: UnsafeMutableRawPointer, block: UnsafeRawPointer) {
        var copy = state.assumingMemoryBound(to: Self.self).pointee
        copy.prime(block.assumingMemoryBound(to: Block.self).pointee.initialFrame)
    }

    /// Resets the unit in `state`. `[render]`
    @inlinable
    public static func rewind(_ state: UnsafeMutableRawPointer) {
        state.assumingMemoryBound(to: Self.self).pointee.reset()
    }
}
