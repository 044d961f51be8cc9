internal import TonewheelDSP
internal import TonewheelRealtime

/// A node of the tree, in memory that the control side has allocated: a group, or the start of a synth's memory.
///
/// The render thread owns its fields from the moment that the node is sent until it is disposed of.
package struct Node: BitwiseCopyable {
    package typealias Pointer = UnsafeMutablePointer<Node>

    /// The first field, so that a pointer to the node is also a pointer to its disposal link.
    var disposal: DisposalLink

    /// The node ID; 0 is the root.
    package internal(set) var id: Int32

    package let isGroup: Bool

    /// Whether the node, and the descendants of a group, are rendered.
    var isRunning = true

    /// The reason why the synth is muted, and therefore not running; nil if it is not muted.
    var muteCause: MuteCause?

    /// Whether the node is a group that an empty one has replaced. Its end is not reported.
    var isReplacedGroup = false

    /// Whether the node is removed at a frame inside the next block. It cannot be found any more.
    var isMarkedForRemoval = false

    /// Whether the node has been disposed of. Its memory is returned at the end of the block.
    var isDisposed = false

    /// Whether the node has been paused inside the next block: its synths are rendered up to that frame.
    var isPausedInside = false

    /// Whether the node's end has been reported before its turn, because another node needed its ID.
    var isEnded = false

    /// The position of the node before it was removed, if it was removed itself and not with a group.
    var formerPosition = SiblingPosition()

    var parent: Pointer?
    var previous: Pointer?
    var next: Pointer?

    /// The first and the last child of a group.
    var head: Pointer?
    var tail: Pointer?

    /// The synth; nil in a group.
    var synth: UnsafeMutablePointer<Synth>?

    /// The block in which the node entered the tree or got its ID.
    var startBlock: Int64 = 0

    /// The blocks in which a packet last paused or resumed the node, and last moved it: an event of the worker must
    /// not undo packets that the worker had not applied yet.
    var runBlock: Int64 = 0
    var moveBlock: Int64 = 0

    /// The block in which the node was removed from the tree, and whether a node requested that.
    var removedBlock: Int64 = 0
    var removedByNode = false

    init(id: Int32, synth: UnsafeMutablePointer<Synth>?) {
        disposal = DisposalLink(synth == nil ? .group : .synth)
        self.id = id
        isGroup = synth == nil
        self.synth = synth
    }

    var isMuted: Bool { @_noLocks @_noAllocation get { if case .some = muteCause { true } else { false } } }
}

/// The position of a node in the tree, as the IDs of its neighbours; −1 is none.
struct SiblingPosition: BitwiseCopyable {
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

/// The state of a synth: plain pointers into its own memory.
struct Synth: BitwiseCopyable {
    /// The part that the synth's units share.
    var context: SynthContext

    /// The steps of all units in their order, for the first block.
    let firstSteps: UnsafeMutablePointer<Step>
    let firstStepCount: Int

    /// The steps of the units that run in every block.
    let steps: UnsafeMutablePointer<Step>
    let stepCount: Int

    let controlCount: Int

    /// The number of controls that are mapped to a bus.
    var mappedCount = 0

    /// The seed of its pseudo-random numbers.
    let seed: UInt64

    /// The blueprint that the synth was built from, retained.
    let blueprint: Unmanaged<Blueprint>

    /// The address of the blueprint, for replies.
    let blueprintAddress: UInt64

    let names: ControlNames

    let unitCount: Int

    /// The initial values of the outputs of all units, in schedule order.
    let initialValues: UnsafeMutablePointer<Float>
    let outputCount: Int

    /// The number of inputs of all units.
    let signalCount: Int

    /// The properties that a trace needs: `unitCount` elements.
    let tracedUnits: UnsafePointer<TracedUnit>

    /// The parts of its memory that an image contains. The blueprint owns it.
    let image: UnsafePointer<SynthImage>

    /// The size of the synth in bytes, including its units' memory.
    let byteCount: Int

    /// The trace of this block; nearly always nil.
    var trace: SynthTrace?

    /// The indices of the synth's first and last change in the graph's list of changes inside this block; nearly
    /// always −1, for none.
    var firstChange: Int32 = -1
    var lastChange: Int32 = -1

    /// Whether the synth plays at the start of a block with changes.
    var playsAtBlockStart = false
}

/// One unit of a synth: the function to call, and its arguments. It is noncopyable, since a block is.
struct Step: ~Copyable {
    let call: UnitCall
    var block: Block

    let isAudioRate: Bool

    /// Whether the unit runs in every piece of a block.
    let runsInEveryPiece: Bool
}

extension Step {
    /// The offset of the block in a step, in bytes.
    static var blockOffset: Int {
        @_noLocks @_noAllocation get {
            let alignment = MemoryLayout<Block>.alignment
            return (MemoryLayout<UnitCall>.size &+ alignment &- 1) / alignment &* alignment
        }
    }
}
