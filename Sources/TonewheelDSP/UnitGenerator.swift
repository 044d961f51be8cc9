public import TonewheelRealtime

/// A unit generator: a small machine that turns input signals into output signals, block by block.
///
/// Four members, in this order: `spec`, `init`, `reset`, `process`; some have a fifth, `prime`. The state is plain numbers, so that a unit is made,
/// copied, freed and moved to another process by handling bytes; what lies outside it (tables, buses, buffers) it reaches
/// through `block.context`, and what its synth has (controls, done actions, the memory it took) through `block.synth`.
///
/// Thread tags, here and everywhere: `[control]` may allocate, wait, throw and log; `[render]` must do none of these;
/// `[any]` is safe on either.
public protocol UnitGenerator: UnitMethods, BitwiseCopyable, SendableMetatype {
    /// What the unit is called and what it connects to. `[control]`
    static var spec: UnitSpec { get }

    /// Takes all the memory the unit will ever need, and leaves it at time zero. `[control]`
    init(_ setup: UnitSetup)

    /// Back to time zero: the same inputs give the same outputs again. Whoever calls it zeroes the memory that the unit has
    /// taken, and says `isFirst` with the next block. `[render]`
    mutating func reset()

    /// Fills every frame of every output. `[render]`
    ///
    /// Write `@_noLocks @_noAllocation` before `process` and `reset`: the compiler does not ask for it, and
    /// `scripts/check-annotations` does.
    mutating func process(_ block: borrowing Block)

    /// Fills the one frame of every output with the initial values: what ramps and filters that follow begin from, before the
    /// first block is rendered. It is asked of a copy of the unit, so that the first block begins at time zero all the same.
    ///
    /// By default they are those of the first frame. A unit whose first frame is already one step on says what comes before
    /// it; one that changes what lies outside itself (a bus, a buffer, memory that it has taken) or tells somebody
    /// something must not do so here. `[render]`
    mutating func prime(_ block: borrowing Block)
}

extension UnitGenerator {
    /// The initial values of most units: those of the first frame. `[render]`
    @inlinable
    public mutating func prime(_ block: borrowing Block) {
        process(block)
    }
}

// What the graph calls. Each unit gets a copy of its own of these, with its `process` built in: therefore `@inlinable`, and
// the protocol with all that it mentions `public` (see docs/decisions/0011).
extension UnitGenerator {
    /// Has the unit in `state` process the block that `block` leads to. `[render]`
    @inlinable
    public static func render(_ state: UnsafeMutableRawPointer, block: UnsafeRawPointer) {
        state.assumingMemoryBound(to: Self.self).pointee.process(block.assumingMemoryBound(to: Block.self).pointee)
    }

    /// Has a copy of the unit in `state` give the initial values. `[render]`
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
