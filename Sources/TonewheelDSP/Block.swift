/// The memory of one unit for one block: `frameCount` frames of every input and output. `[render]`
///
/// A synth that changes inside a block renders it in consecutive pieces. `input` and `output` then begin at the first
/// frame of the piece. A unit that reads or writes by the frame of the whole block adds `firstFrame`.
///
/// The type is not copyable and is only lent to `process`, so a unit cannot store it.
public struct Block: ~Copyable {
    /// The number of frames to fill: 1 … `UnitSetup.maximumFrameCount`.
    public package(set) var frameCount: Int

    /// Whether the call computes initial values: its only frame receives the values of the outputs before the first
    /// block.
    public let isPriming: Bool

    @usableFromInline let contextPointer: UnsafePointer<RenderContext>
    @usableFromInline let synthPointer: UnsafeMutablePointer<SynthContext>
    @usableFromInline let inputs: UnsafePointer<Signal>
    @usableFromInline let outputs: UnsafePointer<UnsafeMutablePointer<Float>>

    /// Creates a block. All memory that it points to must live as long as the block is lent.
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

    /// The first frame of the block, for initial values.
    @inlinable
    public var initialFrame: Block {
        @_noLocks @_noAllocation get {
            Block(
                frameCount: 1, context: contextPointer, synth: synthPointer, inputs: inputs, outputs: outputs,
                isPriming: true)
        }
    }

    /// The pointers to the outputs, in the order of the spec.
    package var outputList: UnsafePointer<UnsafeMutablePointer<Float>> {
        @_noLocks @_noAllocation get { outputs }
    }

    /// The tables, buses and buffers that all units share.
    @inlinable
    public var context: RenderContext {
        @_noLocks @_noAllocation get { contextPointer.pointee }
    }

    /// The state that the units of one synth share.
    @inlinable
    public var synth: UnsafeMutablePointer<SynthContext> {
        @_noLocks @_noAllocation get { synthPointer }
    }

    /// Whether this is the first block after `init` or `reset`. State that starts from the input's first value is set
    /// here.
    @inlinable
    public var isFirst: Bool {
        @_noLocks @_noAllocation get { synthPointer.pointee.isFirst }
    }

    /// The frame of the whole block at which the piece begins; 0 for a whole block.
    @inlinable
    public var firstFrame: Int {
        @_noLocks @_noAllocation get { Int(synthPointer.pointee.firstFrame) }
    }

    /// Whether this is a piece of a block. Always false at control rate, where a block is one frame.
    @inlinable
    public var isPiece: Bool {
        @_noLocks @_noAllocation get { synthPointer.pointee.isPiece }
    }

    /// Whether the synth has already rendered an earlier piece of this block.
    @inlinable
    public var isContinued: Bool {
        @_noLocks @_noAllocation get { synthPointer.pointee.isContinued }
    }

    /// The number of frames from the first one of the piece to the end of the whole block.
    @inlinable
    public var framesToEnd: Int {
        @_noLocks @_noAllocation get { frameCount &+ Int(synthPointer.pointee.framesAfter) }
    }

    /// The number of audio frames in the block or piece. A control-rate unit reads that many frames of an audio-rate
    /// input.
    @inlinable
    public var audioFrameCount: Int {
        @_noLocks @_noAllocation get {
            let count = Int(synthPointer.pointee.pieceFrameCount)
            return count > 0 ? count : context.blockFrames
        }
    }

    /// Returns the input at `index` for a unit that reads it once per block: its value at the first frame of the whole
    /// block, for all frames. A control-rate input that changes inside the block is read again in each piece.
    @inlinable
    @_noLocks @_noAllocation
    public func held(_ index: Int) -> Signal {
        isContinued ? heldFromFirstPiece(index) : inputs[index].heldForBlock
    }

    @usableFromInline @inline(never)
    @_noLocks @_noAllocation
    func heldFromFirstPiece(_ index: Int) -> Signal {
        let signal = inputs[index]
        if signal.isConstant { return signal }
        return Signal(controlRate: synthPointer.pointee.heldValues + (inputs + index - synthPointer.pointee.signals))
    }

    /// Saves the values that `held` returns in the later pieces, before the unit overwrites its inputs: those of the
    /// inputs from the unit's first one up to `end`.
    @_noLocks @_noAllocation
    package func saveHeldValues(until end: UnsafePointer<Signal>) {
        for index in 0..<end - inputs {
            let place = inputs + index - synthPointer.pointee.signals
            synthPointer.pointee.heldValues[place] = inputs[index][0]
        }
    }

    /// The unit's inputs, contiguous in memory.
    package var inputList: UnsafePointer<Signal> {
        @_noLocks @_noAllocation get { inputs }
    }

    /// Returns the input at `index` of the unit's spec.
    @inlinable
    @_noLocks @_noAllocation
    public func input(_ index: Int) -> Signal {
        inputs[index]
    }

    /// Returns the frames to fill of the output at `index` of the unit's spec. They may share memory with an input.
    @inlinable
    @_noLocks @_noAllocation
    public func output(_ index: Int) -> UnsafeMutablePointer<Float> {
        outputs[index]
    }

    /// Returns the memory that the unit reserved in `init`. The pointer is valid during this block only.
    @inlinable
    @_noLocks @_noAllocation
    public func memory(_ slice: ArenaSlice) -> UnsafeMutablePointer<Float> {
        synthPointer.pointee.memory + slice.offset
    }
}
