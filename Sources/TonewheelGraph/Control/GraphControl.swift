internal import Synchronization
package import TonewheelDSP
package import TonewheelRealtime

/// The control side of a graph: keeps the definitions, builds what commands bring, sends packets, and collects what comes back.
/// `[control]`, any thread, but for `collect`, which one thread at a time calls.
///
/// It owns the graph and the memory that it renders in: keep it as long as the graph is rendered, and end rendering first.
package final class GraphControl: @unchecked Sendable {  // what is shared is locked or atomic
    package let shape: GraphShape

    /// What one thread at a time renders.
    package let graph: UnsafeMutablePointer<Graph>

    /// What the memory of buffers is taken from; nil for private memory.
    package let arena: SharedArena?

    /// The control buses of the worker that renders for this graph; nil if it has none.
    private let busMirror: BusMirror?

    private let memory: RenderMemory
    private let wires: UnsafeMutablePointer<Float>
    let kinds: [String: UnitEntry]
    private let disposal = DisposalList()

    /// What synths have of memory, and may have.
    package let synthMemory: SynthMemory

    private let removed = RemovedDefinitions()

    let link: ShadowLink
    let definitions = WorkerDefinitions()
    private let library: Mutex<[String: Blueprint]> = Mutex([:])
    let sending: Mutex<RingProducer<CommandPacket.Pointer>>
    private let receiving: Mutex<Receiving>
    private let reading: Mutex<LatestValueReader<GraphCounts>>
    let sentPackets = Atomic(0)
    let sentForLater = Atomic(0)
    private let nodeNumber = Atomic<UInt32>(0)
    private let synthNumber = Atomic<UInt64>(0)

    private struct Receiving: ~Copyable {
        var replies: RingConsumer<GraphReply>
        var messages: RingConsumer<UnitMessage>
    }

    /// - Parameters:
    ///   - units: the kinds of unit that definitions may use.
    ///   - news: is signalled at the end of a block after which there is something to collect; kept open by the caller.
    ///   - role: what the graph is to others like it.
    ///   - arena: holds the buffers, for other processes to see.
    ///   - controlBuses: the memory of the control buses with the values that they begin with, as many as the shape says; kept alive by
    ///     the caller.
    ///   - busMirror: the control buses of a worker that renders for this graph.
    package init(
        _ shape: GraphShape, units: [UnitEntry], news: EventSignal? = nil, role: GraphRole = .alone,
        arena: SharedArena? = nil, controlBuses: UnsafeMutablePointer<Float>? = nil, busMirror: BusMirror? = nil
    ) {
        self.shape = shape
        self.arena = arena
        self.busMirror = busMirror
        link = ShadowLink(role)
        // What a worker is to build has been counted by its shadow.
        synthMemory = SynthMemory(limit: role == .worker ? nil : shape.synthMemory)
        memory = RenderMemory(shape.memoryShape, controlBuses: controlBuses)
        let sampleCount = max(1, shape.wireCount) * shape.blockFrames
        // Vector instructions want their data aligned.
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
                replies: replyRing.producer(), published: countCell.writer(), disposal: disposal, news: news,
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

    /// What there is in the graph, as of its latest block.
    package var counts: GraphCounts {
        reading.withLock { reader in
            _ = reader.takeLatest()
            return reader.value
        }
    }

    // MARK: - Definitions

    /// What a blueprint builds synths with.
    ///
    /// - Parameter memory: what counts theirs.
    func setting(_ memory: SynthMemory) -> Blueprint.Setting {
        Blueprint.Setting(
            shape: shape, context: self.memory.context, wires: wires, memory: memory, removed: removed, link: link)
    }

    /// Makes a definition ready; one of the same name is replaced, and synths that were built from it play on.
    ///
    /// - Throws: `BlueprintError` if it cannot be played here; nothing has changed then.
    package func add(_ definition: SynthDefinition) throws(BlueprintError) {
        let blueprint = try Blueprint(definition, kinds: kinds, setting(synthMemory))
        let isFull = library.withLock { library in
            if library[definition.name] == nil, library.count >= shape.definitionCapacity { return true }
            library.updateValue(blueprint, forKey: definition.name)?.release()
            return false
        }
        if isFull {
            blueprint.release(isSilent: true)
            throw BlueprintError(
                definition, "is one too many: there are \(shape.definitionCapacity) already; start with more (-d)")
        }
    }

    /// Forgets a definition; whether there was one. Synths that were built from it play on.
    @discardableResult
    package func removeDefinition(_ name: String) -> Bool {
        let blueprint = library.withLock { $0.removeValue(forKey: name) }
        blueprint?.release()
        return blueprint != nil
    }

    /// The names of definitions that have been removed or replaced, once for each whose last synth has gone since the last call; not
    /// of those that went with all others.
    package func takeRemovedDefinitions() -> [String] { removed.takeAll() }

    /// Forgets all definitions. Synths that were built from them play on.
    package func removeAllDefinitions() {
        let all = library.withLock { library in
            defer { library = [:] }
            return library
        }
        for blueprint in all.values { blueprint.release(isSilent: true) }
    }

    /// Definitions that there are.
    package var definitionCount: Int { library.withLock { $0.count } }

    /// The definition of this name; nil if there is none.
    package func blueprint(_ name: String) -> Blueprint? { library.withLock { $0[name] } }

    /// What synths of these names would be built from now; nil where there is no such definition.
    package func blueprints(_ names: [String]) -> [String: Blueprint?] {
        Dictionary(names.map { ($0, blueprintAndVariant($0).0) }) { first, _ in first }
    }

    /// The definition of this name, or of what is before its last dot, with what is behind.
    private func blueprintAndVariant(_ name: String) -> (Blueprint?, variant: String) {
        if let found = blueprint(name) { return (found, "") }
        guard let dot = name.lastIndex(of: ".") else { return (nil, "") }
        return (blueprint(String(name[..<dot])), String(name[name.index(after: dot)...]))
    }

    // MARK: - What commands bring

    /// A number for a node whose sender has given it none: negative, as clients never number, and above the program's own.
    package func newNodeID() -> Int32 {
        let count = UInt32(bitPattern: -9 &- OwnNodes.last)
        return -9 - Int32(nodeNumber.wrappingAdd(1, ordering: .relaxed).oldValue % count)
    }

    /// Builds a synth.
    ///
    /// - Parameter name: a definition's; behind a dot, the name of one of its variants.
    /// - Throws: `SynthBuildError` if there is no such definition or variant, or too little memory.
    package func makeSynth(
        _ name: String, id: Int32, _ settings: [Blueprint.ControlSetting]
    ) throws(SynthBuildError) -> Node.Pointer {
        let (found, variant) = blueprintAndVariant(name)
        let number = synthNumber.wrappingAdd(1, ordering: .relaxed).newValue
        guard let found else { throw .noDefinition(name) }
        return try makeSynth(of: found, variant: variant, id: id, settings, number: number)
    }

    /// Makes a group.
    package func makeGroup(id: Int32) -> Node.Pointer {
        let node = Node.Pointer.allocate(capacity: 1)
        node.initialize(to: Node(id: id, synth: nil))
        return node
    }

    // MARK: - Sending and collecting

    /// Sends a packet; false if too many are on their way or wait for their time already, and nothing has been sent then.
    ///
    /// What is due in a later block than the next leaves room for what is not: see `hasRoomForLater`.
    ///
    /// - Parameters:
    ///   - client: comes back with the answers.
    ///   - frame: when it is due; nil for the next block.
    ///   - ticket: a number by which another packet may take its place while it waits; 0 for none.
    ///   - replaces: whether it takes the place of the packet with this ticket, if that still waits.
    ///   - isExact: whether synths that are added, and nodes that are set, mapped, freed, paused or resumed, change at the frame
    ///     itself, where that lies inside a block. All else takes effect at the beginning of the block.
    package func send(
        _ builder: CommandPacketBuilder, client: UInt32, atFrame frame: Int64? = nil, ticket: UInt64 = 0,
        replaces: Bool = false, isExact: Bool = false
    ) -> Bool {
        // One with a ticket may get something to do later.
        guard !builder.isEmpty || ticket != 0 else { return true }
        let packet = builder.packet(
            client: client, frame: frame ?? .min, ticket: ticket, replaces: replaces, isExact: isExact,
            isForLater: isForLater(frame))
        if let isForwarded = forward(packet) { return isForwarded }
        if push(packet) { return true }
        CommandPacket.discard(packet)
        return false
    }

    /// Puts a packet on its way to the graph; false if there is no room.
    func push(_ packet: CommandPacket.Pointer) -> Bool {
        let isForLater = packet.pointee.isForLater
        return sending.withLock { producer in
            guard !isForLater || hasRoomForLater(replaces: packet.pointee.replaces), producer.push(packet) else {
                return false
            }
            sentPackets.wrappingAdd(1, ordering: .relaxed)
            if isForLater { sentForLater.wrappingAdd(1, ordering: .relaxed) }
            return true
        }
    }

    /// Applies all that has been sent and is due in the next block. On the thread that renders, between two blocks, where there is no
    /// device that waits for them.
    package func catchUp() {
        graph.pointee.catchUp()
    }

    /// Whether packets have been sent that the graph has not come to yet.
    package var hasPacketsOnTheirWay: Bool {
        counts.takenPackets != sentPacketCount || link.forwarder?.isBusy == true
    }

    /// Packets that have been sent until now. The graph has come to them all once `counts.takenPackets` is as many.
    package var sentPacketCount: Int { sentPackets.load(ordering: .relaxed) }

    /// What comes back.
    package enum News {
        /// A packet with what has become of its operations; it is freed afterwards.
        case applied(CommandPacket)
        case node(NodeEvent)
        case message(UnitMessage)

        case shadow(ShadowNews)
    }

    /// Hands over all that has come back, and frees what the graph is done with.
    package func collect(_ body: (News) -> Void) {
        receiving.withLock { receiving in
            // Before the replies: what is freed below cannot be spoken of by a reply that comes later.
            let garbage = disposal.takeAll()
            while let reply = receiving.replies.pop() {
                switch reply {
                case .applied(let packet):
                    body(.applied(packet.pointee))
                    CommandPacket.free(packet)
                case .node(let event):
                    body(.node(event))
                }
            }
            while let message = receiving.messages.pop() { body(.message(message)) }
            for news in link.takeNews() { body(.shadow(news)) }
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
