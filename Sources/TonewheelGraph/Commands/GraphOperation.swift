package import TonewheelDSP

/// One operation on the graph, prepared: numbers, and pointers to memory that the control side has allocated.
package enum GraphOperation: BitwiseCopyable {
    /// Adds a synth or a group to the tree.
    case add(Node.Pointer, AddAction, target: Int32)

    /// Frees a node and its descendants.
    case free(Int32)

    /// Pauses or resumes a node. A muted one starts again.
    case run(Int32, Bool)

    /// Mutes a synth: it is paused until a packet resumes it, and then starts again.
    case mute(Int32, MuteCause)

    /// Sets consecutive controls of a synth, or of all synths in a group. The offset counts elements of the control's
    /// array.
    case set(node: Int32, ControlKey, offset: Int32 = 0, Words)

    /// Sets consecutive controls to one value.
    case fill(node: Int32, ControlKey, count: Int32, Float)

    /// Maps consecutive controls to consecutive buses, or unmaps them.
    case map(node: Int32, ControlKey, offset: Int32 = 0, ControlMapping, count: Int32)

    /// Moves a node.
    case move(Int32, AddAction, target: Int32)

    /// Frees all children of a group. An empty group with the same ID replaces it.
    case freeChildren(Int32, empty: Node.Pointer)

    /// Frees all synths in a group and its subgroups.
    case freeSynths(Int32)

    /// Sets consecutive control buses.
    case setControlBuses(Int32, Words)
    case fillControlBuses(Int32, count: Int32, Float)

    /// Replaces a buffer, or only its samples, so that its sample rate is kept.
    case swapBuffer(Int32, UnsafeMutablePointer<BufferMemory>)
    case swapSamples(Int32, UnsafeMutablePointer<BufferMemory>)

    /// Replaces the open file of a buffer.
    case swapFile(Int32, UnsafeMutablePointer<FileStreamMemory>)

    /// Sets one sample of a buffer, which must exist. The index counts interleaved samples.
    case setSample(Int32, Int32, Float)

    /// Sets samples of a buffer. Those outside it are ignored.
    case setSamples(Int32, start: Int32, Words)
    case fillSamples(Int32, start: Int32, count: Int32, Float)
    case setSampleRate(Int32, Float)

    /// Writes the position of a node, in `NodeEvent.wordCount` words: see `NodeEvent`.
    case query(Int32, Words)

    /// Write the values of controls, control buses and samples.
    case getControls(node: Int32, ControlKey, Words)
    case getControlBuses(Int32, Words)
    case getSamples(Int32, start: Int32, Words)

    /// Writes the numbers of frames and channels and the sample rate of a buffer, in three words.
    case getBuffer(Int32, Words)

    /// Changes the ID of a node.
    case renumber(Int32, to: Int32)

    /// Writes the tree of a group. It fails if the words are too few.
    case getTree(Int32, withControls: Bool, Words)

    /// Writes what the units of a synth read and write in this block, or the tree of a group: see `Graph.trace`. It
    /// fails if the words are too few.
    case trace(Int32, Words)

    /// Does nothing. Its reply tells the sender that all earlier operations have been applied.
    case mark(Int32)

    /// Does nothing. Its reply, by the control side's query number, tells the sender that all earlier operations on
    /// the samples of a buffer have been completed, long fills included.
    case settle(Int32, Int32)

    /// Frees a node that the shadow of a worker does not have, with its descendants, if it started in that block or
    /// before.
    case drop(Int32, startedBy: Int64)

    /// Moves a node to its position in the worker's shadow, if no packet has moved it after that block. If that is
    /// impossible, the worker notifies the shadow.
    case place(Int32, AddAction, target: Int32, movedBy: Int64)

    /// Discards the scheduled packets.
    case clearScheduled

    /// Fails at the time of a command that could not be prepared. The number is the control side's.
    case fail(Int32)

    /// A range of the packet's words that an operation reads or writes.
    package struct Words: BitwiseCopyable, Sendable, Equatable {
        package let start: Int32
        package let count: Int32
    }
}

/// The position of a new or moved node relative to its target. Raw values are those of the commands.
///
/// Reference: SuperCollider help, "Server Command Reference", /s_new.
package enum AddAction: Int32, BitwiseCopyable, Sendable, CaseIterable {
    case toHead = 0
    case toTail = 1
    case before = 2
    case after = 3
    case replace = 4
}
