/// The memory of one unit for one block: `frameCount` frames of every input and output. `[render]`
///
/// Not copyable, and only ever lent to `process`, so that no unit can keep it.
public struct Block: ~Copyable {
    /// Frames to fill: 1 … `UnitSetup.maximumFrameCount`.
    public let frameCount: Int

    /// Whether what is asked for are initial values: of the only frame, what the outputs hold before the first block.
    public let isPriming: Bool

    @usableFromInline let contextPointer: UnsafePointer<RenderContext>
    @usableFromInline let synthPointer: UnsafeMutablePointer<SynthContext>
    @usableFromInline let inputs: UnsafePointer<Signal>
    @usableFromInline let outputs: UnsafePointer<UnsafeMutablePointer<Float>>

    /// All that is pointed to must live as long as the block is lent.
    @_noLocks @_noAllocation
    public init(
        frameCount: Int,
        context: UnsafePointer<RenderContext>,
        synth: UnsafeMutablePointer<SynthContext>,
        inputs: UnsafePointer<Signal>,
        outputs: UnsafePointer<UnsafeMutablePointer<Float>>,
        isPriming: Bool = false
    ) {
        self.frameCount = frameCount
        self.isPriming = isPriming
        contextPointer = context
        synthPointer = synth
        self.inputs = inputs
        self.outputs = outputs
    }

    /// The first frame of it alone, for initial values.
    @inlinable
    public var firstFrame: Block {
        @_noLocks @_noAllocation get {
            Block(
                frameCount: 1, context: contextPointer, synth: synthPointer, inputs: inputs, outputs: outputs,
                isPriming: true)
        }
    }

    /// Where the outputs are: one pointer after the other.
    package var outputList: UnsafePointer<UnsafeMutablePointer<Float>> {
        @_noLocks @_noAllocation get { outputs }
    }

    /// What all units share: tables, buses, buffers.
    @inlinable
    public var context: RenderContext {
        @_noLocks @_noAllocation get { contextPointer.pointee }
    }

    /// What the units of one synth share.
    @inlinable
    public var synth: UnsafeMutablePointer<SynthContext> {
        @_noLocks @_noAllocation get { synthPointer }
    }

    /// Whether it is the first block after `init` or `reset`: what starts from its input's first value starts here.
    @inlinable
    public var isFirst: Bool {
        @_noLocks @_noAllocation get { synthPointer.pointee.isFirst }
    }

    /// The input at `index` of the unit's spec.
    @inlinable
    @_noLocks @_noAllocation
    public func input(_ index: Int) -> Signal {
        inputs[index]
    }

    /// The frames to fill of the output at `index` of the unit's spec; they may be the same memory as an input.
    @inlinable
    @_noLocks @_noAllocation
    public func output(_ index: Int) -> UnsafeMutablePointer<Float> {
        outputs[index]
    }

    /// The memory that the unit took in `init`; valid during this block only.
    @inlinable
    @_noLocks @_noAllocation
    public func memory(_ slice: ArenaSlice) -> UnsafeMutablePointer<Float> {
        synthPointer.pointee.memory + slice.offset
    }
}
