/// The state that the units of one synth share: plain pointers and numbers, in the synth's own memory.
public struct SynthContext: BitwiseCopyable {
    /// The node ID of the synth.
    public var nodeID: Int32

    /// Whether this is the synth's first block.
    public var isFirst = true

    /// Whether the next unit renders a piece of a block: see `Block.isPiece`.
    public package(set) var isPiece = false

    /// Whether an earlier piece of this block has been rendered.
    public package(set) var isContinued = false

    /// The frame of the block at which the piece begins.
    public package(set) var firstFrame: Int32 = 0

    /// The number of frames of the block after the piece.
    public package(set) var framesAfter: Int32 = 0

    private var framesAfterPiece: Int32 = 0

    /// The number of frames of the piece; 0 for a whole block.
    public package(set) var pieceFrameCount: Int32 = 0

    /// The start time of the synth within its first block, in frames. `OffsetOut` delays its signal by as many frames.
    public var offsetFrames = 0

    /// The `DoneAction` that a finished unit has requested. The graph executes it after the synth's block.
    public var doneAction: Int32 = 0

    /// The values of the controls.
    public var controls: UnsafeMutablePointer<Float>

    /// The mapping of each control.
    public var mappings: UnsafeMutablePointer<ControlMapping>

    /// For each unit, in the order of the SynthDef, whether it is done.
    public var doneFlags: UnsafeMutablePointer<Bool>

    /// The memory that units have reserved.
    public var memory: UnsafeMutablePointer<Float>

    /// The synth's private buses, once `LocalIn` has located them.
    package var localAudio = LocalBuses()
    package var localControl = LocalBuses()

    /// The inputs of all units, in the order of the units; and for each input the value that is held for the block.
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

    /// Marks the frames from `first` up to `end` of a block as the current piece.
    @_noLocks @_noAllocation
    package mutating func beginPiece(_ first: Int, _ end: Int, of blockFrames: Int, isContinued: Bool) {
        self.isContinued = isContinued
        firstFrame = Int32(truncatingIfNeeded: first)
        pieceFrameCount = Int32(truncatingIfNeeded: end &- first)
        framesAfterPiece = Int32(truncatingIfNeeded: blockFrames &- end)
        setPieceVisible(true)
    }

    /// Sets whether the next unit sees that it renders a piece. Units at control rate and units that compute initial
    /// values do not.
    @_noLocks @_noAllocation
    package mutating func setPieceVisible(_ isVisible: Bool) {
        isPiece = isVisible
        framesAfter = isVisible ? framesAfterPiece : 0
    }

    /// Returns to whole blocks.
    @_noLocks @_noAllocation
    package mutating func endPiece() {
        isPiece = false
        isContinued = false
        firstFrame = 0
        framesAfter = 0
        framesAfterPiece = 0
        pieceFrameCount = 0
    }

    /// Returns to the state before the first block. The units and their memory must be reset too.
    @_noLocks @_noAllocation
    package mutating func restart(unitCount: Int) {
        isFirst = true
        offsetFrames = 0
        doneAction = 0
        localAudio = LocalBuses()
        localControl = LocalBuses()
        for unit in 0..<unitCount { doneFlags[unit] = false }
    }

    /// Marks the unit at `index` as done, and records the action to perform on the synth. `[render]`
    ///
    /// - Parameter action: a `DoneAction`. Invalid values are ignored.
    @inlinable
    @_noLocks @_noAllocation
    public mutating func finish(unit index: Int, action: Float) {
        doneFlags[index] = true
        if action >= 1, action < 16 { doneAction = Int32(action) }
    }
}

/// The source of a control's value.
public struct ControlMapping: BitwiseCopyable, Sendable, Equatable {
    /// The kinds of source.
    public enum Source: UInt8, BitwiseCopyable, Sendable {
        /// The value set by a client.
        case value
        /// A control bus.
        case controlBus
        /// An audio bus.
        case audioBus
    }

    // As a number, so that there is no padding: images compare mappings by their bytes.
    private var sourceNumber: Int32
    package var bus: Int32

    package var source: Source {
        @_noLocks @_noAllocation get {
            switch sourceNumber {
            case 1: return .controlBus
            case 2: return .audioBus
            default: return .value
            }
        }
    }

    @_noLocks @_noAllocation
    package init(_ source: Source, bus: Int32) {
        switch source {
        case .value: sourceNumber = 0
        case .controlBus: sourceNumber = 1
        case .audioBus: sourceNumber = 2
        }
        self.bus = bus
    }
}
