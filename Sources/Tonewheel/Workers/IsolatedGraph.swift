internal import Synchronization
internal import TonewheelDSP
package import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelUGens
package import TonewheelWorkers

/// The front's side of a graph that a worker process renders.
///
/// The front has a shadow of the graph, with all nodes and controls but without rendering. A packet of commands goes to the worker by
/// value; when the worker has prepared it, it is stamped with the first block that no worker can have begun, or with its own time, and both
/// the worker and the shadow apply it there. What happens to nodes by itself while they are rendered comes back as events, which the shadow
/// follows. So clients are answered by the shadow, and if a worker ends, the next one is built from it.
package final class IsolatedGraph: WorkerPoolDelegate, PacketForwarder {
    private let control: GraphControl
    private let state: Mutex<State>

    /// Held while the shadow is applied or read.
    private let shadow = Mutex(())

    /// Whether controls have been turned since the last time that they were looked at.
    private let isTurned = Atomic(false)

    /// Whether something waits until the worker has completed its block; the watch looks for that every millisecond.
    private let isBehind = Atomic(false)

    /// What the workers see besides; nil for nothing, and no buffers.
    let memory: SharedGraphMemory?

    /// - Parameters:
    ///   - control: a shadow.
    ///   - memory: what the shadow was made with.
    package init(_ control: GraphControl, _ memory: SharedGraphMemory? = nil) {
        self.control = control
        self.memory = memory
        state = Mutex(
            State(
                blockFrames: Int64(control.shape.blockFrames), capacity: control.shape.packetCapacity, memory?.arena))
        control.setForwarder(self)
    }

    // MARK: - Life

    /// A run of the engine begins, with workers of a pool. `[control]`
    package func begin(_ pool: WorkerPool, _ parameters: ParameterManager, _ tone: ToneParameters, periodFrames: Int) {
        shadow.withLock { _ in
            control.restoreSharedBuses()
            control.restart()
        }
        memory?.mirror.completedFrames = 0
        state.withLock { $0.beginRun(pool, parameters, tone, periodFrames: periodFrames) }
    }

    /// The run has ended: what has not been stamped takes effect at once, and those who wait are answered. `[control]`, after the pool has
    /// stopped
    package func end() {
        let entries = state.withLock { $0.end() }
        shadow.withLock { _ in control.setWorker(isThere: false) }
        apply(entries.map { State.Stamped(packet: $0.packet, frame: $0.packet.pointee.frame, isRefused: false) })
        turnControls()
    }

    /// Controls have been turned. `[any]`
    package func wake() {
        // One event for all until they are taken.
        guard !isTurned.exchange(true, ordering: .acquiringAndReleasing) else { return }
        state.withLock { $0.pool }?.feed.watch()
    }

    /// The first frame that a command can still be in time for. `[any]`
    var nextFrame: Int64 { state.withLock { $0.nextFrame } }

    /// What the tone plays with. `[control]`, after `end`
    func finalParameters() -> ToneParameters { report.tone }

    /// What is rendered, as far as the front knows. `[control]`, any thread
    package var report: RenderReport {
        var report = state.withLock { $0.report() }
        shadow.withLock { _ in report.tone.read(from: control.graph) }
        return report
    }

    /// Why things were left out, the latest last. `[control]`
    package var refusals: [String] { state.withLock { $0.refusals } }

    /// Has somebody told if a definition is left out because of what it has done. `[control]`
    package func onFailure(of definition: String, _ body: @escaping @Sendable (String) -> Void) {
        state.withLock { $0.onFailure[definition] = OnFailure(call: body) }
    }

    // MARK: - Packets

    package var isBusy: Bool { state.withLock { $0.hasTurnsOnTheirWay } }

    package func forward(_ packet: CommandPacket.Pointer, _ bytes: [UInt8]) -> Bool {
        let entry = State.Entry(packet: packet, bytes: bytes, offsets: packet.pointee.arenaOffsets)
        let (isTaken, pool) = state.withLock { state in
            let isTaken = state.add(entry)
            return (isTaken, bytes.isEmpty ? state.pool : nil)
        }
        // Nobody else will tell the watch of it.
        pool?.feed.watch()
        return isTaken
    }

    package func defined(_ blueprint: Blueprint) {
        guard let bytes = try? SynthDefinitionFile(definitions: [blueprint.definition]).encoded() else { return }
        state.withLock { $0.define(blueprint.number, bytes) }
    }

    package func forgotten(_ number: UInt64) {
        state.withLock { $0.forget(number) }
    }

    // MARK: - Workers

    package func welcome(_ memory: WorkerMemory) {
        state.withLock { $0.welcome(memory) }
    }

    package func load(_ memory: WorkerMemory) {
        let (snapshot, waiting, ranges) = shadow.withLock { _ in
            control.restoreSharedBuses()
            return (control.snapshot(), control.waiting(), control.arenaOffsets)
        }
        state.withLock { $0.load(memory, snapshot, waiting, ranges: ranges) }
    }

    package func hasLoaded(_ memory: WorkerMemory) -> Bool {
        state.withLock { $0.hasLoaded(memory) }
    }

    package func begin(_ memory: WorkerMemory, firstBlock: Int64) {
        shadow.withLock { _ in
            // What the worker does late in its first block is done here before.
            control.advance(toFrame: firstBlock * Int64(control.shape.blockFrames))
            control.rebase(toBlock: firstBlock)
            control.setWorker(isThere: true)
        }
        state.withLock { $0.begin(memory, firstBlock: firstBlock) }
    }

    package func lost(_ memory: WorkerMemory) {
        // What it had not completed, the shadow has not come to.
        if state.withLock({ $0.lose(memory) }) { shadow.withLock { _ in control.setWorker(isThere: false) } }
    }

    package func receive(_ message: WorkerMessage, from memory: WorkerMemory) -> String? {
        switch WorkerKind(rawValue: message.kind) {
        case .prepared:
            state.withLock { $0.prepared(message.id, by: memory) }
        case .refused:
            state.withLock { $0.refused(message.id, String(decoding: message.bytes, as: UTF8.self), by: memory) }
        case .event:
            guard let event = try? NodeEvent(message.bytes) else { break }
            shadow.withLock { _ in control.follow(event) }
        case .message:
            guard let message = UnitMessage(decoding: message.bytes) else { break }
            shadow.withLock { _ in control.pass(on: message) }
        case .trace:
            guard let report = SynthReport(decoding: message.bytes) else { break }
            control.pass(on: report)
        case .lostEvents:
            return "the worker had no room for all that happened to its nodes"
        case .unmapped:
            state.withLock { $0.unmapped(Int64(bitPattern: message.id), by: memory) }
        case .define, .forget, .packet, nil:
            break
        }
        return nil
    }

    package var patience: Int32 {
        // So old is what the shadow knows of the time.
        isTurned.load(ordering: .relaxed) || isBehind.load(ordering: .relaxed) || state.withLock { $0.isWaiting }
            ? 1 : 10
    }

    package func turn() {
        if let memory, let frames = state.withLock({ $0.completedFrames }) { memory.mirror.completedFrames = frames }
        // First, since who asks is answered behind what has been turned.
        turnControls()
        apply(state.withLock { $0.stampWhatIsReady() })
    }

    /// Has the shadow apply packets, and what is due by now.
    private func apply(_ stamped: [State.Stamped]) {
        let frame = state.withLock { $0.advanceShadow() }
        shadow.withLock { _ in
            for one in stamped {
                if one.isRefused { control.refuse(one.packet) } else { control.stamp(one.packet, atFrame: one.frame) }
            }
            control.advance(toFrame: frame)
            // Those who have asked for something need not wait until the block has passed.
            control.catchUp()
            isBehind.store(control.hasDue(before: frame + Int64(control.shape.blockFrames)), ordering: .relaxed)
        }
    }

    /// Takes the latest values of turned controls to the shadow and the worker, once for each block.
    private func turnControls() {
        guard isTurned.load(ordering: .acquiring),
            let turns = state.withLock({ state -> [ControlTurn]? in
                guard state.canTurn else { return nil }
                isTurned.store(false, ordering: .releasing)
                return state.takeTurns()
            })
        else { return }
        let isThere = shadow.withLock { _ in
            turns.map { control.graph.pointee.setControl(node: $0.node, $0.control, $0.value) }
        }
        if state.withLock({ $0.send(turns, isThere) }) { isTurned.store(true, ordering: .releasing) }
    }

    // MARK: - Faults

    package func canBlame(node: Int64, hasCrashed: Bool) -> Bool {
        guard let id = Int32(exactly: node), id != 0 else { return false }
        // No unit hangs but the one that is made for it: a worker that was late otherwise was kept from its processor.
        return hasCrashed || id == OwnNodes.fault
    }

    package func quarantine(node: Int64, cause: String) {
        guard let id = Int32(exactly: node) else { return }
        let reason = "it ended \(CrashLog.limit) workers within \(CrashLog.window / 1_000_000_000) s: \(cause)"
        guard let name = shadow.withLock({ _ in control.quarantine(node: id, reason: reason) }) else { return }
        let text = "the definition \(name) is left out, since \(reason)"
        if let call = state.withLock({ $0.quarantine(name, text) }) {
            call.call()
        } else {
            control.tell(.leftOut(definition: name, reason: "\(text): mend it and send it again"))
        }
    }

    /// A closure in a struct: bare, a `Mutex` would wrap it anew each time.
    struct OnFailure {
        let call: @Sendable (String) -> Void
    }
}
