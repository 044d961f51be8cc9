/// The memory of one unit for one block: `frameCount` frames of every input and output. `[render]`
///
/// Not copyable, and only ever lent to `process`, so that no unit can keep it.
package struct Block: ~Copyable {
    /// Frames to fill: 1 … `UnitSetup.maximumFrameCount`.
    package let frameCount: Int

    /// What lies outside the unit.
    package let context: RenderContext

    @usableFromInline let inputs: UnsafePointer<Signal>
    @usableFromInline let outputs: UnsafePointer<UnsafeMutablePointer<Float>>

    @_noLocks @_noAllocation
    package init(
        frameCount: Int,
        context: RenderContext,
        inputs: UnsafePointer<Signal>,
        outputs: UnsafePointer<UnsafeMutablePointer<Float>>
    ) {
        self.frameCount = frameCount
        self.context = context
        self.inputs = inputs
        self.outputs = outputs
    }

    /// The input at `index` of the unit's spec.
    @inlinable
    @_noLocks @_noAllocation
    package func input(_ index: Int) -> Signal {
        inputs[index]
    }

    /// The frames to fill of the output at `index` of the unit's spec; they may be the same memory as an input.
    @inlinable
    @_noLocks @_noAllocation
    package func output(_ index: Int) -> UnsafeMutablePointer<Float> {
        outputs[index]
    }
}
