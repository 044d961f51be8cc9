/// The memory of one unit for one block: `frameCount` frames of every input and output. `[render]`
///
/// A synth that changes inside a block renders it in pieces, one after the other. `input` and `output` then begin at the first frame
/// of the piece. A unit that reads or writes by the frame of the whole block adds `firstFrame`.
///
/// Not copyable, and only ever lent to `process`, so that no unit can keep it.
public struct Block: ~Copyable {
    /// Frames to fill: 1 … `UnitSetup.maximumFrameCount`.
    public package(set) var frameCount: Int

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

    /// Its first frame alone, for initial values.
    @inlinable
    public var initialFrame: Block {
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

    /// The frame of the whole block at which the piece begins: 0 for a whole block.
    @inlinable
    public var firstFrame: Int {
        @_noLocks @_noAllocation get { Int(synthPointer.pointee.firstFrame) }
    }

    /// Whether it is a piece of a block. Never at control rate, where a block is one frame.
    @inlinable
    public var isPiece: Bool {
        @_noLocks @_noAllocation get { synthPointer.pointee.isPiece }
    }

    /// Whether the synth has rendered a piece of this block before.
    @inlinable
    public var isContinued: Bool {
        @_noLocks @_noAllocation get { synthPointer.pointee.isContinued }
    }

    /// Frames from the first one of the piece to the end of the whole block.
    @inlinable
    public var framesToEnd: Int {
        @_noLocks @_noAllocation get { frameCount &+ Int(synthPointer.pointee.framesBehind) }
    }

    /// Frames of the sound that a block, or a piece of one, has: what a unit at control rate hears of an input at audio rate.
    @inlinable
    public var soundFrameCount: Int {
        @_noLocks @_noAllocation get {
            let count = Int(synthPointer.pointee.pieceFrameCount)
            return count > 0 ? count : context.blockFrames
        }
    }

    /// The input at `index` as a unit sees it that reads it once a block: the value at the first frame of the whole block holds
    /// for all of them. A control-rate input that changes inside the block is read anew.
    @inlinable
    @_noLocks @_noAllocation
    public func held(_ index: Int) -> Signal {
        isContinued ? heldBefore(index) : inputs[index].heldForBlock
    }

    @usableFromInline @inline(never)
    @_noLocks @_noAllocation
    func heldBefore(_ index: Int) -> Signal {
        let signal = inputs[index]
        if signal.isConstant { return signal }
        return Signal(controlRate: synthPointer.pointee.heldValues + (inputs + index - synthPointer.pointee.signals))
    }

    /// Keeps what `held` gives in the pieces that follow, before the unit overwrites its inputs: of the inputs from the first one
    /// up to `end`.
    @_noLocks @_noAllocation
    package func keepHeldValues(until end: UnsafePointer<Signal>) {
        for index in 0..<end - inputs {
            let place = inputs + index - synthPointer.pointee.signals
            synthPointer.pointee.heldValues[place] = inputs[index][0]
        }
    }

    /// The unit's inputs, one after the other.
    package var inputList: UnsafePointer<Signal> {
        @_noLocks @_noAllocation get { inputs }
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
