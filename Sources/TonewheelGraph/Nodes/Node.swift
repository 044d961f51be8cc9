internal import TonewheelDSP
internal import TonewheelRealtime

/// A node of the tree, in memory that the control side has taken: a group, or the head of a synth's memory.
///
/// The links belong to the render thread from the moment at which the node is handed over until it is disposed of.
package struct Node: BitwiseCopyable {
    package typealias Pointer = UnsafeMutablePointer<Node>

    /// First, so that a list of what is to be freed can hold nodes and packets alike.
    var disposal: DisposalLink

    /// What clients call it: 0 is the root.
    package internal(set) var id: Int32

    package let isGroup: Bool

    /// Whether it, and in a group everything below, is rendered.
    var isRunning = true

    /// Whether it has only taken the children out of a group: nobody hears of its end.
    var isShell = false

    /// Whether it leaves at a frame inside this block: nobody finds it any more.
    var isDoomed = false

    /// Whether it has left the tree for good: its memory is given back at the end of the block.
    var isDisposed = false

    /// Whether it is rendered in this block even if it is paused: it has changed inside.
    var isVisited = false

    /// Whether it is on its way out and its number belongs to another node already.
    var isForgotten = false

    /// Where it was, if it is on its way out by itself: nodes' numbers.
    var formerPlace = FormerPlace()

    var parent: Pointer?
    var previous: Pointer?
    var next: Pointer?

    /// A group's first and last child.
    var head: Pointer?
    var tail: Pointer?

    /// What a synth renders with; nil in a group.
    var synth: UnsafeMutablePointer<Synth>?

    /// The block in which it has entered the tree, or got its number.
    var startBlock: Int64 = 0

    /// The blocks in which a packet has paused or resumed it last, and moved it last: the shadow of a worker must not undo what the
    /// worker has not come to yet.
    var runBlock: Int64 = 0
    var moveBlock: Int64 = 0

    /// The block in which it has left the tree, with all that was below, and whether it was a node that wanted it so.
    var leftBlock: Int64 = 0
    var leftByNode = false

    init(id: Int32, synth: UnsafeMutablePointer<Synth>?) {
        disposal = DisposalLink(synth == nil ? .group : .synth)
        self.id = id
        isGroup = synth == nil
        self.synth = synth
    }
}

/// Where a node was in the tree, by the numbers of those around it; −1 stands for none.
struct FormerPlace: BitwiseCopyable {
    let parent: Int32
    let previous: Int32
    let next: Int32

    @_noLocks @_noAllocation
    init(parent: Int32 = -1, previous: Int32 = -1, next: Int32 = -1) {
        self.parent = parent
        self.previous = previous
        self.next = next
    }
}

/// What a synth renders with: plain pointers into its own memory.
struct Synth: BitwiseCopyable {
    /// What its units share.
    var context: SynthContext

    /// All units in their order, for the first block.
    let firstSteps: UnsafeMutablePointer<Step>
    let firstStepCount: Int

    /// Those that go on after it.
    let steps: UnsafeMutablePointer<Step>
    let stepCount: Int

    let controlCount: Int

    /// Controls that are mapped to a bus now.
    var mappedCount = 0

    /// What its randomness comes from.
    let seed: UInt64

    /// What it was made from, which it keeps alive.
    let blueprint: Unmanaged<Blueprint>

    /// The same as a number, for those who are told of it.
    let blueprintAddress: UInt64

    /// The names of its controls.
    let names: ControlNames

    let unitCount: Int

    /// What the outputs of all units hold before the first block, one unit's after the other's.
    let initialValues: UnsafeMutablePointer<Float>
    let outputCount: Int

    /// Inputs of all units, one unit's after the other's.
    let signalCount: Int

    /// What is told of each unit in a trace: `unitCount` of them.
    let tracedUnits: UnsafePointer<TracedUnit>

    /// Bytes that it was given, its units' memory included.
    let byteCount: Int

    /// Who wants to know what is rendered in this block; nil for nobody, as nearly always.
    var trace: SynthTrace?

    /// Where in the graph's list its changes inside this block begin and end; −1 for none, as nearly always.
    var firstChange: Int32 = -1
    var lastChange: Int32 = -1

    /// Whether it plays when a block with changes begins.
    var playsAtFirst = false
}

/// One unit of a synth: what is called, and with what. A block is noncopyable, so that a step is one too.
struct Step: ~Copyable {
    let call: UnitCall
    var block: Block

    let isAudioRate: Bool

    /// Whether it is run in every piece of a block.
    let goesOnInPieces: Bool
}

extension Step {
    /// Bytes from a step to its block.
    static var blockOffset: Int {
        @_noLocks @_noAllocation get {
            let alignment = MemoryLayout<Block>.alignment
            return (MemoryLayout<UnitCall>.size &+ alignment &- 1) / alignment &* alignment
        }
    }
}
