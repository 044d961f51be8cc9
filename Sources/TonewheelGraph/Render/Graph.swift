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
    private var operationsLeft = 0

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

    private var packets: RingConsumer<CommandPacket.Pointer>
    var scheduled: DeadlineQueue<CommandPacket.Pointer>
    var replies: RingProducer<GraphReply>

    /// Packets, and nodes that have left, that are given back at the end of the block.
    var held: CommandPacket.Pointer?
    var disposed: UnsafeMutablePointer<DisposalLink>?
    let disposal: DisposalList
    let news: EventSignal?
    var hasNews = false

    /// Messages of units that the control side has been woken for.
    private var announcedMessages = 0

    var counts = GraphCounts()
    private var published: LatestValueWriter<GraphCounts>

    /// `[control]`
    init(
        _ shape: GraphShape,
        memory: RenderMemory,
        wires: UnsafePointer<Float>,
        packets: consuming RingConsumer<CommandPacket.Pointer>,
        replies: consuming RingProducer<GraphReply>,
        published: consuming LatestValueWriter<GraphCounts>,
        disposal: DisposalList,
        news: EventSignal?
    ) {
        self.shape = shape
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
        leaving = .allocate(capacity: 1)
        leaving.initialize(to: Node(id: -1, synth: nil))
        self.packets = packets
        scheduled = DeadlineQueue(capacity: shape.packetCapacity)
        self.replies = replies
        self.published = published
        self.disposal = disposal
        self.news = news
    }

    deinit {
        root.deallocate()
        engineGroup.deallocate()
        leaving.deallocate()
        fills.deallocate()
        changes.deallocate()
        doomed.deallocate()
        visited.deallocate()
    }

    /// Gives everything back: what is in the tree, what waits for its time, and what has come meanwhile. `[control]`, when
    /// nobody renders any more
    mutating func end() {
        giveBackHeld()
        endsLeft = .max
        freeChildren(of: root)
        freeChildren(of: engineGroup)
        if let unfinished { discard(unfinished.packet, from: unfinished.next) }
        unfinished = nil
        while let packet = packets.pop() {
            if !scheduled.push(packet, dueAt: 0) { discard(packet) }
        }
        while let packet = scheduled.pop(dueAt: .max) { discard(packet) }
        giveBackDisposed()
    }

    private func discard(_ packet: CommandPacket.Pointer, from first: Int = 0) {
        for index in first..<packet.pointee.count { packet.pointee[index].operation.freeWhatItBrings() }
        CommandPacket.free(packet)
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

    /// Sets the first frame of the next block, before the first one. `[render]`
    @_noLocks @_noAllocation
    package mutating func begin(atFrame frame: Int64) {
        counts.frame = frame
    }

    /// Applies what is due in the next block, and silences all buses. `[render]`
    @_noLocks @_noAllocation
    package mutating func beginBlock() {
        context.pointee.audioBuses.beginBlock()
        endsLeft = shape.endsPerBlock
        fillsLeft = shape.fillsPerBlock
        operationsLeft = shape.operationsPerBlock
        applyDue()
    }

    /// Applies all that is due in the next block, without rendering it. `[render]`, between two blocks, where nobody waits for
    /// them
    @_noLocks @_noAllocation
    package mutating func catchUp() {
        endsLeft = .max
        fillsLeft = .max
        operationsLeft = .max
        applyDue()
    }

    @_noLocks @_noAllocation
    private mutating func applyDue() {
        sweep()
        goOnFilling()
        while scheduled.count < scheduled.capacity, let packet = packets.pop() {
            packet.pointee.arrival = counts.takenPackets
            if packet.pointee.replaces {
                replace(packet)
            } else {
                _ = scheduled.push(packet, dueAt: packet.pointee.frame)
            }
            counts.takenPackets = counts.takenPackets &+ 1
        }
        goOnApplying()
        let first = counts.frame
        // What there is too much of follows in the next block, in its order.
        while unfinished == nil, operationsLeft > 0,
            let packet = scheduled.pop(dueAt: first &+ Int64(shape.blockFrames) &- 1)
        {
            let due = packet.pointee.frame
            if packet.pointee.isForLater { counts.endedWaits = counts.endedWaits &+ 1 }
            if due < first, due != .min { counts.latePackets = counts.latePackets &+ 1 }
            operationsLeft = operationsLeft &- packet.pointee.count &- packet.pointee.wordCount / 64
            apply(packet, from: 0, offset: due > first ? Int(due &- first) : 0)
        }
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
        if changeCount > 0 || doomedCount > 0 || visitedCount > 0 {
            renderInPieces(root, mark)
            renderInPieces(engineGroup, mark)
            endChanges()
        } else {
            renderWhole(root, mark)
            renderWhole(engineGroup, mark)
        }
        if held != nil { giveBackHeld() }
        giveBackDisposed()
        counts.frame = counts.frame &+ Int64(shape.blockFrames)
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

    /// Tells the control side what has happened to a node, unless its number is the server's choice or the engine's; if there is no
    /// room, it is counted.
    @_noLocks @_noAllocation
    mutating func tell(_ event: NodeEvent) {
        if event.id < 0, event.id > OwnNodes.lastOfPrograms { return }
        hasNews = true
        if !replies.push(.node(event)) { counts.lostReplies = counts.lostReplies &+ 1 }
    }
}
