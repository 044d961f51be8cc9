package import TonewheelDSP

/// One thing that a command does to the graph, prepared: numbers, and pointers to memory that the control side has taken.
package enum GraphOperation: BitwiseCopyable {
    /// A synth or a group enters the tree.
    case add(Node.Pointer, AddAction, target: Int32)

    /// A node leaves it, with all below.
    case free(Int32)

    /// A node pauses or goes on.
    case run(Int32, Bool)

    /// Neighbouring controls take values; of a group, those of all synths in it. The offset counts elements of the control's array.
    case set(node: Int32, ControlKey, offset: Int32 = 0, Words)

    /// Neighbouring controls take one value.
    case fill(node: Int32, ControlKey, count: Int32, Float)

    /// Neighbouring controls follow neighbouring buses, or none any more.
    case map(node: Int32, ControlKey, offset: Int32 = 0, ControlMapping, count: Int32)

    /// A node moves.
    case move(Int32, AddAction, target: Int32)

    /// All children of a group leave: an empty group of the same number takes its place.
    case freeChildren(Int32, empty: Node.Pointer)

    /// All synths in a group and in the groups below leave.
    case freeSynths(Int32)

    /// Neighbouring control buses take values.
    case setControlBuses(Int32, Words)
    case fillControlBuses(Int32, count: Int32, Float)

    /// A buffer's memory takes the place of what was there, or only its samples do: the sample rate stays then.
    case swapBuffer(Int32, UnsafeMutablePointer<BufferMemory>)
    case swapSamples(Int32, UnsafeMutablePointer<BufferMemory>)

    /// The file that a buffer has open takes the place of the one that it had.
    case swapFile(Int32, UnsafeMutablePointer<FileStreamMemory>)

    /// One sample of a buffer, counted over all channels, takes a value; it must be there.
    case setSample(Int32, Int32, Float)

    /// Samples of a buffer take values, as many as there are.
    case setSamples(Int32, start: Int32, Words)
    case fillSamples(Int32, start: Int32, count: Int32, Float)
    case setSampleRate(Int32, Float)

    /// A node tells where it is, in `NodeEvent.wordCount` words: see `NodeEvent`.
    case query(Int32, Words)

    /// Controls, control buses and samples tell their values, into the packet's own words.
    case getControls(node: Int32, ControlKey, Words)
    case getControlBuses(Int32, Words)
    case getSamples(Int32, start: Int32, Words)

    /// A buffer tells its frames, channels and sample rate, in three words.
    case getBuffer(Int32, Words)

    /// A node gets another number.
    case renumber(Int32, to: Int32)

    /// A group tells what is in it, as far as there is room.
    case getTree(Int32, withControls: Bool, Words)

    /// A synth tells what its units read and write in this block; a group, what is in it. As far as there is room: see
    /// `Graph.trace`.
    case trace(Int32, Words)

    /// Nothing happens: who has asked hears that all before has.
    case mark(Int32)

    /// Nothing happens: who has asked hears that all before has been done to the samples of a buffer, long fills included. The
    /// control side has numbered the question.
    case settle(Int32, Int32)

    /// A node leaves with all below, if it is there and began in that block or before: the shadow of a worker does not have it.
    case drop(Int32, startedBy: Int64)

    /// A node moves to where the shadow of a worker has it, if no packet has moved it after that block. If that cannot be, the worker
    /// tells the shadow.
    case place(Int32, AddAction, target: Int32, movedBy: Int64)

    /// What waits for its time is forgotten.
    case clearScheduled

    /// What could not be prepared fails now that its time has come; the control side has numbered it.
    case fail(Int32)

    /// Words of the packet that an operation reads or writes.
    package struct Words: BitwiseCopyable, Sendable, Equatable {
        package let start: Int32
        package let count: Int32
    }
}

/// Where a node goes, as commands number it.
///
/// Reference: SuperCollider help, "Server Command Reference", /s_new.
package enum AddAction: Int32, BitwiseCopyable, Sendable, CaseIterable {
    case toHead = 0
    case toTail = 1
    case before = 2
    case after = 3
    case replace = 4
}
