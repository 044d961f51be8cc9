internal import TonewheelDSP

/// A change of one synth at a frame inside a block.
struct SynthChange: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
        /// The synth starts or resumes.
        case play
        /// The synth pauses or is removed.
        case pause
        /// Its controls change, by an operation of a packet that is held until the end of the block.
        case controls
    }

    let kind: Kind
    let frame: Int32
    let synth: UnsafeMutablePointer<Synth>
    let operation: UnsafePointer<CommandOperation>?
    let words: UnsafeMutablePointer<CommandWord>?

    /// The index of the next change of the same synth; −1 for none.
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
