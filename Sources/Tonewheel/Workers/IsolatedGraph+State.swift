internal import Synchronization
internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelWorkers

extension IsolatedGraph {
    /// What is on its way to workers, and who they are.
    struct State: ~Copyable {
        /// A packet that has not been stamped.
        struct Entry: @unchecked Sendable {  // a packet belongs to whoever has it
            var id: UInt64 = 0
            let packet: CommandPacket.Pointer

            /// What the worker gets; empty if it need not know.
            let bytes: [UInt8]

            /// Ranges of the arena that the worker gets to know by it.
            var offsets: [Int64] = []

            /// Controls that had been turned when it was sent: who asks is answered behind them.
            var turnedSet: UInt64 = 0
            var isSent = false
            var isPrepared = false
            var isRefused = false
        }

        /// A packet for the shadow, and when it is due.
        struct Stamped: @unchecked Sendable {  // as above
            let packet: CommandPacket.Pointer
            let frame: Int64

            /// Whether the worker could not prepare it.
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

        /// Those who are ready, load or render.
        private var links: [ObjectIdentifier: WorkerLink] = [:]

        /// The one that renders or loads.
        private var current: WorkerLink?
        private var hasBegun = false

        /// The first frame that it renders.
        private var begunFrame: Int64 = 0

        /// Packets that the current worker begins with: those of the snapshot, and those that wait for their time.
        private var snapshotCount = 0
        private var waitingFrames: [Int64] = []
        private var loadsLeft = 0

        /// The first packet that was sent after the worker has begun to load: those before belong to what it begins with.
        private var firstAfterLoad: UInt64 = 0

        /// Packets that were stamped when the worker began, for the shadow.
        private var stampedAtBegin: [Stamped] = []

        /// The first frame of the block for which controls have been turned last.
        private var turnedFrame: Int64 = 0
        private var periodFrames: Int64 = 0

        /// Turned controls of synths that are on their way.
        private var keptTurns: [ControlTurn] = []
        private var missedTurns = 0

        /// Packets whose time had come before they could be stamped.
        private var latePackets = 0

        /// The numbers of packets that a worker begins with have this bit.
        private static let loadBit: UInt64 = 1 << 63

        private let arena: SharedArena?

        init(blockFrames: Int64, capacity: Int, _ arena: SharedArena?) {
            self.arena = arena
            self.blockFrames = blockFrames
            self.capacity = capacity
        }

        /// The first frame that no worker can have begun.
        var nextFrame: Int64 { (pool?.nextBlock ?? 0) * blockFrames }

        /// The frame that the shadow has come to.
        private var shadowFrame: Int64 = 0

        /// The frame that the shadow is to come to: what the worker has completed; as long as none renders, that from which the next one
        /// will.
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

        /// Whether something waits for room, which nobody tells of.
        var isWaiting: Bool { links.values.contains { $0.isWaiting } }

        /// Whether controls have been turned that have not been taken.
        var hasTurnsOnTheirWay: Bool { manager.map { !$0.hasTaken($0.latestSet) } ?? false }

        // MARK: To the workers

        /// Takes a packet on; false if too many are on their way.
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

        mutating func define(_ number: UInt64, _ bytes: [UInt8]) {
            definitions[number] = bytes
            for link in links.values {
                link.send(WorkerMessage(kind: WorkerKind.define.rawValue, id: number, bytes: bytes))
            }
        }

        mutating func forget(_ number: UInt64) {
            definitions[number] = nil
            for link in links.values { link.send(WorkerMessage(kind: WorkerKind.forget.rawValue, id: number)) }
        }

        mutating func welcome(_ memory: WorkerMemory) {
            guard let link = try? WorkerLink(memory, arena) else { return }
            links[ObjectIdentifier(memory)] = link
            for (number, bytes) in definitions.sorted(by: { $0.key < $1.key }) {
                link.send(WorkerMessage(kind: WorkerKind.define.rawValue, id: number, bytes: bytes))
            }
        }

        /// Gives a worker all that exists, and then what has not been stamped.
        mutating func load(
            _ memory: WorkerMemory, _ snapshot: [[UInt8]], _ waiting: [(frame: Int64, bytes: [UInt8])],
            ranges: [Int64]
        ) {
            guard let link = links[ObjectIdentifier(memory)] else { return }
            for offset in ranges { link.ledger?.retain(offset) }
            current = link
            hasBegun = false
            snapshotCount = snapshot.count
            waitingFrames = waiting.map(\.frame)
            let packets = snapshot + waiting.map(\.bytes)
            loadsLeft = packets.count
            firstAfterLoad = nextID
            for (index, bytes) in packets.enumerated() {
                link.send(
                    WorkerMessage(kind: WorkerKind.packet.rawValue, id: Self.loadBit | UInt64(index), bytes: bytes))
            }
            for index in entries.indices {
                entries[index].isSent = false
                entries[index].isPrepared = false
                entries[index].isRefused = false
            }
            send()
        }

        func hasLoaded(_ memory: WorkerMemory) -> Bool {
            current?.memory === memory && loadsLeft == 0
                && !entries.contains { $0.id < firstAfterLoad && !$0.isPrepared && !$0.bytes.isEmpty }
        }

        /// The worker that has loaded renders from a block on.
        mutating func begin(_ memory: WorkerMemory, firstBlock: Int64) {
            guard let current, current.memory === memory else { return }
            let frame = firstBlock * blockFrames
            var isStamped = current.stamp(.begin(atFrame: frame))
            for _ in 0..<snapshotCount { isStamped = current.stamp(.packet(atFrame: frame)) && isStamped }
            for due in waitingFrames { isStamped = current.stamp(.packet(atFrame: due)) && isStamped }
            if !isStamped { note("there was no room for all that a worker begins with") }
            hasBegun = true
            begunFrame = frame
            // It has begun no block yet, so what has been prepared can be there from the first one on.
            stampedAtBegin += stampEntries(atLeast: max(frame, shadowFrame))
        }

        /// - Returns: whether it was the one that renders or loads.
        mutating func lose(_ memory: WorkerMemory) -> Bool {
            links[ObjectIdentifier(memory)] = nil
            guard current?.memory === memory else { return false }
            var report = RenderReport(tone)
            report.read(from: memory.health)
            nonFiniteBefore += report.nonFiniteSamples
            current = nil
            hasBegun = false
            return true
        }

        private mutating func send() {
            guard let current else { return }
            for index in entries.indices where !entries[index].isSent && !entries[index].bytes.isEmpty {
                let entry = entries[index]
                for offset in entry.offsets { current.ledger?.retain(offset) }
                current.send(WorkerMessage(kind: WorkerKind.packet.rawValue, id: entry.id, bytes: entry.bytes))
                entries[index].isSent = true
            }
        }

        // MARK: From the workers

        mutating func prepared(_ id: UInt64, by memory: WorkerMemory) {
            guard current?.memory === memory else { return }
            if id & Self.loadBit != 0 {
                loadsLeft = max(0, loadsLeft - 1)
            } else if let index = entries.firstIndex(where: { $0.id == id }), entries[index].isSent {
                entries[index].isPrepared = true
            }
        }

        func unmapped(_ offset: Int64, by memory: WorkerMemory) {
            links[ObjectIdentifier(memory)]?.ledger?.release(offset)
        }

        /// Frames that the worker has completed; nil if none renders.
        var completedFrames: Int64? {
            guard hasBegun, let current else { return nil }
            let blocks = current.memory.health.completed.pointee.load(ordering: .acquiring)
            // A worker says what it likes: no frame that it may not have begun counts.
            return max(begunFrame, min(max(0, min(blocks, pool?.nextBlock ?? 0)) * blockFrames, nextFrame))
        }

        mutating func refused(_ id: UInt64, _ reason: String, by memory: WorkerMemory) {
            note(reason)
            if let index = entries.firstIndex(where: { $0.id == id }) { entries[index].isRefused = true }
            // A packet that does nothing stands in its place there.
            prepared(id, by: memory)
        }

        // MARK: Stamps

        /// Stamps the packets that the worker has prepared, in their order.
        mutating func stampWhatIsReady() -> [Stamped] {
            for link in links.values { link.flush() }
            defer { stampedAtBegin = [] }
            return stampedAtBegin + stampEntries(atLeast: max(hasBegun ? nextFrame : 0, shadowFrame))
        }

        /// - Parameter first: the first frame that neither the worker has begun nor the shadow has passed.
        private mutating func stampEntries(atLeast first: Int64) -> [Stamped] {
            var stamped: [Stamped] = []
            for entry in entries {
                let due = entry.packet.pointee.frame
                let frame = max(due, first)
                if entry.bytes.isEmpty {
                    guard manager?.hasTaken(entry.turnedSet) != false else { break }
                } else {
                    guard hasBegun, entry.isPrepared, let current, current.stamp(.packet(atFrame: frame)) else { break }
                }
                if due != .min, due < first { latePackets += 1 }
                stamped.append(Stamped(packet: entry.packet, frame: frame, isRefused: entry.isRefused))
            }
            entries.removeFirst(stamped.count)
            return stamped
        }

        /// The first frame of the block that controls are turned in next: each block once. It comes behind the packets of the next block,
        /// one of which may have made the synth.
        private var nextTurnFrame: Int64 { max(nextFrame, turnedFrame) + blockFrames }

        /// Whether controls can be turned now. The blocks of a period are known at once, and no further ones are taken.
        var canTurn: Bool { pool == nil || hasBegun && nextTurnFrame <= nextFrame + max(blockFrames, periodFrames) }

        /// The controls that have been turned since the last time, and those that were kept.
        mutating func takeTurns() -> [ControlTurn] {
            guard parameters != nil else { return [] }
            turnedFrame = nextTurnFrame
            parameters!.swap()
            var turns: [ControlTurn] = []
            while let turn = parameters!.next() { turns.append(turn) }
            let kept = keptTurns.filter { kept in
                !turns.contains { $0.node == kept.node && $0.control == kept.control }
            }
            keptTurns = []
            return kept + turns
        }

        /// Sends turned controls to the worker.
        ///
        /// - Parameter isThere: which of the nodes the shadow has. One that it has not may be on its way.
        /// - Returns: whether some were kept.
        mutating func send(_ turns: [ControlTurn], _ isThere: [Bool]) -> Bool {
            for (turn, isThere) in zip(turns, isThere) {
                if !isThere, !entries.isEmpty {
                    keptTurns.append(turn)
                } else if !isThere {
                    missedTurns += 1
                } else if let current, hasBegun {
                    if !current.stamp(.turn(node: turn.node, turn.control, turn.value, atFrame: turnedFrame)) {
                        note("there was no room for a control that was turned")
                    }
                }
            }
            return !keptTurns.isEmpty
        }

        // MARK: The rest

        /// The run ends: all that is on its way.
        mutating func end() -> [Entry] {
            // What has been stamped as well, whether the worker has come to it or not.
            shadowFrame = max(shadowFrame, nextFrame + blockFrames)
            pool = nil
            manager = nil
            links = [:]
            current = nil
            hasBegun = false
            turnedFrame = 0
            keptTurns = []
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

        mutating func quarantine(_ name: String, _ reason: String) -> FailureCall? {
            note(reason)
            return onFailure.removeValue(forKey: name).map { FailureCall(body: $0, reason: reason) }
        }

        private mutating func note(_ reason: String) {
            refusals.append(String(reason.prefix(200)))
            if refusals.count > 16 { refusals.removeFirst() }
        }
    }

    /// Somebody to be told.
    struct FailureCall {
        let body: OnFailure
        let reason: String

        func call() { body.call(reason) }
    }
}
