internal import TonewheelDSP

/// What changes for one synth at a frame inside a block.
struct SynthChange: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
        /// It begins to play, or goes on.
        case play
        /// It pauses, or leaves.
        case pause
        /// Its controls change, as an operation of a packet says that is held until the end of the block.
        case controls
    }

    let kind: Kind
    let frame: Int32
    let synth: UnsafeMutablePointer<Synth>
    let operation: UnsafePointer<CommandOperation>?
    let words: UnsafeMutablePointer<CommandWord>?

    /// The next change of the same synth; −1 for none.
    var next: Int32 = -1

    @_noLocks @_noAllocation
    init(
        _ kind: Kind, at frame: Int, _ synth: UnsafeMutablePointer<Synth>,
        _ operation: UnsafePointer<CommandOperation>? = nil, _ words: UnsafeMutablePointer<CommandWord>? = nil
    ) {
        self.kind = kind
        self.frame = Int32(truncatingIfNeeded: frame)
        self.synth = synth
        self.operation = operation
        self.words = words
    }
}
