internal import TonewheelDSP
package import TonewheelRealtime

/// The tree of nodes, which is rendered block by block and changed by packets between blocks.
///
/// It is used by one thread at a time. It neither allocates, frees nor waits: `GraphControl` builds everything that
/// enters it, and frees everything that leaves it.
///
/// Reference: SuperCollider help, "Server Architecture" and "Order of execution".
package struct Graph: ~Copyable {
    let shape: GraphShape
    let isShadow: Bool

    /// Whether a worker renders for this shadow. Then only the worker sets samples, which are in memory that both
    /// share.
    var hasWorker = false
    let isWorker: Bool
    let context: UnsafePointer<RenderContext>
    let synthCount: UnsafeMutablePointer<Int>
    private let nonFiniteCount: UnsafeMutablePointer<Int>
    private let memory: RenderMemory  // keeps the context alive

    /// The samples of all wires, one wire after the other.
    let wires: UnsafePointer<Float>

    var table: NodeTable

    /// The group 0, which contains clients' nodes, and the group of the engine's own nodes, which is rendered after
    /// it.
    var root: Node.Pointer
    var engineGroup: Node.Pointer

    /// A group of the nodes that have been removed from the tree, and have not been reported and disposed of yet.
    let detached: Node.Pointer

    /// The remaining budgets of this block: nodes that may end, samples that may be filled, and operations that may
    /// be applied.
    var endsLeft = 0
    var fillsLeft = 0
    var operationsLeft = 0

    /// The first frame of the block for which the budgets were last reset.
    var budgetFrame = Int64.min

    /// The IDs of nodes that packets of this block could not add, in a worker.
    let rejections: UnsafeMutablePointer<Int32>
    var rejectionCount = 0

    /// Whether nodes are being rendered, so that they are the cause of events.
    var isRendering = false

    /// For each wire, the unit that has written it: see `firstNonFiniteUnit`.
    let wireWriters: UnsafeMutablePointer<Int32>

    /// The unfinished fills of buffers.
    let fills: UnsafeMutablePointer<BufferFill>
    var fillCount = 0

    /// The packet that waits for a fill, and its next operation.
    var unfinished: UnfinishedPacket?

    /// The node that is rendered next. It is advanced if it is removed from the tree.
    var cursor: Node.Pointer?

    /// The changes inside the next block, the nodes that are removed inside it, and the nodes that are paused inside
    /// it.
    let changes: UnsafeMutablePointer<SynthChange>
    var changeCount = 0
    let removals: UnsafeMutablePointer<Node.Pointer>
    var removalCount = 0
    let pausedInside: UnsafeMutablePointer<Node.Pointer>
    var pausedInsideCount = 0

    var packets: RingConsumer<CommandPacket.Pointer>
    var scheduled: DeadlineQueue<CommandPacket.Pointer>
    var replies: RingProducer<GraphReply>

    /// The packets and the removed nodes that are returned at the end of the block.
    var held: CommandPacket.Pointer?
    var disposed: UnsafeMutablePointer<DisposalLink>?
    let disposal: DisposalList
    let signal: EventSignal?

    /// The view of the control buses of the worker that renders for this graph; nil if there is none.
    let mirror: BusMirror.View?

    var hasEvents = false

    /// The number of node events that a worker has reported.
    var nodeEventCount: Int64 = 0

    /// The number of units' messages that the control side has been notified of.
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
        signal: EventSignal?,
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
        engineGroup.initialize(to: Node(id: ReservedIDs.engineGroup, synth: nil))
        _ = table.insert(engineGroup)
        wireWriters = .allocate(capacity: max(1, shape.wireCount))
        fills = .allocate(capacity: BufferFill.capacity)
        changes = .allocate(capacity: shape.changesPerBlock)
        removals = .allocate(capacity: shape.changesPerBlock)
        pausedInside = .allocate(capacity: shape.changesPerBlock)
        rejections = .allocate(capacity: Self.rejectionCapacity)
        detached = .allocate(capacity: 1)
        detached.initialize(to: Node(id: -1, synth: nil))
        self.packets = packets
        scheduled = DeadlineQueue(capacity: shape.packetCapacity)
        self.replies = replies
        self.published = published
        self.disposal = disposal
        self.signal = signal
        self.mirror = mirror
    }

    deinit {
        root.deallocate()
        engineGroup.deallocate()
        detached.deallocate()
        wireWriters.deallocate()
        fills.deallocate()
        changes.deallocate()
        removals.deallocate()
        pausedInside.deallocate()
        rejections.deallocate()
    }

    /// Disposes of everything: the tree, the scheduled packets, and the packets in the ring. `[control]`, when no
    /// thread renders any more
    mutating func end() {
        returnHeldPackets()
        endsLeft = .max
        freeChildren(of: root)
        freeChildren(of: engineGroup)
        if let unfinished { CommandPacket.discard(unfinished.packet, from: unfinished.next) }
        unfinished = nil
        while let packet = packets.pop() {
            if !scheduled.push(packet, dueAt: 0) { CommandPacket.discard(packet) }
        }
        while let packet = scheduled.pop(dueAt: .max) { CommandPacket.discard(packet) }
        returnDisposedNodes()
    }

    /// The number of frames of a block.
    package var blockFrames: Int {
        @_noLocks @_noAllocation get { shape.blockFrames }
    }

    /// The numbers of hardware output and input buses.
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

    /// The number of scheduled packets.
    package var scheduledCount: Int {
        @_noLocks @_noAllocation get { scheduled.count }
    }

    /// Sets the first frame of the next block, before the first block. `[render]`
    @_noLocks @_noAllocation
    package mutating func begin(atFrame frame: Int64) {
        counts.frame = frame
        budgetFrame = .min
    }

    /// Returns the samples of an input, to be filled between `beginBlock` and `render`. `[render]`
    @_noLocks @_noAllocation
    package func input(_ index: Int) -> UnsafeMutablePointer<Float> {
        let bus = shape.outputBusCount &+ index
        context.pointee.audioBuses.markWritten(bus)
        return context.pointee.audioBuses.memory(of: bus)
    }

    /// Renders all nodes in their order, the engine's last. `[render]`
    ///
    /// - Parameter mark: Records the node that is being rendered, for other threads and processes.
    @_noLocks @_noAllocation
    package mutating func render(_ mark: RenderMark?) {
        isRendering = true
        if changeCount > 0 || removalCount > 0 || pausedInsideCount > 0 {
            renderInPieces(root, mark)
            renderInPieces(engineGroup, mark)
            endChanges()
        } else if isShadow {
            updateMappedControls()
        } else {
            renderWhole(root, mark)
            renderWhole(engineGroup, mark)
        }
        isRendering = false
        if held != nil { returnHeldPackets() }
        returnDisposedNodes()
        counts.frame = counts.frame &+ Int64(shape.blockFrames)
        publish()
    }

    /// Publishes the counts, and signals the control side if there is something to collect.
    @_noLocks @_noAllocation
    mutating func publish() {
        counts.scheduledPackets = scheduled.count
        counts.nonFiniteSamples = nonFiniteSamples
        published.publish(counts)
        let messageCount = context.pointee.messages.sentCount
        if hasEvents || messageCount != announcedMessages {
            announcedMessages = messageCount
            hasEvents = false
            if let signal { signal() }
        }
    }

    /// The number of the block that is rendered.
    var blockNumber: Int64 {
        @_noLocks @_noAllocation get { counts.frame / Int64(shape.blockFrames) }
    }

    /// Renders a tree, in a block without changes inside.
    @_noLocks @_noAllocation
    private mutating func renderWhole(_ root: Node.Pointer, _ mark: RenderMark?) {
        cursor = root
        let block = blockNumber
        var lostBefore = nonFiniteSamples
        while let node = cursor {
            cursor = successor(of: node)
            // A synth takes a few hundred bytes, and a hundred of them exceed the L1 cache: the next one is
            // prefetched while this one renders.
            if let next = cursor { Vectors.prefetch(next, lineCount: SynthLayout.hotLines) }
            if let synth = node.pointee.synth {
                if node.pointee.isRunning {
                    if let mark { mark.set(node: Int64(node.pointee.id), unit: 0, block: block) }
                    renderBlock(node, synth, mark)
                    let lost = nonFiniteSamples
                    if lost != lostBefore {
                        lostBefore = lost
                        muteAfterActions(node, synth, firstNonFiniteUnit(of: synth))
                    } else {
                        applyUnitActions(node, synth)
                    }
                }
            }
        }
    }

    /// Applies the done action and the requests of a synth's units.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func applyUnitActions(_ node: Node.Pointer, _ synth: UnsafeMutablePointer<Synth>) {
        let action = synth.pointee.context.doneAction
        if action != 0 { finish(node, action) }
        if context.pointee.nodeRequests.count > 0 { applyRequests() }
    }

    /// Mutes a synth whose block was not finite, once its units' actions have been applied: they may end it.
    @inline(never)
    @_noLocks @_noAllocation
    mutating func muteAfterActions(_ node: Node.Pointer, _ synth: UnsafeMutablePointer<Synth>, _ unit: Int32) {
        applyUnitActions(node, synth)
        mute(node, .nonFinite(unit: unit))
    }

    /// The number of non-finite samples and values of synths that were kept off the buses. `[render]`
    package var nonFiniteSamples: Int {
        @_noLocks @_noAllocation get { nonFiniteCount.pointee }
    }

    /// Returns the samples of an output. `[render]`
    @_noLocks @_noAllocation
    package func output(_ index: Int) -> UnsafePointer<Float> {
        context.pointee.audioBuses.read(index)
    }

    /// Returns the node that is rendered after `node`: its first child, its next sibling, or the next sibling of an
    /// ancestor.
    @_noLocks @_noAllocation
    private func successor(of node: Node.Pointer) -> Node.Pointer? {
        if node.pointee.isRunning, let child = node.pointee.head { return child }
        return nodeAfter(node)
    }

    /// Notifies the control side of an event of the current block.
    @_noLocks @_noAllocation
    mutating func notify(_ event: NodeEvent) {
        notify(event, inBlock: blockNumber, isRendering ? .node : .packet)
    }

    /// Notifies the control side of an event, unless the server has chosen the node's ID or the node is the engine's;
    /// a worker reports every event, and a muted node is always reported. If the ring is full, the event is counted as
    /// lost.
    @_noLocks @_noAllocation
    mutating func notify(_ event: NodeEvent, inBlock block: Int64, _ cause: NodeEvent.Cause) {
        if !isWorker, event.id < 0, event.id > ReservedIDs.highestProgramID, !event.isMute { return }
        hasEvents = true
        nodeEventCount = nodeEventCount &+ 1
        var event = event
        event.block = block
        event.cause = cause
        if !replies.push(.node(event)) { counts.lostReplies = counts.lostReplies &+ 1 }
    }
}
