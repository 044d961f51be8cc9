internal import TonewheelDSP
package import TonewheelRealtime

/// The tree of nodes, rendered block by block, and changed by packets of commands between blocks.
///
/// It lives in memory of its own and on one thread at a time. Nothing in it allocates, frees or waits: what enters has been
/// built by `GraphControl`, and what leaves goes back to it.
///
/// Reference: SuperCollider help, "Server Architecture" and "Order of execution".
package struct Graph: ~Copyable {
    let shape: GraphShape
    let isShadow: Bool

    /// Whether a worker renders what this shadow is sent: then it is the worker that sets samples, in memory that both have.
    var hasWorker = false
    let isWorker: Bool
    let context: UnsafePointer<RenderContext>
    let synthCount: UnsafeMutablePointer<Int>
    private let nonFiniteCount: UnsafeMutablePointer<Int>
    private let memory: RenderMemory  // keeps the context alive

    /// The samples of all wires, one after the other.
    let wires: UnsafePointer<Float>

    var table: NodeTable

    /// The group 0, which clients' nodes are in, and the one of the engine's own nodes, which is rendered behind it.
    var root: Node.Pointer
    var engineGroup: Node.Pointer

    /// The nodes that have left the tree and wait to be told of and disposed of.
    let leaving: Node.Pointer

    /// How many of these may go in this block, how many samples of buffers may be filled, and how many operations applied.
    var endsLeft = 0
    var fillsLeft = 0
    var operationsLeft = 0

    /// The first frame of the block for which these have been set last.
    var allowedFrame = Int64.min

    /// Nodes that a packet of this block was to bring and could not, in a worker.
    let refusals: UnsafeMutablePointer<Int32>
    var refusalCount = 0

    /// Whether nodes are being rendered: what happens is their doing.
    var isRendering = false

    /// What is being filled, over several blocks.
    let fills: UnsafeMutablePointer<BufferFill>
    var fillCount = 0

    /// The packet that waits for that, and what of it comes next.
    var unfinished: UnfinishedPacket?

    /// The node that is rendered next; whatever leaves the tree meanwhile is skipped.
    var cursor: Node.Pointer?

    /// What changes inside the next block, for each synth in its order; the nodes that leave inside it; and those that are rendered
    /// even if they are paused.
    let changes: UnsafeMutablePointer<SynthChange>
    var changeCount = 0
    let doomed: UnsafeMutablePointer<Node.Pointer>
    var doomedCount = 0
    let visited: UnsafeMutablePointer<Node.Pointer>
    var visitedCount = 0

    var packets: RingConsumer<CommandPacket.Pointer>
    var scheduled: DeadlineQueue<CommandPacket.Pointer>
    var replies: RingProducer<GraphReply>

    /// Packets, and nodes that have left, that are given back at the end of the block.
    var held: CommandPacket.Pointer?
    var disposed: UnsafeMutablePointer<DisposalLink>?
    let disposal: DisposalList
    let news: EventSignal?

    /// The control buses of the worker that renders for this graph; nil if it renders itself.
    let mirror: BusMirror.View?

    var hasNews = false

    /// Messages of units that the control side has been woken for.
    private var announcedMessages = 0

    var counts = GraphCounts()
    private var published: LatestValueWriter<GraphCounts>

    /// `[control]`
    init(
        _ shape: GraphShape,
        role: GraphRole,
        memory: RenderMemory,
        wires: UnsafePointer<Float>,
        packets: consuming RingConsumer<CommandPacket.Pointer>,
        replies: consuming RingProducer<GraphReply>,
        published: consuming LatestValueWriter<GraphCounts>,
        disposal: DisposalList,
        news: EventSignal?,
        mirror: BusMirror.View?
    ) {
        self.shape = shape
        isShadow = role == .shadow
        isWorker = role == .worker
        self.memory = memory
        self.wires = wires
        context = memory.context
        synthCount = memory.synthCount
        nonFiniteCount = memory.nonFiniteCount
        table = NodeTable(capacity: shape.nodeCapacity + 1)
        root = .allocate(capacity: 1)
        root.initialize(to: Node(id: 0, synth: nil))
        _ = table.insert(root)
        engineGroup = .allocate(capacity: 1)
        engineGroup.initialize(to: Node(id: OwnNodes.engineGroup, synth: nil))
        _ = table.insert(engineGroup)
        fills = .allocate(capacity: BufferFill.capacity)
        changes = .allocate(capacity: shape.changesPerBlock)
        doomed = .allocate(capacity: shape.changesPerBlock)
        visited = .allocate(capacity: shape.changesPerBlock)
        refusals = .allocate(capacity: Self.refusalCapacity)
        leaving = .allocate(capacity: 1)
        leaving.initialize(to: Node(id: -1, synth: nil))
        self.packets = packets
        scheduled = DeadlineQueue(capacity: shape.packetCapacity)
        self.replies = replies
        self.published = published
        self.disposal = disposal
        self.news = news
        self.mirror = mirror
    }

    deinit {
        root.deallocate()
        engineGroup.deallocate()
        leaving.deallocate()
        fills.deallocate()
        changes.deallocate()
        doomed.deallocate()
        visited.deallocate()
        refusals.deallocate()
    }

    /// Gives everything back: what is in the tree, what waits for its time, and what has come meanwhile. `[control]`, when
    /// nobody renders any more
    mutating func end() {
        giveBackHeld()
        endsLeft = .max
        freeChildren(of: root)
        freeChildren(of: engineGroup)
        if let unfinished { CommandPacket.discard(unfinished.packet, from: unfinished.next) }
        unfinished = nil
        while let packet = packets.pop() {
            if !scheduled.push(packet, dueAt: 0) { CommandPacket.discard(packet) }
        }
        while let packet = scheduled.pop(dueAt: .max) { CommandPacket.discard(packet) }
        giveBackDisposed()
    }

    /// Frames of a block.
    package var blockFrames: Int {
        @_noLocks @_noAllocation get { shape.blockFrames }
    }

    /// Buses that are heard, and buses that hear.
    package var outputCount: Int {
        @_noLocks @_noAllocation get { shape.outputBusCount }
    }

    package var inputCount: Int {
        @_noLocks @_noAllocation get { shape.inputBusCount }
    }

    /// The first frame of the next block.
    package var frame: Int64 {
        @_noLocks @_noAllocation get { counts.frame }
    }

    /// Packets that wait for their time.
    package var scheduledCount: Int {
        @_noLocks @_noAllocation get { scheduled.count }
    }

    /// Sets the first frame of the next block, before the first one. `[render]`
    @_noLocks @_noAllocation
    package mutating func begin(atFrame frame: Int64) {
        counts.frame = frame
        allowedFrame = .min
    }

    /// What an input hears in this block, to be filled between `beginBlock` and `render`. `[render]`
    @_noLocks @_noAllocation
    package func input(_ index: Int) -> UnsafeMutablePointer<Float> {
        let bus = shape.outputBusCount &+ index
        context.pointee.audioBuses.touch(bus)
        return context.pointee.audioBuses.memory(of: bus)
    }

    /// Renders all nodes in their order, those of the engine last. `[render]`
    ///
    /// - Parameter mark: is told what is being rendered, for others to see.
    @_noLocks @_noAllocation
    package mutating func render(_ mark: RenderMark?) {
        isRendering = true
        if changeCount > 0 || doomedCount > 0 || visitedCount > 0 {
            renderInPieces(root, mark)
            renderInPieces(engineGroup, mark)
            endChanges()
        } else if isShadow {
            followBuses()
        } else {
            renderWhole(root, mark)
            renderWhole(engineGroup, mark)
        }
        isRendering = false
        if held != nil { giveBackHeld() }
        giveBackDisposed()
        counts.frame = counts.frame &+ Int64(shape.blockFrames)
        publish()
    }

    /// Shows what there is now, and wakes the control side if there is something to collect.
    @_noLocks @_noAllocation
    mutating func publish() {
        counts.scheduledPackets = scheduled.count
        counts.nonFiniteSamples = nonFiniteSamples
        published.publish(counts)
        let messageCount = context.pointee.messages.sentCount
        if hasNews || messageCount != announcedMessages {
            announcedMessages = messageCount
            hasNews = false
            if let news { news() }
        }
    }

    /// The number of the block that is rendered.
    var blockNumber: Int64 {
        @_noLocks @_noAllocation get { counts.frame / Int64(shape.blockFrames) }
    }

    /// Renders a tree from its root on.
    @_noLocks @_noAllocation
    private mutating func renderWhole(_ root: Node.Pointer, _ mark: RenderMark?) {
        cursor = root
        let block = blockNumber
        while let node = cursor {
            cursor = successor(of: node)
            // A synth is a few hundred bytes, and a hundred of them are more than the first cache holds: what comes next is
            // fetched while this one renders.
            if let next = cursor { Vectors.prefetch(next, lineCount: SynthLayout.hotLines) }
            if let synth = node.pointee.synth {
                if node.pointee.isRunning {
                    if let mark { mark.set(node: Int64(node.pointee.id), unit: 0, block: block) }
                    renderBlock(node, synth)
                    heed(node, synth)
                }
            }
        }
    }

    /// Does what the units of a synth have asked for in its block.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func heed(_ node: Node.Pointer, _ synth: UnsafeMutablePointer<Synth>) {
        let action = synth.pointee.context.doneAction
        if action != 0 { finish(node, action) }
        if context.pointee.nodeRequests.count > 0 { obeyRequests() }
    }

    /// Samples and values of synths so far that were not finite, and did not get on a bus. `[render]`
    package var nonFiniteSamples: Int {
        @_noLocks @_noAllocation get { nonFiniteCount.pointee }
    }

    /// What an output plays in this block. `[render]`
    @_noLocks @_noAllocation
    package func output(_ index: Int) -> UnsafePointer<Float> {
        context.pointee.audioBuses.read(index)
    }

    /// The node that is rendered after `node`: its first child, its neighbour, or the neighbour of the next group above.
    @_noLocks @_noAllocation
    private func successor(of node: Node.Pointer) -> Node.Pointer? {
        if node.pointee.isRunning, let child = node.pointee.head { return child }
        return nodeBehind(node)
    }

    /// Tells the control side what has happened to a node now.
    @_noLocks @_noAllocation
    mutating func tell(_ event: NodeEvent) {
        tell(event, inBlock: blockNumber, isRendering ? .node : .packet)
    }

    /// Tells the control side what has happened to a node, unless its number is the server's choice or the engine's; a worker tells
    /// everything. If there is no room, it is counted.
    @_noLocks @_noAllocation
    mutating func tell(_ event: NodeEvent, inBlock block: Int64, _ cause: NodeEvent.Cause) {
        if !isWorker, event.id < 0, event.id > OwnNodes.lastOfPrograms { return }
        hasNews = true
        var event = event
        event.block = block
        event.cause = cause
        if !replies.push(.node(event)) { counts.lostReplies = counts.lostReplies &+ 1 }
    }
}
