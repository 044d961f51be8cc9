internal import Synchronization
internal import TonewheelDSP
package import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelUGens
package import TonewheelWorkers

/// The front's side of a graph that a worker process renders.
///
/// The front has a shadow of the graph, with all nodes and controls but without rendering. A packet of commands is sent
/// to the worker by value. When the worker has prepared it, the packet is stamped with the first block that no worker
/// can have begun, or with its own frame, and both the worker and the shadow apply it there. Changes of nodes that
/// rendering causes, such as done actions, come back as events, which the shadow follows. So the shadow answers all
/// queries of clients, and if a worker ends, the next one is built from the shadow.
///
/// A standby receives the same packets, after the primary has prepared them, and the same stamps. It begins with an
/// image of the primary's graph, so that it renders the same samples.
package final class IsolatedGraph: WorkerPoolDelegate, PacketForwarder {
    private let control: GraphControl
    private let state: Mutex<State>

    /// Held while the shadow is changed or read.
    private let shadow = Mutex(())

    /// Whether controls have been turned since the latest `turnControls`.
    private let hasNewTurns = Atomic(false)

    /// Whether packets wait for the worker to complete its block. The watch thread then polls every millisecond.
    private let hasDuePackets = Atomic(false)

    /// Buffers and buses that all workers share; nil for none.
    let memory: SharedGraphMemory?

    /// - Parameters:
    ///   - control: A shadow.
    ///   - memory: The shared memory that the shadow was created with.
    package init(_ control: GraphControl, _ memory: SharedGraphMemory? = nil) {
        self.control = control
        self.memory = memory
        state = Mutex(
            State(
                blockFrames: Int64(control.shape.blockFrames), capacity: control.shape.packetCapacity, memory))
        control.setForwarder(self)
    }

    // MARK: - Runs

    /// Starts a run of the engine, with the workers of a pool. `[control]`
    package func begin(_ pool: WorkerPool, _ parameters: ParameterManager, _ tone: ToneParameters, periodFrames: Int) {
        shadow.withLock { _ in
            control.restoreSharedBuses()
            control.restart()
        }
        memory?.mirror.completedFrames = 0
        state.withLock { $0.beginRun(pool, parameters, tone, periodFrames: periodFrames) }
    }

    /// Ends the run: packets that have not been stamped take effect immediately, and their clients get replies.
    /// `[control]`, after the pool has stopped
    package func end() {
        let entries = state.withLock { $0.end() }
        shadow.withLock { _ in
            control.setWorker(isPresent: false)
            memory?.detachBuses()
        }
        apply(entries.map { State.Stamped(packet: $0.packet, frame: $0.packet.pointee.frame, isRefused: false) })
        turnControls()
    }

    /// Notifies the watch thread of turned controls. `[any]`
    package func wake() {
        // One event suffices until the turns are consumed.
        guard !hasNewTurns.exchange(true, ordering: .acquiringAndReleasing) else { return }
        state.withLock { $0.pool }?.feed.watch()
    }

    /// The first frame for which a command is not late. `[any]`
    var nextFrame: Int64 { state.withLock { $0.nextFrame } }

    /// The tone's parameters in effect. `[control]`, after `end`
    func finalParameters() -> ToneParameters { report.tone }

    /// The latest report of the worker, with the tone's parameters of the shadow. `[control]`, any thread
    package var report: RenderReport {
        var report = state.withLock { $0.report() }
        shadow.withLock { _ in report.tone.read(from: control.graph) }
        return report
    }

    /// The reasons for the latest refusals and quarantines, the latest one last. `[control]`
    package var refusals: [String] { state.withLock { $0.refusals } }

    /// Sets a callback for the case that a definition is quarantined. It is called once, instead of a notification to
    /// all clients. `[control]`
    package func onFailure(of definition: String, _ body: @escaping @Sendable (String) -> Void) {
        state.withLock { $0.onFailure[definition] = OnFailure(call: body) }
    }

    // MARK: - Packets

    package var isBusy: Bool { state.withLock { $0.hasPendingTurns } }

    package func forward(_ packet: CommandPacket.Pointer, _ bytes: [UInt8]) -> Bool {
        let entry = State.Entry(packet: packet, bytes: bytes, offsets: packet.pointee.arenaOffsets)
        for offset in entry.offsets { memory?.arena.announce(offset) }
        let (isAccepted, pool) = state.withLock { state in
            let isAccepted = state.add(entry)
            return (isAccepted, bytes.isEmpty ? state.pool : nil)
        }
        // The worker sends no event for a packet that it does not receive.
        pool?.feed.watch()
        return isAccepted
    }

    package func addDefinition(_ blueprint: Blueprint) {
        guard let bytes = try? SynthDefFile(definitions: [blueprint.definition]).encoded() else { return }
        state.withLock { $0.addDefinition(blueprint.number, bytes) }
    }

    package func removeDefinition(_ number: UInt64) {
        state.withLock { $0.removeDefinition(number) }
    }

    // MARK: - Workers

    package func workerBecameReady(_ memory: WorkerMemory) {
        state.withLock { $0.workerBecameReady(memory) }
    }

    package func load(_ memory: WorkerMemory) {
        shadow.withLock { _ in
            control.restoreSharedBuses()
            self.memory?.attachBuses(of: memory, isNew: true)
            let (snapshot, ranges) = (control.snapshot(), control.arenaOffsets)
            let waiting = control.waiting().map { State.Waiting(frame: $0.frame, bytes: $0.bytes, packet: $0.packet) }
            state.withLock { $0.load(memory, snapshot, waiting, ranges: ranges) }
        }
    }

    package func hasLoaded(_ memory: WorkerMemory) -> Bool {
        state.withLock { $0.hasLoaded(memory) }
    }

    package func begin(_ memory: WorkerMemory, firstBlock: Int64) -> WorkerStart {
        shadow.withLock { _ in
            // Applies to the shadow everything before the worker's first block, which the worker applies late, in that
            // block.
            control.advance(toFrame: firstBlock * Int64(control.shape.blockFrames))
            control.rebase(toBlock: firstBlock)
            control.setWorker(isPresent: true)
        }
        return state.withLock { $0.begin(memory, firstBlock: firstBlock) }
    }

    package func join(_ memory: WorkerMemory, primary: WorkerMemory) {
        let byteCount = shadow.withLock { _ in control.expectedImageBytes }
        state.withLock { $0.beginJoin(memory, byteCount: byteCount) }
    }

    package func hasJoined(_ memory: WorkerMemory) -> Bool {
        state.withLock { $0.hasJoined(memory) }
    }

    /// The phase of the worker that joins; nil if there is none. For tests.
    package var joinPhase: JoinProgress.Phase? { state.withLock { $0.joinPhase } }

    package func beginStandby(_ memory: WorkerMemory) -> WorkerStart {
        state.withLock { $0.beginStandby(memory) }
    }

    package func promote(_ memory: WorkerMemory) {
        shadow.withLock { _ in self.memory?.attachBuses(of: memory, isNew: false) }
        let events = state.withLock { $0.promote(memory) }
        for event in events { forward(event) }
    }

    package func failure(of memory: WorkerMemory) -> String? {
        state.withLock { $0.failure(of: memory) }
    }

    package func workerLost(_ memory: WorkerMemory) {
        // The shadow has not passed the frames that the worker had completed.
        guard state.withLock({ $0.removeWorker(memory) }) else { return }
        shadow.withLock { _ in
            control.setWorker(isPresent: false)
            self.memory?.detachBuses()
        }
    }

    package func receive(_ message: WorkerMessage, from memory: WorkerMemory) -> String? {
        switch WorkerMessageKind(rawValue: message.kind) {
        case .prepared:
            state.withLock { $0.prepared(message.id, by: memory) }
        case .refused:
            state.withLock { $0.refused(message.id, String(decoding: message.bytes, as: UTF8.self), by: memory) }
        case .event, .message, .trace:
            switch state.withLock({ $0.accept(message, from: memory) }) {
            case .forward: forward(message)
            case .discard: break
            case .violation: return "the worker's events are not in order"
            }
        case .lostEvents:
            return "the worker's event queue overflowed"
        case .unmapped:
            state.withLock { $0.unmapped(Int64(bitPattern: message.id), by: memory) }
        case .imagePrepared:
            state.withLock { $0.imagePrepared(by: memory, isMapped: message.id != 0) }
        case .image:
            state.withLock { $0.imageWritten(by: memory, byteCount: message.id) }
        case .joined:
            state.withLock { $0.joined(memory, WorkerMessage.numbers(message.bytes)) }
        case .notJoined:
            state.withLock { $0.notJoined(memory, String(decoding: message.bytes, as: UTF8.self)) }
        case .addDefinition, .removeDefinition, .packet, .heldPacket, .prepareImage, .readImage, .useLane, nil:
            break
        }
        return nil
    }

    /// Forwards an event of the primary to the shadow, or to clients.
    private func forward(_ message: WorkerMessage) {
        switch WorkerMessageKind(rawValue: message.kind) {
        case .event:
            guard let event = try? NodeEvent(message.bytes) else { break }
            shadow.withLock { _ in control.follow(event) }
        case .message:
            guard let message = UnitMessage(decoding: message.bytes) else { break }
            shadow.withLock { _ in control.relay(message) }
        case .trace:
            guard let report = SynthReport(decoding: message.bytes) else { break }
            control.relay(report)
        default:
            break
        }
    }

    package var pollTimeout: Int32 {
        // Limits the age of the shadow's clock.
        hasNewTurns.load(ordering: .relaxed) || hasDuePackets.load(ordering: .relaxed)
            || state.withLock { $0.needsFrequentPolls }
            ? 1 : 10
    }

    package func poll() {
        if let memory, let frames = state.withLock({ $0.completedFrames }) { memory.mirror.completedFrames = frames }
        // Turned controls come first, so that replies see them.
        turnControls()
        apply(state.withLock { $0.stampPreparedPackets() })
        if state.withLock({ $0.copyBuffers() }) {
            let offsets = shadow.withLock { _ in control.bufferOffsets }
            state.withLock { $0.requestImage(offsets: offsets) }
        }
        if state.withLock({ $0.hasManyRetainedPackets }) {
            let waiting = shadow.withLock { _ in control.waitingIDs() }
            state.withLock { $0.removeRetained(except: waiting) }
        }
    }

    /// Stamps packets in the shadow, and applies everything that is due.
    private func apply(_ stamped: [State.Stamped]) {
        let frame = state.withLock { $0.advanceShadow() }
        shadow.withLock { _ in
            for entry in stamped {
                if entry.isRefused {
                    control.reject(entry.packet)
                } else {
                    control.stamp(entry.packet, atFrame: entry.frame)
                }
            }
            control.advance(toFrame: frame)
            // Queries of clients need not wait for the end of the block.
            control.catchUp()
            hasDuePackets.store(
                control.hasDuePackets(before: frame + Int64(control.shape.blockFrames)), ordering: .relaxed)
        }
    }

    /// Applies the latest turns to the shadow, and sends them to the worker, once per block.
    private func turnControls() {
        guard hasNewTurns.load(ordering: .acquiring),
            let turns = state.withLock({ state -> [ControlTurn]? in
                guard state.canApplyTurns else { return nil }
                hasNewTurns.store(false, ordering: .releasing)
                return state.drainTurns()
            })
        else { return }
        let exists = shadow.withLock { _ in
            turns.map { control.graph.pointee.setControl(node: $0.node, $0.control, $0.value) }
        }
        if state.withLock({ $0.send(turns, exists) }) { hasNewTurns.store(true, ordering: .releasing) }
    }

    // MARK: - Faults

    package func contain(_ crash: WorkerCrash, standby: WorkerMemory?) {
        if crash.packet != 0 { return state.withLock { $0.refuse(crash.packet, crash.cause) } }
        guard let standby, let id = Int32(exactly: crash.node), id != 0 else { return }
        let place = shadow.withLock { _ in control.unit(ofMark: crash.unit, node: id) }
        standby.orders.mute(id, unit: place?.unit ?? -1, inBlock: crash.block)
        guard let place, state.withLock({ $0.countCrash(of: place.definition) }) else { return }
        let reason = "its synths ended \(State.crashLimit) workers (\(crash.cause))"
        guard let name = shadow.withLock({ _ in control.refuseDefinition(ofNode: id, reason: reason) }) else { return }
        control.notify(
            .quarantined(
                definition: name,
                reason: "The definition \(name) is refused, because \(reason). Fix it and send it again."))
    }

    package func isResponsible(node: Int64, hasCrashed: Bool) -> Bool {
        guard let id = Int32(exactly: node), id != 0 else { return false }
        // No unit hangs except the one made for tests. A worker that was late for another reason was preempted.
        return hasCrashed || id == ReservedIDs.fault
    }

    package func quarantine(node: Int64, cause: String) {
        guard let id = Int32(exactly: node) else { return }
        let reason = "it ended \(CrashLog.limit) workers within \(CrashLog.window / 1_000_000_000) s (\(cause))"
        guard let name = shadow.withLock({ _ in control.quarantine(node: id, reason: reason) }) else { return }
        let text = "The definition \(name) is quarantined, because \(reason)."
        if let call = state.withLock({ $0.quarantine(name, text) }) {
            call.call()
        } else {
            control.notify(.quarantined(definition: name, reason: "\(text) Fix it and send it again."))
        }
    }

    /// A closure in a struct. A `Mutex` would wrap a bare closure again at each access.
    struct OnFailure {
        let call: @Sendable (String) -> Void
    }
}
