internal import Synchronization
package import TonewheelDSP
package import TonewheelRealtime

/// The control side of a graph. It keeps the definitions, builds nodes and buffers for commands, sends packets, and
/// collects replies and events. `[control]`, any thread, but for `collect`, which one thread at a time calls.
///
/// It owns the graph and its memory: it must outlive rendering.
package final class GraphControl: @unchecked Sendable {  // shared state is locked or atomic
    package let shape: GraphShape

    /// The graph, which one thread at a time renders.
    package let graph: UnsafeMutablePointer<Graph>

    /// The arena that buffers are allocated in; nil for private memory.
    package let arena: SharedArena?

    /// The view of the control buses of the worker that renders for this graph; nil if there is none.
    private let busMirror: BusMirror?

    private let memory: RenderMemory
    private let wires: UnsafeMutablePointer<Float>
    let kinds: [String: UnitEntry]
    private let disposal = DisposalList()

    /// The memory of all synths that clients have added, and its limit.
    package let synthMemory: SynthMemory

    /// The limit of the load above which no synths of clients are built.
    package let loadGate: LoadGate

    private let removed = RemovedDefinitions()

    let link: ShadowLink
    let definitions = WorkerDefinitions()
    private let library: Mutex<[String: Blueprint]> = Mutex([:])
    let sending: Mutex<RingProducer<CommandPacket.Pointer>>
    private let receiving: Mutex<Receiving>
    private let reading: Mutex<LatestValueReader<GraphCounts>>
    let sentPackets = Atomic(0)
    let sentDeferredPackets = Atomic(0)
    private let latestMuteText = Mutex("")
    private let nodeNumber = Atomic<UInt32>(0)
    private let synthNumber = Atomic<UInt64>(0)
    private let blueprintNumber = Atomic<UInt64>(0)

    private struct Receiving: ~Copyable {
        var replies: RingConsumer<GraphReply>
        var messages: RingConsumer<UnitMessage>
    }

    /// - Parameters:
    ///   - units: The unit generators that definitions may use.
    ///   - signal: Signalled at the end of a block after which there is something to collect. The caller keeps it
    ///     open.
    ///   - role: The role of the graph among its replicas.
    ///   - arena: The arena that buffers are allocated in, to share them with other processes.
    ///   - controlBuses: The memory of the control buses with their initial values, as many as the shape specifies.
    ///     The caller keeps it alive.
    ///   - busMirror: A view of the control buses of the worker that renders for this graph.
    ///   - loadGate: The limit of the load above which no synths of clients are built.
    package init(
        _ shape: GraphShape, units: [UnitEntry], signal: EventSignal? = nil, role: GraphRole = .standalone,
        arena: SharedArena? = nil, controlBuses: UnsafeMutablePointer<Float>? = nil, busMirror: BusMirror? = nil,
        loadGate: LoadGate = LoadGate()
    ) {
        self.shape = shape
        self.loadGate = loadGate
        self.arena = arena
        self.busMirror = busMirror
        link = ShadowLink(role)
        // The shadow has counted the memory of its worker's synths.
        synthMemory = SynthMemory(limit: role == .worker ? nil : shape.synthMemory)
        memory = RenderMemory(shape.memoryShape, controlBuses: controlBuses)
        let sampleCount = max(1, shape.wireCount) * shape.blockFrames
        // Vector instructions need aligned data.
        wires = UnsafeMutableRawPointer.allocate(byteCount: sampleCount * MemoryLayout<Float>.stride, alignment: 64)
            .bindMemory(to: Float.self, capacity: sampleCount)
        wires.initialize(repeating: 0, count: sampleCount)
        var kinds = ["Control": UnitEntry(InitialControl.self)]
        for unit in units { kinds[unit.spec.name] = unit }
        self.kinds = kinds
        let packetRing = RingBuffer<CommandPacket.Pointer>(capacity: shape.packetCapacity)
        let replyRing = RingBuffer<GraphReply>(capacity: shape.replyCapacity)
        sending = Mutex(packetRing.producer())
        receiving = Mutex(Receiving(replies: replyRing.consumer(), messages: memory.messages.consumer()))
        let countCell = LatestValue(GraphCounts())
        reading = Mutex(countCell.reader())
        graph = .allocate(capacity: 1)
        graph.initialize(
            to: Graph(
                shape, role: role, memory: memory, wires: wires, packets: packetRing.consumer(),
                replies: replyRing.producer(), published: countCell.writer(), disposal: disposal, signal: signal,
                mirror: busMirror?.view))
    }

    deinit {
        graph.pointee.end()
        let buffers = memory.context.pointee.buffers
        for index in 0..<buffers.count {
            BufferMemory.free(buffers[index])
            FileStreamMemory.free(buffers.file(at: index))
        }
        graph.deinitialize(count: 1)
        graph.deallocate()
        collect { _ in }
        Self.free(disposal.takeAll())
        disposal.deallocate()
        wires.deallocate()
    }

    /// The counts of the graph, as of its latest block.
    package var counts: GraphCounts {
        reading.withLock { reader in
            _ = reader.takeLatest()
            return reader.value
        }
    }

    /// The description of the synth that was muted last, as of the latest `collect`; empty if there was none.
    package var latestMute: String { latestMuteText.withLock { $0 } }

    // MARK: - Definitions

    /// Returns the parts of the graph that a blueprint builds synths with.
    ///
    /// - Parameter memory: The count of the memory of its synths.
    func environment(_ memory: SynthMemory) -> Blueprint.Environment {
        Blueprint.Environment(
            shape: shape, context: self.memory.context, wires: wires, memory: memory, removed: removed, link: link)
    }

    /// Compiles a definition and adds it to the library. It replaces one of the same name, whose synths continue.
    ///
    /// - Throws: `BlueprintError` if it cannot be compiled, or if the library is full. Nothing has changed then.
    package func add(_ definition: SynthDef) throws(BlueprintError) {
        let blueprint = try Blueprint(
            definition, kinds: kinds, environment(synthMemory), number: newBlueprintNumber())
        let isFull = library.withLock { library in
            if library[definition.name] == nil, library.count >= shape.definitionCapacity { return true }
            library.updateValue(blueprint, forKey: definition.name)?.release()
            return false
        }
        if isFull {
            blueprint.release(isSilent: true)
            throw BlueprintError(
                definition,
                "exceeds the limit of \(shape.definitionCapacity) definitions. Start the server with more (-d).")
        }
    }

    /// Removes a definition. Its synths continue.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    package func removeDefinition(_ name: String) -> Bool {
        let blueprint = library.withLock { $0.removeValue(forKey: name) }
        blueprint?.release()
        return blueprint != nil
    }

    /// Returns the names of removed or replaced definitions whose last synth has been freed since the last call.
    /// Names that `removeAllDefinitions` has removed are not included.
    package func takeRemovedDefinitions() -> [String] { removed.takeAll() }

    /// Removes all definitions. Their synths continue.
    package func removeAllDefinitions() {
        let all = library.withLock { library in
            defer { library = [:] }
            return library
        }
        for blueprint in all.values { blueprint.release(isSilent: true) }
    }

    /// The blueprints in the library, by name.
    var libraryBlueprints: [Blueprint] { library.withLock { $0.values.sorted { $0.number < $1.number } } }

    /// Adds a blueprint that a worker's number refers to, for an image.
    func addToLibrary(_ blueprint: Blueprint) {
        blueprint.retain()
        library.withLock { $0.updateValue(blueprint, forKey: blueprint.definition.name) }?.release(isSilent: true)
    }

    /// Returns the next blueprint number. The first is 1.
    func newBlueprintNumber() -> UInt64 { blueprintNumber.wrappingAdd(1, ordering: .relaxed).newValue }

    /// The counters of node IDs that the graph has chosen, of the seeds of synths, and of blueprints.
    struct Counters: Equatable {
        var nodes: UInt32
        var synths: UInt64
        var blueprints: UInt64
    }

    var counters: Counters {
        get {
            Counters(
                nodes: nodeNumber.load(ordering: .relaxed), synths: synthNumber.load(ordering: .relaxed),
                blueprints: blueprintNumber.load(ordering: .relaxed))
        }
        set {
            nodeNumber.store(newValue.nodes, ordering: .relaxed)
            synthNumber.store(newValue.synths, ordering: .relaxed)
            blueprintNumber.store(newValue.blueprints, ordering: .relaxed)
        }
    }

    /// The number of definitions in the library.
    package var definitionCount: Int { library.withLock { $0.count } }

    /// Returns the blueprint of the definition with this name; nil if there is none.
    package func blueprint(_ name: String) -> Blueprint? { library.withLock { $0[name] } }

    /// Returns the blueprints that synths of these names would be built from; nil where there is no such definition.
    package func blueprints(_ names: [String]) -> [String: Blueprint?] {
        Dictionary(names.map { ($0, blueprintAndVariant($0).0) }) { first, _ in first }
    }

    /// Returns the blueprint of this name, or else of the part before its last dot, with the variant after the dot.
    private func blueprintAndVariant(_ name: String) -> (Blueprint?, variant: String) {
        if let found = blueprint(name) { return (found, "") }
        guard let dot = name.lastIndex(of: ".") else { return (nil, "") }
        return (blueprint(String(name[..<dot])), String(name[name.index(after: dot)...]))
    }

    // MARK: - Nodes

    /// Returns an unused ID for a node whose sender has not chosen one: negative, as clients' IDs never are, and
    /// above the reserved IDs.
    package func newNodeID() -> Int32 {
        let count = UInt32(bitPattern: -9 &- ReservedIDs.highest)
        return -9 - Int32(nodeNumber.wrappingAdd(1, ordering: .relaxed).oldValue % count)
    }

    /// Builds a synth of a client.
    ///
    /// - Parameters:
    ///   - name: The name of a definition, or of a variant: the definition's name, a dot, and the variant's name.
    ///   - isAdmitted: Whether the load has no influence, because the synth has been accepted before.
    /// - Throws: `SynthBuildError` if there is no such definition or variant, if it is quarantined, if too little
    ///   memory is left, or if the load exceeds the limit.
    package func makeSynth(
        _ name: String, id: Int32, _ settings: [Blueprint.ControlSetting], isAdmitted: Bool = false
    ) throws(SynthBuildError) -> Node.Pointer {
        let (found, variant) = blueprintAndVariant(name)
        let number = synthNumber.wrappingAdd(1, ordering: .relaxed).newValue
        guard let found else { throw .noDefinition(name) }
        if !isAdmitted { try loadGate.admit() }
        return try makeSynth(of: found, variant: variant, id: id, settings, number: number)
    }

    package func makeGroup(id: Int32) -> Node.Pointer {
        let node = Node.Pointer.allocate(capacity: 1)
        node.initialize(to: Node(id: id, synth: nil))
        return node
    }

    // MARK: - Sending and collecting

    /// Sends a packet. Deferred packets leave capacity for those that are due in the next block: see
    /// `hasDeferredCapacity`.
    ///
    /// - Parameters:
    ///   - client: The client number, which is returned with the reply.
    ///   - frame: The frame at which it is due; nil for the next block.
    ///   - ticket: The number that a later packet names to replace this one while it is scheduled; 0 for none.
    ///   - replaces: Whether it replaces the packet with this ticket, if that is still scheduled.
    ///   - isExact: Whether synths that are added, and nodes that are set, mapped, freed, paused or resumed, change
    ///     at the frame itself, also inside a block. All other operations take effect at the start of the block.
    /// - Returns: false if too many packets are in flight or scheduled. Nothing has been sent then.
    package func send(
        _ builder: CommandPacketBuilder, client: UInt32, atFrame frame: Int64? = nil, ticket: UInt64 = 0,
        replaces: Bool = false, isExact: Bool = false
    ) -> Bool {
        // An empty packet with a ticket may be replaced later by one that is not empty.
        guard !builder.isEmpty || ticket != 0 else { return true }
        let packet = builder.packet(
            client: client, frame: frame ?? .min, ticket: ticket, replaces: replaces, isExact: isExact,
            isDeferred: isDeferred(frame))
        if let isForwarded = forward(packet) { return isForwarded }
        if push(packet) { return true }
        CommandPacket.discard(packet)
        return false
    }

    /// Pushes a packet to the graph's ring.
    ///
    /// - Returns: false if the ring or the quota of deferred packets is full.
    func push(_ packet: CommandPacket.Pointer) -> Bool {
        let isDeferred = packet.pointee.isDeferred
        return sending.withLock { producer in
            guard !isDeferred || hasDeferredCapacity(replaces: packet.pointee.replaces), producer.push(packet) else {
                return false
            }
            sentPackets.wrappingAdd(1, ordering: .relaxed)
            if isDeferred { sentDeferredPackets.wrappingAdd(1, ordering: .relaxed) }
            return true
        }
    }

    /// Applies the packets that are due in the next block, without rendering it. On the render thread, between two
    /// blocks, where no device waits.
    package func catchUp() {
        graph.pointee.catchUp()
    }

    /// Whether packets have been sent that the graph has not received yet.
    package var hasPacketsInFlight: Bool {
        counts.receivedPackets != sentPacketCount || link.forwarder?.isBusy == true
    }

    /// The number of packets that have been sent. The graph has received them all once `counts.receivedPackets` is
    /// equal.
    package var sentPacketCount: Int { sentPackets.load(ordering: .relaxed) }

    /// An event that the control side collects.
    package enum Event {
        /// A packet with the outcomes of its operations. It is freed after the callback.
        case applied(CommandPacket)
        case node(NodeEvent)

        /// A synth has been muted. A worker reports it as an event of the node.
        case muted(MutedNode)
        case message(UnitMessage)

        case shadow(ShadowEvent)
    }

    /// Passes all replies, events and messages to `body`, and frees the memory that the graph has disposed of.
    package func collect(_ body: (Event) -> Void) {
        receiving.withLock { receiving in
            // Taken before the replies: no reply that is pushed later refers to the memory that is freed below.
            let garbage = disposal.takeAll()
            while let reply = receiving.replies.pop() {
                switch reply {
                case .applied(let packet):
                    body(.applied(packet.pointee))
                    CommandPacket.free(packet)
                case .node(let event):
                    if link.role != .worker, let muted = MutedNode(event) {
                        latestMuteText.withLock { $0 = muted.description }
                        body(.muted(muted))
                    } else {
                        body(.node(event))
                    }
                }
            }
            while let message = receiving.messages.pop() { body(.message(message)) }
            for event in link.takeEvents() { body(.shadow(event)) }
            Self.free(garbage)
        }
    }

    private static func free(_ list: UnsafeMutablePointer<DisposalLink>?) {
        var next = list
        while let link = next {
            next = link.pointee.next
            let memory = UnsafeMutableRawPointer(link)
            switch link.pointee.kind {
            case .group, .synth: Blueprint.free(memory.assumingMemoryBound(to: Node.self))
            case .packet: CommandPacket.free(memory.assumingMemoryBound(to: CommandPacket.self))
            case .buffer: BufferMemory.free(memory.assumingMemoryBound(to: BufferMemory.self))
            case .file: FileStreamMemory.free(memory.assumingMemoryBound(to: FileStreamMemory.self))
            }
        }
    }
}
