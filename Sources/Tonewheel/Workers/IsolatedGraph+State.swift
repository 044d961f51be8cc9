internal import Synchronization
internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelWorkers

extension IsolatedGraph {
    /// The packets and definitions on their way to workers, and the links to the workers.
    struct State: ~Copyable {
        /// A packet that has not been stamped.
        struct Entry: @unchecked Sendable {  // a packet has one owner at a time
            var id: UInt64 = 0
            let packet: CommandPacket.Pointer

            /// The packet for the worker; empty if it does not concern the worker.
            let bytes: [UInt8]

            /// Ranges of the arena that the worker maps when it prepares the packet.
            var offsets: [Int64] = []

            /// The latest set of turned controls when the packet was sent. A packet without bytes is stamped after that
            /// set, so that its replies see the turned values.
            var turnedSet: UInt64 = 0
            var isSent = false
            var isPrepared = false
            var isRefused = false
        }

        /// A packet for the shadow, and its frame.
        struct Stamped: @unchecked Sendable {  // as above
            let packet: CommandPacket.Pointer
            let frame: Int64

            /// Whether the worker could not prepare the packet.
            let isRefused: Bool
        }

        var pool: WorkerPool?
        private(set) var manager: ParameterManager?
        private var parameters: ParameterReader?
        var tone = ToneParameters(frequency: 0, amplitude: 0, gate: false)
        var nonFiniteBefore = 0
        var onFailure: [String: OnFailure] = [:]
        private(set) var refusals: [String] = []

        private let blockFrames: Int64
        private let capacity: Int
        private var entries: [Entry] = []
        private var nextID: UInt64 = 1
        private var definitions: [UInt64: [UInt8]] = [:]

        /// The links to all workers that are ready, loading or rendering.
        private var links: [ObjectIdentifier: WorkerLink] = [:]

        /// The worker that renders or loads.
        private var current: WorkerLink?
        private var isRendering = false

        /// The first frame that the current worker renders.
        private var firstRenderedFrame: Int64 = 0

        /// Packets that the current worker loads: the snapshot, and packets that wait for their frame.
        private var snapshotCount = 0
        private var waitingFrames: [Int64] = []
        private var pendingLoads = 0

        /// The number of the first packet that was sent after the worker had begun to load. Earlier packets belong to
        /// the load.
        private var firstAfterLoad: UInt64 = 0

        /// Packets that were stamped when the worker began, for the shadow.
        private var stampedAtBegin: [Stamped] = []

        /// The first frame of the latest block for which controls were turned.
        private var turnedFrame: Int64 = 0
        private var periodFrames: Int64 = 0

        /// Turns of synths that are not in the shadow yet, because their packets are pending.
        private var deferredTurns: [ControlTurn] = []
        private var missedTurns = 0

        /// Packets that were stamped after their frame.
        private var latePackets = 0

        /// A bit that is set in the numbers of packets that a worker loads.
        private static let loadBit: UInt64 = 1 << 63

        private let arena: SharedArena?

        init(blockFrames: Int64, capacity: Int, _ arena: SharedArena?) {
            self.arena = arena
            self.blockFrames = blockFrames
            self.capacity = capacity
        }

        /// The first frame that no worker can have begun.
        var nextFrame: Int64 { (pool?.nextBlock ?? 0) * blockFrames }

        /// The frame that the shadow has reached.
        private var shadowFrame: Int64 = 0

        /// Advances the shadow's frame to the frames that the worker has completed or, while none renders, to the frame
        /// from which the next worker will render.
        mutating func advanceShadow() -> Int64 {
            let frame = completedFrames ?? (pool?.position ?? 0) * blockFrames
            shadowFrame = max(shadowFrame, frame)
            return shadowFrame
        }

        mutating func beginRun(
            _ pool: WorkerPool, _ manager: ParameterManager, _ tone: ToneParameters, periodFrames: Int
        ) {
            self.pool = pool
            self.periodFrames = Int64(periodFrames)
            self.manager = manager
            parameters = manager.reader()
            self.tone = tone
            nonFiniteBefore = 0
            missedTurns = 0
            latePackets = 0
            shadowFrame = 0
        }

        /// Whether messages wait for space in a ring; no event announces that space.
        var hasUnsentMessages: Bool { links.values.contains { $0.hasUnsentMessages } }

        /// Whether controls have been turned that the watch thread has not consumed.
        var hasPendingTurns: Bool { manager.map { !$0.hasConsumed($0.latestSet) } ?? false }

        // MARK: Sending to workers

        /// Queues a packet, and sends it to the worker; returns false if too many packets are pending.
        mutating func add(_ entry: Entry) -> Bool {
            guard entries.count < capacity else { return false }
            var entry = entry
            entry.id = nextID
            entry.turnedSet = manager?.latestSet ?? 0
            entries.append(entry)
            nextID += 1
            send()
            return true
        }

        mutating func addDefinition(_ number: UInt64, _ bytes: [UInt8]) {
            definitions[number] = bytes
            for link in links.values {
                link.send(WorkerMessage(kind: WorkerMessageKind.addDefinition.rawValue, id: number, bytes: bytes))
            }
        }

        mutating func removeDefinition(_ number: UInt64) {
            definitions[number] = nil
            for link in links.values {
                link.send(WorkerMessage(kind: WorkerMessageKind.removeDefinition.rawValue, id: number))
            }
        }

        mutating func workerBecameReady(_ memory: WorkerMemory) {
            guard let link = try? WorkerLink(memory, arena) else { return }
            links[ObjectIdentifier(memory)] = link
            for (number, bytes) in definitions.sorted(by: { $0.key < $1.key }) {
                link.send(WorkerMessage(kind: WorkerMessageKind.addDefinition.rawValue, id: number, bytes: bytes))
            }
        }

        /// Sends a worker everything that exists, and then the packets that have not been stamped.
        mutating func load(
            _ memory: WorkerMemory, _ snapshot: [[UInt8]], _ waiting: [(frame: Int64, bytes: [UInt8])],
            ranges: [Int64]
        ) {
            guard let link = links[ObjectIdentifier(memory)] else { return }
            for offset in ranges { link.ledger?.retain(offset) }
            current = link
            isRendering = false
            snapshotCount = snapshot.count
            waitingFrames = waiting.map(\.frame)
            let packets = snapshot + waiting.map(\.bytes)
            pendingLoads = packets.count
            firstAfterLoad = nextID
            for (index, bytes) in packets.enumerated() {
                link.send(
                    WorkerMessage(
                        kind: WorkerMessageKind.packet.rawValue, id: Self.loadBit | UInt64(index), bytes: bytes))
            }
            for index in entries.indices {
                entries[index].isSent = false
                entries[index].isPrepared = false
                entries[index].isRefused = false
            }
            send()
        }

        func hasLoaded(_ memory: WorkerMemory) -> Bool {
            current?.memory === memory && pendingLoads == 0
                && !entries.contains { $0.id < firstAfterLoad && !$0.isPrepared && !$0.bytes.isEmpty }
        }

        /// Marks the loaded worker as rendering, and sends its first stamps.
        mutating func begin(_ memory: WorkerMemory, firstBlock: Int64) {
            guard let current, current.memory === memory else { return }
            let frame = firstBlock * blockFrames
            var isStamped = current.stamp(.begin(atFrame: frame))
            for _ in 0..<snapshotCount { isStamped = current.stamp(.packet(atFrame: frame)) && isStamped }
            for due in waitingFrames { isStamped = current.stamp(.packet(atFrame: due)) && isStamped }
            if !isStamped { recordRefusal("the stamp queue of a new worker was full") }
            isRendering = true
            firstRenderedFrame = frame
            // The worker has begun no block yet, so prepared packets can take effect in its first block.
            stampedAtBegin += stampEntries(atLeast: max(frame, shadowFrame))
        }

        /// - Returns: Whether this was the worker that rendered or loaded.
        mutating func removeWorker(_ memory: WorkerMemory) -> Bool {
            links[ObjectIdentifier(memory)] = nil
            guard current?.memory === memory else { return false }
            var report = RenderReport(tone)
            report.read(from: memory.health)
            nonFiniteBefore += report.nonFiniteSamples
            current = nil
            isRendering = false
            return true
        }

        private mutating func send() {
            guard let current else { return }
            for index in entries.indices where !entries[index].isSent && !entries[index].bytes.isEmpty {
                let entry = entries[index]
                for offset in entry.offsets { current.ledger?.retain(offset) }
                current.send(WorkerMessage(kind: WorkerMessageKind.packet.rawValue, id: entry.id, bytes: entry.bytes))
                entries[index].isSent = true
            }
        }

        // MARK: Receiving from workers

        mutating func prepared(_ id: UInt64, by memory: WorkerMemory) {
            guard current?.memory === memory else { return }
            if id & Self.loadBit != 0 {
                pendingLoads = max(0, pendingLoads - 1)
            } else if let index = entries.firstIndex(where: { $0.id == id }), entries[index].isSent {
                entries[index].isPrepared = true
            }
        }

        func unmapped(_ offset: Int64, by memory: WorkerMemory) {
            links[ObjectIdentifier(memory)]?.ledger?.release(offset)
        }

        /// The number of frames that the worker has completed; nil if none renders.
        var completedFrames: Int64? {
            guard isRendering, let current else { return nil }
            let blocks = current.memory.health.completed.pointee.load(ordering: .acquiring)
            // The worker is not trusted: blocks that it cannot have begun are not counted.
            return max(firstRenderedFrame, min(max(0, min(blocks, pool?.nextBlock ?? 0)) * blockFrames, nextFrame))
        }

        mutating func refused(_ id: UInt64, _ reason: String, by memory: WorkerMemory) {
            recordRefusal(reason)
            if let index = entries.firstIndex(where: { $0.id == id }) { entries[index].isRefused = true }
            // In the worker, an empty packet takes the place of the refused one.
            prepared(id, by: memory)
        }

        // MARK: Stamps

        /// Stamps the packets that the worker has prepared, in order.
        mutating func stampPreparedPackets() -> [Stamped] {
            for link in links.values { link.flush() }
            defer { stampedAtBegin = [] }
            return stampedAtBegin + stampEntries(atLeast: max(isRendering ? nextFrame : 0, shadowFrame))
        }

        /// - Parameter first: The first frame that neither the worker nor the shadow has begun.
        private mutating func stampEntries(atLeast first: Int64) -> [Stamped] {
            var stamped: [Stamped] = []
            for entry in entries {
                let due = entry.packet.pointee.frame
                let frame = max(due, first)
                if entry.bytes.isEmpty {
                    guard manager?.hasConsumed(entry.turnedSet) != false else { break }
                } else {
                    guard isRendering, entry.isPrepared, let current, current.stamp(.packet(atFrame: frame)) else {
                        break
                    }
                }
                if due != .min, due < first { latePackets += 1 }
                stamped.append(Stamped(packet: entry.packet, frame: frame, isRefused: entry.isRefused))
            }
            entries.removeFirst(stamped.count)
            return stamped
        }

        /// The first frame of the next block in which controls are turned, once per block. It is after the packets of
        /// the next block, one of which may add the synth.
        private var nextTurnFrame: Int64 { max(nextFrame, turnedFrame) + blockFrames }

        /// Whether controls can be turned now: at most one period ahead, since all blocks of a period are requested
        /// together.
        var canApplyTurns: Bool {
            pool == nil || isRendering && nextTurnFrame <= nextFrame + max(blockFrames, periodFrames)
        }

        /// Returns the controls that have been turned since the last call, and the deferred turns.
        mutating func drainTurns() -> [ControlTurn] {
            guard parameters != nil else { return [] }
            turnedFrame = nextTurnFrame
            parameters!.swap()
            var turns: [ControlTurn] = []
            while let turn = parameters!.next() { turns.append(turn) }
            let kept = deferredTurns.filter { kept in
                !turns.contains { $0.node == kept.node && $0.control == kept.control }
            }
            deferredTurns = []
            return kept + turns
        }

        /// Sends turned controls to the worker.
        ///
        /// - Parameter exists: Whether the shadow has each of the nodes. The packet that adds a missing node may be
        ///   pending.
        /// - Returns: Whether turns were deferred.
        mutating func send(_ turns: [ControlTurn], _ exists: [Bool]) -> Bool {
            for (turn, exists) in zip(turns, exists) {
                if !exists, !entries.isEmpty {
                    deferredTurns.append(turn)
                } else if !exists {
                    missedTurns += 1
                } else if let current, isRendering {
                    if !current.stamp(.setControl(node: turn.node, turn.control, turn.value, atFrame: turnedFrame)) {
                        recordRefusal("the worker's stamp queue was full: a turned control was discarded")
                    }
                }
            }
            return !deferredTurns.isEmpty
        }

        // MARK: End of a run, status

        /// Ends the run, and returns all pending packets.
        mutating func end() -> [Entry] {
            // Includes stamped packets, whether the worker has reached them or not.
            shadowFrame = max(shadowFrame, nextFrame + blockFrames)
            pool = nil
            manager = nil
            links = [:]
            current = nil
            isRendering = false
            turnedFrame = 0
            deferredTurns = []
            defer { entries = [] }
            return stampedAtBegin.map { Entry(packet: $0.packet, bytes: []) } + entries
        }

        func report() -> RenderReport {
            var report = RenderReport(tone)
            if let current { report.read(from: current.memory.health) }
            report.nonFiniteSamples += nonFiniteBefore
            report.frame = (pool?.position ?? 0) * blockFrames
            report.missedTurns = missedTurns
            report.latePackets = latePackets
            return report
        }

        mutating func quarantine(_ name: String, _ reason: String) -> FailureCallback? {
            recordRefusal(reason)
            return onFailure.removeValue(forKey: name).map { FailureCallback(body: $0, reason: reason) }
        }

        private mutating func recordRefusal(_ reason: String) {
            refusals.append(String(reason.sentence.prefix(200)))
            if refusals.count > 16 { refusals.removeFirst() }
        }
    }

    /// A callback for the client that has injected a fault.
    struct FailureCallback {
        let body: OnFailure
        let reason: String

        func call() { body.call(reason) }
    }
}
