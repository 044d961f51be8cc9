/// What the units of one synth share: plain pointers and numbers, in the synth's own memory.
public struct SynthContext: BitwiseCopyable {
    /// The node's number.
    public var nodeID: Int32

    /// Whether the synth renders its first block.
    public var isFirst = true

    /// Whether the next unit is to render a piece of a block: see `Block.isPiece`.
    public package(set) var isPiece = false

    /// Whether a piece of this block has been rendered before.
    public package(set) var isContinued = false

    /// The frame of the block at which the piece begins.
    public package(set) var firstFrame: Int32 = 0

    /// Frames of the block that follow the piece.
    public package(set) var framesBehind: Int32 = 0

    private var framesBehindPiece: Int32 = 0

    /// Frames of the piece; 0 for a whole block.
    public package(set) var pieceFrameCount: Int32 = 0

    /// How many frames of its first block had passed when it was to start: `OffsetOut` delays by as many.
    public var offsetFrames = 0

    /// What a unit has asked for, when it was done: a `DoneAction`. The graph looks at it after the synth's block.
    public var doneAction: Int32 = 0

    /// The controls' values.
    public var controls: UnsafeMutablePointer<Float>

    /// For each control what it is mapped to.
    public var mappings: UnsafeMutablePointer<ControlMapping>

    /// For each unit, in the order of the definition, whether it is done.
    public var doneFlags: UnsafeMutablePointer<Bool>

    /// The memory that units have taken.
    public var memory: UnsafeMutablePointer<Float>

    /// The synth's own buses, once `LocalIn` has said where they are.
    package var localAudio = LocalBuses()
    package var localControl = LocalBuses()

    /// The inputs of all units, one unit's after the other's, and for each the value that a unit holds for the block.
    package let signals: UnsafePointer<Signal>
    let heldValues: UnsafeMutablePointer<Float>

    @_noLocks @_noAllocation
    package init(
        nodeID: Int32,
        controls: UnsafeMutablePointer<Float>,
        mappings: UnsafeMutablePointer<ControlMapping>,
        doneFlags: UnsafeMutablePointer<Bool>,
        memory: UnsafeMutablePointer<Float>,
        signals: UnsafePointer<Signal>,
        heldValues: UnsafeMutablePointer<Float>
    ) {
        self.nodeID = nodeID
        self.controls = controls
        self.mappings = mappings
        self.doneFlags = doneFlags
        self.memory = memory
        self.signals = signals
        self.heldValues = heldValues
    }

    /// Says that the frames from `first` up to `end` of a block are rendered.
    @_noLocks @_noAllocation
    package mutating func beginPiece(_ first: Int, _ end: Int, of blockFrames: Int, isContinued: Bool) {
        self.isContinued = isContinued
        firstFrame = Int32(truncatingIfNeeded: first)
        pieceFrameCount = Int32(truncatingIfNeeded: end &- first)
        framesBehindPiece = Int32(truncatingIfNeeded: blockFrames &- end)
        showPiece(true)
    }

    /// Whether the next unit is told that it renders a piece: one at control rate is not, nor is one that gives initial values.
    @_noLocks @_noAllocation
    package mutating func showPiece(_ isShown: Bool) {
        isPiece = isShown
        framesBehind = isShown ? framesBehindPiece : 0
    }

    /// Says that blocks are whole again.
    @_noLocks @_noAllocation
    package mutating func endPiece() {
        isPiece = false
        isContinued = false
        firstFrame = 0
        framesBehind = 0
        framesBehindPiece = 0
        pieceFrameCount = 0
    }

    /// Notes that the unit at `index` is done, and what is to become of the synth. `[render]`
    ///
    /// - Parameter action: a `DoneAction`; what is none does nothing.
    @inlinable
    @_noLocks @_noAllocation
    public mutating func finish(unit index: Int, action: Float) {
        doneFlags[index] = true
        if action >= 1, action < 16 { doneAction = Int32(action) }
    }
}

/// What a control takes its value from.
public struct ControlMapping: BitwiseCopyable, Sendable, Equatable {
    /// What gives the value.
    public enum Source: UInt8, BitwiseCopyable, Sendable {
        /// What it was set to.
        case value
        /// A control bus.
        case controlBus
        /// An audio bus.
        case audioBus
    }

    package var source: Source
    package var bus: Int32

    @_noLocks @_noAllocation
    package init(_ source: Source, bus: Int32) {
        self.source = source
        self.bus = bus
    }
}
