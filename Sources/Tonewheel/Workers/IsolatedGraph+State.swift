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

            /// The packet for the workers; empty if it does not concern them.
            var bytes: [UInt8]

            /// Ranges of the arena that a worker maps when it prepares the packet.
            var offsets: [Int64] = []

            /// The latest set of turned controls when the packet was sent. A packet without bytes is stamped after that
            /// set, so that its replies see the turned values.
            var turnedSet: UInt64 = 0
            var isRefused = false

            /// Whether preparing it has ended a worker. An empty packet takes its place in the others.
            var isHarmful = false
        }

        /// A packet for the shadow, and its frame.
        struct Stamped: @unchecked Sendable {  // as above
            let packet: CommandPacket.Pointer
            let frame: Int64

            /// Whether the workers could not prepare the packet.
            let isRefused: Bool
        }

        /// A packet that the shadow has scheduled.
        struct Waiting: @unchecked Sendable {  // the shadow owns the packet
            let frame: Int64
            let bytes: [UInt8]
            let packet: CommandPacket.Pointer
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

        /// The links to all workers that are ready, loading, joining or rendering.
        private var links: [ObjectIdentifier: WorkerLink] = [:]

        /// The worker that renders as the primary, or loads.
        private var primary: WorkerLink?
        var isRendering = false

        /// The worker that renders the same blocks.
        var standby: WorkerLink?

        /// The worker that becomes the standby.
        var join: JoinProgress?

        /// The size of the next image, in bytes: that of the latest one, if it was too small.
        private var minimumImageBytes = 0
        private var retained = RetainedPackets()
        private var events = EventSequence()

        /// The number of synths of each definition that have ended a worker.
        private var crashes: [String: Int] = [:]

        /// The first frame that the primary of this lineage renders.
        private var firstRenderedFrame: Int64 = 0

        /// Packets that the primary loads: the snapshot, and packets that wait for their frame.
        private var loads: Set<UInt64> = []
        private var snapshotCount = 0
        private var waitingFrames: [Int64] = []

        /// The number of the first packet that was sent after the worker had begun to load. Earlier packets belong to
        /// the load.
        private var firstAfterLoad: UInt64 = 0

        /// Packets that were stamped when the worker began, for the shadow.
        private var stampedAtBegin: [Stamped] = []

        /// The first frame of the latest block for which controls were turned.
        private var turnedFrame: Int64 = 0
        private var periodFrames: Int64 = 0

        /// Stamps of turned controls that a worker may not have applied, and the frames at which it does.
        private var latestTurns: [(stamp: GraphStamp, frame: Int64)] = []

        /// Turns of synths that are not in the shadow yet, because their packets are pending.
        private var deferredTurns: [ControlTurn] = []
        private var missedTurns = 0

        /// Packets that were stamped after their frame.
        private var latePackets = 0

        let memory: SharedGraphMemory?

        init(blockFrames: Int64, capacity: Int, _ memory: SharedGraphMemory?) {
            self.memory = memory
            self.blockFrames = blockFrames
            self.capacity = capacity
        }

        /// The first frame that no worker can have begun.
        var nextFrame: Int64 { (pool?.nextBlock ?? 0) * blockFrames }

        /// The frame that the shadow has reached.
        private var shadowFrame: Int64 = 0

        /// Advances the shadow's frame to the frames that the primary has completed or, while none renders, to the
        /// frame from which the next worker will render.
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

        /// Whether messages wait for space in a ring, or a worker joins; no event announces that.
        var needsFrequentPolls: Bool { join != nil || links.values.contains { $0.hasUnsentMessages } }

        /// Whether controls have been turned that the watch thread has not consumed.
        var hasPendingTurns: Bool { manager.map { !$0.hasConsumed($0.latestSet) } ?? false }

        // MARK: Sending to workers

        /// Queues a packet, and sends it to the primary; returns false if too many packets are pending.
        mutating func add(_ entry: Entry) -> Bool {
            guard entries.count < capacity else { return false }
            var entry = entry
            entry.id = newID()
            entry.packet.pointee.replicaID = entry.id
            entry.turnedSet = manager?.latestSet ?? 0
            entries.append(entry)
            send()
            return true
        }

        private mutating func newID() -> UInt64 {
            defer { nextID += 1 }
            return nextID
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
            guard let link = try? WorkerLink(memory, self.memory?.arena) else { return }
            links[ObjectIdentifier(memory)] = link
            for (number, bytes) in definitions.sorted(by: { $0.key < $1.key }) {
                link.send(WorkerMessage(kind: WorkerMessageKind.addDefinition.rawValue, id: number, bytes: bytes))
            }
        }

        /// Sends a worker everything that exists, and then the packets that have not been stamped.
        ///
        /// - Parameter waiting: The packets that the shadow has scheduled, which get new numbers.
        mutating func load(
            _ memory: WorkerMemory, _ snapshot: [(bytes: [UInt8], arenaOffsets: [Int64])], _ waiting: [Waiting],
            ranges: [Int64]
        ) {
            guard let link = links[ObjectIdentifier(memory)] else { return }
            for offset in ranges { link.ledger?.retain(offset) }
            primary = link
            // The buffers are those that the front has: the lane of the worker before.
            if let arena = self.memory?.arena {
                link.send(WorkerMessage(kind: WorkerMessageKind.useLane.rawValue, id: UInt64(arena.lane)))
            }
            isRendering = false
            events = EventSequence()
            retained.removeAll()
            latestTurns = []
            loads = []
            snapshotCount = snapshot.count
            waitingFrames = waiting.map(\.frame)
            let block = pool?.position ?? 0
            for packet in snapshot {
                let id = newID()
                loads.insert(id)
                retain(id, packet.bytes, packet.arenaOffsets, block: block)
                link.send(packet: id, packet.bytes, [])
            }
            for packet in waiting {
                let id = newID()
                loads.insert(id)
                packet.packet.pointee.replicaID = id
                retain(id, packet.bytes, packet.packet.pointee.arenaOffsets, block: block)
                link.send(packet: id, packet.bytes, [])
            }
            firstAfterLoad = nextID
            // The packets that no worker has been sent yet, or whose worker is lost, follow in their order.
            for index in entries.indices {
                entries[index].isRefused = entries[index].isHarmful
                send(entries[index], to: link)
            }
        }

        func hasLoaded(_ memory: WorkerMemory) -> Bool {
            guard let primary, primary.memory === memory else { return false }
            return loads.isEmpty
                && !entries.contains {
                    $0.id < firstAfterLoad && !$0.bytes.isEmpty && !primary.prepared.contains($0.id)
                }
        }

        /// Marks the loaded worker as rendering, and sends its first stamps.
        mutating func begin(_ memory: WorkerMemory, firstBlock: Int64) -> WorkerStart {
            let stamps = pool?.feed.state.pointee.closing.stamps ?? 0
            guard let primary, primary.memory === memory else {
                return WorkerStart(firstBlock: firstBlock, firstStamps: 0, stamps: stamps)
            }
            let frame = firstBlock * blockFrames
            var first: [GraphStamp] = [.begin(atFrame: frame)]
            for _ in 0..<snapshotCount { first.append(.packet(atFrame: frame)) }
            for due in waitingFrames { first.append(.packet(atFrame: due)) }
            isRendering = true
            firstRenderedFrame = frame
            // The worker has begun no block yet, so prepared packets can take effect in its first block.
            let ready = takeReadyEntries()
            for entry in ready where !entry.bytes.isEmpty {
                first.append(.packet(atFrame: max(entry.packet.pointee.frame, shadowFrame)))
            }
            stampedAtBegin += stamped(ready, block: firstBlock, notBefore: max(frame, shadowFrame))
            var count = 0
            while count < first.count, primary.stamp(first[count]) { count += 1 }
            if count < first.count { recordRefusal("the stamp queue of a new worker was full") }
            return WorkerStart(firstBlock: firstBlock, firstStamps: count, stamps: stamps)
        }

        /// - Returns: Whether this was the worker that rendered or loaded, and no standby can continue.
        mutating func removeWorker(_ memory: WorkerMemory) -> Bool {
            links[ObjectIdentifier(memory)] = nil
            if standby?.memory === memory { standby = nil }
            if join?.link.memory === memory { endJoin() }
            guard let lost = primary, lost.memory === memory else { return false }
            var report = RenderReport(tone)
            report.read(from: memory.health)
            nonFiniteBefore += report.nonFiniteSamples
            if let join, join.phase != .joined { endJoin() }
            releaseImage(takeImage(of: lost))
            primary = nil
            guard standby == nil else { return false }
            isRendering = false
            return true
        }

        /// Makes the standby the primary.
        ///
        /// - Returns: Its events that the lost primary has not sent.
        mutating func promote(_ memory: WorkerMemory) -> [WorkerMessage] {
            guard let link = standby, link.memory === memory else { return [] }
            primary = link
            standby = nil
            isRendering = true
            if let arena = self.memory?.arena { arena.select(lane: arena.laneCount - 1 - arena.lane) }
            send()
            defer { link.heldEvents = [] }
            return link.heldEvents.filter { events.accept($0) == .forward }
        }

        /// Sends packets to the primary, and those that it has prepared to the others: a packet that ends the primary
        /// must not end both.
        private func send() {
            guard let primary else { return }
            for entry in entries where !entry.bytes.isEmpty {
                send(entry, to: primary)
                guard primary.prepared.contains(entry.id) else { continue }
                if let standby { send(entry, to: standby) }
                if let join, join.phase == .reading || join.phase == .joined || join.phase == .writing {
                    send(entry, to: join.link)
                }
            }
        }

        private func send(_ entry: Entry, to link: WorkerLink) {
            guard !entry.bytes.isEmpty else { return }
            link.sendOnce(packet: entry.id, entry.bytes, entry.offsets)
        }

        // MARK: Receiving from workers

        mutating func prepared(_ id: UInt64, by memory: WorkerMemory) {
            guard let link = links[ObjectIdentifier(memory)] else { return }
            if link === primary, loads.remove(id) != nil { return }
            guard id < nextID else { return }
            link.prepared.insert(id)
            if link === primary { send() }
        }

        func unmapped(_ offset: Int64, by memory: WorkerMemory) {
            links[ObjectIdentifier(memory)]?.ledger?.release(offset)
        }

        /// The number of frames that the primary has completed; nil if none renders.
        var completedFrames: Int64? {
            guard isRendering, let primary else { return nil }
            let blocks = primary.memory.health.completed.pointee.load(ordering: .acquiring)
            // The worker is not trusted: blocks that it cannot have begun are not counted.
            return max(firstRenderedFrame, min(max(0, min(blocks, pool?.nextBlock ?? 0)) * blockFrames, nextFrame))
        }

        mutating func refused(_ id: UInt64, _ reason: String, by memory: WorkerMemory) {
            guard let link = links[ObjectIdentifier(memory)] else { return }
            let index = entries.firstIndex { $0.id == id }
            if link === primary {
                recordRefusal(reason)
                if let index { entries[index].isRefused = true }
            } else if index.map({ entries[$0].isRefused }) != true {
                link.failure = "the standby could not prepare a packet: \(reason)"
            }
            // In the worker, an empty packet takes the place of the refused one.
            prepared(id, by: memory)
        }

        /// Returns whether an event is forwarded. That of the standby is held until the primary has sent it.
        mutating func accept(_ message: WorkerMessage, from memory: WorkerMemory) -> EventSequence.Verdict {
            guard let link = links[ObjectIdentifier(memory)] else { return .discard }
            if link === primary { return events.accept(message) }
            while let first = link.heldEvents.first, events.contains(first) { link.heldEvents.removeFirst() }
            // The primary's events may be in flight, but no more than its ring holds.
            guard link.heldEvents.count < 1 << 16 else { return .violation }
            if !events.contains(message) { link.heldEvents.append(message) }
            return .discard
        }

        /// Refuses a packet that has ended a worker, before another one prepares it.
        mutating func refuse(_ id: UInt64, _ cause: String) {
            guard let index = entries.firstIndex(where: { $0.id == id }) else { return }
            entries[index].bytes = PacketCodec.empty
            entries[index].offsets = []
            entries[index].isRefused = true
            entries[index].isHarmful = true
            recordRefusal("a command was refused, because preparing it ended a worker (\(cause))")
        }

        /// Counts a crash of a definition; returns whether the limit is reached.
        mutating func countCrash(of definition: String) -> Bool {
            crashes[definition, default: 0] += 1
            guard crashes[definition] == Self.crashLimit else { return false }
            crashes[definition] = nil
            return true
        }

        /// The number of crashes after which a definition is refused.
        static let crashLimit = 3

        // MARK: Stamps

        /// Stamps the packets that the workers have prepared, in order.
        mutating func stampPreparedPackets() -> [Stamped] {
            for link in links.values { link.flush() }
            announceFiles()
            defer { stampedAtBegin = [] }
            let ready = takeReadyEntries()
            let first = max(isRendering ? nextFrame : 0, shadowFrame)
            guard !ready.isEmpty else { return stampedAtBegin }
            let stamps = ready.filter { !$0.bytes.isEmpty }.map { GraphStamp.packet(atFrame: $0.packet.pointee.frame) }
            guard isRendering, let block = commit(stamps) else {
                return stampedAtBegin + stamped(ready, block: nil, notBefore: first)
            }
            return stampedAtBegin + stamped(ready, block: block, notBefore: max(block * blockFrames, shadowFrame))
        }

        /// Removes and returns the packets that are ready to be stamped, in order: all workers have prepared them.
        private mutating func takeReadyEntries() -> [Entry] {
            let count = entries.firstIndex { !isReady($0) } ?? entries.count
            let ready = Array(entries.prefix(min(count, stampSpace)))
            entries.removeFirst(ready.count)
            for entry in ready {
                primary?.prepared.remove(entry.id)
                standby?.prepared.remove(entry.id)
            }
            return ready
        }

        /// The number of stamps that can be sent to all workers.
        var stampSpace: Int { min(primary?.stampSpace ?? .max, standby?.stampSpace ?? .max) }

        private func isReady(_ entry: Entry) -> Bool {
            if entry.bytes.isEmpty { return manager?.hasConsumed(entry.turnedSet) != false }
            guard isRendering, let primary, primary.prepared.contains(entry.id) else { return false }
            return standby.map { $0.prepared.contains(entry.id) } ?? true
        }

        /// Sends stamps to all workers that render, and commits them.
        ///
        /// - Returns: The block in which they take effect; nil without a worker, or if there is no space for them.
        mutating func commit(_ stamps: [GraphStamp]) -> Int64? {
            guard let pool, let primary else { return nil }
            guard stamps.count <= stampSpace else { return nil }
            for stamp in stamps {
                _ = primary.stamp(stamp)
                _ = standby?.stamp(stamp)
            }
            join?.laterStamps += stamps
            return pool.feed.state.pointee.closing.commit(stamps.count)
        }

        /// Returns packets with their frames.
        ///
        /// - Parameters:
        ///   - block: The block in which the workers schedule them; nil if they are not sent to workers.
        ///   - first: The first frame that neither the workers nor the shadow have begun.
        private mutating func stamped(_ ready: [Entry], block: Int64?, notBefore first: Int64) -> [Stamped] {
            ready.map { entry in
                let due = entry.packet.pointee.frame
                if due != .min, due < first { latePackets += 1 }
                if let block, !entry.bytes.isEmpty { retain(entry.id, entry.bytes, entry.offsets, block: block) }
                return Stamped(packet: entry.packet, frame: max(due, first), isRefused: entry.isRefused)
            }
        }

        /// Retains a packet for a worker that joins. Without redundancy, none does.
        private mutating func retain(_ id: UInt64, _ bytes: [UInt8], _ offsets: [Int64], block: Int64) {
            if pool?.isRedundant == true { retained.add(id, bytes, offsets, block: block) }
        }

        /// Whether `removeRetained` is worth its time.
        var hasManyRetainedPackets: Bool { retained.isFull }

        /// Removes the retained packets that no worker can have scheduled any more.
        mutating func removeRetained(except waiting: Set<UInt64>) {
            retained.remove(before: shadowFrame / blockFrames, except: waiting)
        }

        /// The reason for replacing a worker; nil to keep it.
        func failure(of memory: WorkerMemory) -> String? { links[ObjectIdentifier(memory)]?.failure }

        // MARK: Joining

        var joinPhase: JoinProgress.Phase? { join?.phase }

        /// Asks the primary for an image.
        ///
        /// - Parameter byteCount: The expected size.
        mutating func beginJoin(_ memory: WorkerMemory, byteCount: Int) {
            guard let link = links[ObjectIdentifier(memory)], let primary else { return }
            var progress = JoinProgress(link: link, imageBytes: max(byteCount, minimumImageBytes))
            if let arena = self.memory?.arena {
                progress.lane = arena.laneCount - 1 - arena.lane
                link.send(WorkerMessage(kind: WorkerMessageKind.useLane.rawValue, id: UInt64(progress.lane)))
                // A block that is being rendered may write while its chunks are copied.
                let begun = primary.memory.health.begun.pointee.load(ordering: .sequentiallyConsistent)
                progress.copiedBlock = max(0, min(begun, pool?.nextBlock ?? 0) - 1)
                progress.copy = arena.beginCopy()
            }
            join = progress
            prepareImage()
        }

        /// Gives the primary memory for its image. If it still has the memory of a join that has failed, it keeps that,
        /// or first writes the image that was asked for.
        private mutating func prepareImage() {
            guard let primary, let join, primary.image == nil else { return }
            guard let range = memory?.images.allocate(byteCount: join.imageBytes) else {
                join.link.failure = "there is no memory for an image of \(join.imageBytes) bytes"
                return
            }
            primary.image = range
            primary.send(message(.prepareImage, UInt64(join.imageBytes), offset: range.offset))
        }

        /// Takes the memory of an image from a worker that has written it, or is lost.
        private func takeImage(of link: WorkerLink) -> SharedRange? {
            defer {
                link.image = nil
                (link.isImageMapped, link.isImageDue) = (false, false)
            }
            return link.image
        }

        private func releaseImage(_ range: SharedRange?) {
            if let range { memory?.images.release(range.offset) }
        }

        private func message(_ kind: WorkerMessageKind, _ id: UInt64, offset: Int64) -> WorkerMessage {
            WorkerMessage(kind: kind.rawValue, id: id, bytes: WorkerMessage.bytes([offset]))
        }

        /// The primary has mapped the memory of its image, or cannot map it.
        mutating func imagePrepared(by memory: WorkerMemory, isMapped: Bool) {
            guard let primary, primary.memory === memory else { return }
            primary.isImageMapped = isMapped
            guard !isMapped else { return }
            releaseImage(takeImage(of: primary))
            if join?.phase == .preparing { join?.link.failure = "the primary could not map the memory of its image" }
        }

        /// Copies a part of the buffers for the worker that joins.
        ///
        /// - Returns: Whether the image can be requested now.
        mutating func copyBuffers() -> Bool {
            guard join?.phase == .preparing else { return false }
            if let arena = memory?.arena, join?.copy != nil {
                if arena.copyNext(&join!.copy!, to: join!.lane, limit: Self.copyLimit) { return false }
                join?.copy = nil
            }
            return primary.map { $0.isImageMapped && !$0.isImageDue } ?? false
        }

        /// The number of bytes that are copied between two polls.
        private static let copyLimit = 4 << 20

        /// Has the primary write its image in the first open block, and sends the worker that joins all packets that
        /// the image may name, and those that follow it.
        ///
        /// - Parameter offsets: The ranges of the arena that the shadow's buffers use.
        mutating func requestImage(offsets: [Int64]) {
            guard let progress = join, progress.phase == .preparing, let pool else { return }
            memory?.arena.queues.keepOtherLane()
            guard let block = commit([.image(writtenFromFrame: progress.copiedBlock * blockFrames)]) else { return }
            let frame = block * blockFrames
            latestTurns.removeAll { $0.frame < frame }
            primary?.isImageDue = true
            join?.phase = .writing
            join?.firstBlock = block
            join?.stamps = pool.feed.state.pointee.closing.stamps
            join?.firstStamps = [.begin(atFrame: frame)] + latestTurns.map(\.stamp)
            join?.laterStamps = []
            join?.offsets = offsets
            for offset in offsets { progress.link.ledger?.retain(offset) }
            // A packet whose buffer has been freed is not scheduled any more. The worker would report the end of a
            // range that it does not hold, which may be another buffer by then.
            for packet in retained.all where packet.offsets.allSatisfy({ memory?.arena.holderCount($0) != 0 }) {
                progress.link.send(packet: packet.id, packet.bytes, packet.offsets, kind: .heldPacket)
            }
            send()
        }

        /// Passes the primary's image to the worker that joins.
        mutating func imageWritten(by memory: WorkerMemory, byteCount: UInt64) {
            guard let primary, primary.memory === memory, primary.isImageDue, let range = takeImage(of: primary)
            else { return }
            guard let progress = join, progress.phase == .writing else {
                // The image of a join that has failed. Another one may wait for it.
                releaseImage(range)
                if join?.phase == .preparing { prepareImage() }
                return
            }
            guard byteCount <= UInt64(range.byteCount) else {
                // The worker is replaced, and the next image has more memory.
                minimumImageBytes = Int(min(byteCount, 1 << 40)) * 5 / 4
                progress.link.failure = "the image of \(byteCount) bytes exceeded its memory"
                return releaseImage(range)
            }
            join?.phase = .reading
            join?.image = range
            progress.link.send(message(.readImage, byteCount, offset: range.offset))
        }

        /// Counts the ranges of the arena that the worker has mapped, instead of those that it was given.
        mutating func joined(_ memory: WorkerMemory, _ mapped: [Int64]) {
            guard let progress = join, progress.link.memory === memory, progress.phase == .reading else { return }
            var given = Dictionary(progress.offsets.map { ($0, 1) }, uniquingKeysWith: +)
            for offset in mapped {
                if let count = given[offset], count > 0 {
                    given[offset] = count - 1
                } else {
                    progress.link.ledger?.retain(offset)
                }
            }
            for (offset, count) in given {
                for _ in 0..<count { progress.link.ledger?.release(offset) }
            }
            join?.phase = .joined
            join?.image = nil
            releaseImage(progress.image)
        }

        mutating func notJoined(_ memory: WorkerMemory, _ reason: String) {
            guard join?.link.memory === memory else { return }
            join?.link.failure = "the worker could not read the image: \(reason)"
        }

        private mutating func endJoin() {
            releaseImage(join?.image)
            join = nil
        }

        /// Returns whether the worker has the state of the primary, and all packets that have been stamped since.
        func hasJoined(_ memory: WorkerMemory) -> Bool {
            guard let join, join.link.memory === memory, join.phase == .joined else { return false }
            return join.laterStamps.reduce(0) { $1.isPacket ? $0 + 1 : $0 } == join.link.prepared.count
                - entries.reduce(0) { join.link.prepared.contains($1.id) ? $0 + 1 : $0 }
        }

        /// Marks the worker that has joined as rendering, and sends its first stamps.
        mutating func beginStandby(_ memory: WorkerMemory) -> WorkerStart {
            guard let progress = join, progress.link.memory === memory else {
                return WorkerStart(firstBlock: 0, firstStamps: 0, stamps: 0)
            }
            join = nil
            standby = progress.link
            for stamp in progress.firstStamps + progress.laterStamps where !progress.link.stamp(stamp) {
                progress.link.failure = "the stamp queue of a new worker was full"
            }
            progress.link.prepared = progress.link.prepared.filter { id in entries.contains { $0.id == id } }
            return WorkerStart(
                firstBlock: progress.firstBlock, firstStamps: progress.firstStamps.count, stamps: progress.stamps)
        }

        // MARK: Turned controls

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

        /// Sends turned controls to the workers.
        ///
        /// - Parameter exists: Whether the shadow has each of the nodes. The packet that adds a missing node may be
        ///   pending.
        /// - Returns: Whether turns were deferred.
        mutating func send(_ turns: [ControlTurn], _ exists: [Bool]) -> Bool {
            var stamps: [GraphStamp] = []
            for (turn, exists) in zip(turns, exists) {
                if !exists, !entries.isEmpty {
                    deferredTurns.append(turn)
                } else if !exists {
                    missedTurns += 1
                } else if isRendering {
                    stamps.append(.setControl(node: turn.node, turn.control, turn.value, atFrame: turnedFrame))
                }
            }
            if !stamps.isEmpty {
                guard let block = commit(stamps) else {
                    recordRefusal("the worker's stamp queue was full: a turned control was discarded")
                    return !deferredTurns.isEmpty
                }
                latestTurns.removeAll { $0.frame < block * blockFrames }
                latestTurns += stamps.map { ($0, max($0.frame, block * blockFrames)) }
            }
            return !deferredTurns.isEmpty
        }

        // MARK: End of a run, status

        /// Ends the run, and returns all pending packets.
        mutating func end() -> [Entry] {
            // Includes stamped packets, whether the worker has reached them or not.
            shadowFrame = max(shadowFrame, nextFrame + blockFrames)
            endJoin()
            if let primary { releaseImage(takeImage(of: primary)) }
            pool = nil
            manager = nil
            links = [:]
            primary = nil
            standby = nil
            isRendering = false
            turnedFrame = 0
            deferredTurns = []
            latestTurns = []
            retained.removeAll()
            defer { entries = [] }
            return stampedAtBegin.map { Entry(packet: $0.packet, bytes: []) } + entries
        }

        func report() -> RenderReport {
            var report = RenderReport(tone)
            if let primary { report.read(from: primary.memory.health) }
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
