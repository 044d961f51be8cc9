internal import Synchronization
internal import TonewheelRealtime
package import TonewheelUGens
package import TonewheelWorkers

/// The control side of an engine whose sound is rendered in a worker process.
///
/// A change goes to the worker's control thread, which prepares it and says so; then it is stamped with the first block that no
/// worker can have begun, or with its frame, and put into the ring that the worker's render thread takes its commands from.
/// What exists and what is under way is kept in a journal, from which the next worker begins if this one ends.
package final class IsolatedControl: RenderControl, WorkerPoolDelegate {
    package let pool: WorkerPool

    private let blockFrames: Int64
    private let capacity: Int
    private let journal: Mutex<Journal>

    /// - Parameter capacity: changes that can wait for their frame.
    package init(_ initial: ParameterSet, pool: WorkerPool, blockFrames: Int, capacity: Int) {
        self.pool = pool
        self.blockFrames = Int64(blockFrames)
        self.capacity = capacity
        journal = Mutex(Journal(initial))
    }

    /// The parameters as they were last set. `[control]`, after the end
    package func finalParameters() -> ParameterSet {
        // What is due later is dropped, as everywhere; what has no frame is due by then.
        journal.withLock { $0.final(at: pool.nextBlock * blockFrames) }
    }

    /// Why things were left out, the latest last. `[control]`
    package var refusals: [String] { journal.withLock { $0.refusals } }

    // MARK: - Changes

    package func apply(_ change: ParameterChange) {
        journal.withLock { $0.submit(change) }
    }

    package func schedule(_ change: ParameterChange, atFrame frame: Int64) -> Bool {
        journal.withLock { journal in
            journal.fold(before: pool.position * blockFrames)
            guard journal.timedCount < capacity else { return false }
            journal.submit(Entry(change, frame: frame))
            return true
        }
    }

    package func apply(_ fault: FaultUnit.Mode, onFailure: @escaping @Sendable (String) -> Void) throws(EngineError) {
        var change = ParameterChange()
        change.fault = fault.value
        journal.withLock { journal in
            journal.onFaultFailure = OnFailure(call: onFailure)
            journal.submit(change)
        }
    }

    package func whenTaken(_ body: @escaping @Sendable () -> Void) -> Bool {
        let (hasEnded, isKept) = journal.withLock { journal in
            guard !journal.hasEnded, journal.entryCount < 4 * capacity else { return (journal.hasEnded, false) }
            journal.flush()
            journal.submit(Entry(sync: body))
            return (false, true)
        }
        if hasEnded { body() }
        return hasEnded || isKept
    }

    /// Answers what waits for an answer: no worker will any more. `[control]`, after the pool has stopped
    package func end() {
        for body in journal.withLock({ $0.end() }) { body.call() }
    }

    package var report: RenderReport {
        journal.withLock { journal in
            // What a worker that is in time has taken in by now.
            let frame = pool.nextBlock * blockFrames
            var report = RenderReport(journal.parameters(at: frame))
            journal.fold(before: pool.position * blockFrames)
            report.frame = pool.position * blockFrames
            report.scheduledChanges = journal.timedCount
            if let memory = journal.memory { report.read(from: memory.health) }
            report.lateChanges += journal.earlierLateChanges
            report.nonFiniteSamples += journal.earlierNonFiniteSamples
            return report
        }
    }

    // MARK: - Workers

    package func begin(_ memory: WorkerMemory, firstBlock: Int64) {
        journal.withLock { $0.begin(memory, atFrame: firstBlock * blockFrames) }
    }

    package func lost() {
        journal.withLock { $0.lose() }
    }

    package func receive(_ message: WorkerMessage, from memory: WorkerMemory) {
        let synced = journal.withLock { journal -> (@Sendable () -> Void)? in
            guard journal.memory === memory, let kind = WorkerKind(rawValue: message.kind) else { return nil }
            switch kind {
            case .prepared:
                // Read anew for each: the stamp must be of a block that no worker has begun.
                journal.stamp(message.id, atLeast: pool.nextBlock * blockFrames)
                return nil
            case .refused:
                journal.refuse(message.id, String(decoding: message.bytes, as: UTF8.self))
                return nil
            case .synced:
                return journal.finishSync(message.id)
            case .prepare, .sync:
                return nil
            }
        }
        synced?()
    }

    package func canBlame(node: Int64, hasCrashed: Bool) -> Bool {
        switch node {
        case ToneVoice.faultNode: true
        // The tone cannot hang: who was late in it was kept from the processor, and silence would be no help.
        case ToneVoice.node: hasCrashed
        default: false
        }
    }

    package func quarantine(node: Int64, cause: String) {
        let failure = journal.withLock { $0.quarantine(node, cause) }
        failure?.onFailure?.call(failure!.reason)
    }

    // MARK: - Journal

    /// Something that is on its way to a worker's control thread.
    private struct Entry {
        /// A change, or nothing for a question whether all before it has been dealt with.
        var change: ParameterChange?

        /// When it is due; nil for the next block.
        var frame: Int64?
        var onSynced: (@Sendable () -> Void)?
        var id: UInt64 = 0
        var isSent = false

        init(_ change: ParameterChange, frame: Int64? = nil) {
            self.change = change
            self.frame = frame
        }

        init(sync body: @escaping @Sendable () -> Void) {
            onSynced = body
        }

        var message: WorkerMessage {
            guard let change else { return WorkerMessage(kind: WorkerKind.sync.rawValue, id: id) }
            return WorkerMessage(
                kind: WorkerKind.prepare.rawValue, id: id, bytes: withUnsafeBytes(of: change) { Array($0) })
        }
    }

    /// A closure in a struct: bare, a `Mutex` would wrap it anew each time.
    struct OnFailure {
        let call: @Sendable (String) -> Void
    }

    /// The same for one that is told that all before it has been dealt with.
    struct OnSynced {
        let call: @Sendable () -> Void
    }

    /// What exists, and what is under way.
    private struct Journal: ~Copyable {
        /// The parameters as every worker has them by now.
        private var base: ParameterSet

        /// Changes that have their frame, which has not come yet, by frame.
        private var stamped: [TimedChange] = []

        /// The frame of the last of these if it had none of its own; −1 if something else is due there after it.
        private var latestUntimed: Int64 = -1

        /// What the worker has not answered yet, in its order.
        private var entries: [Entry] = []

        /// Changes for the next block that wait until the one before them has been prepared: of those the latest values count.
        private var waiting = ParameterChange()
        private var nextID: UInt64 = 1

        private(set) var memory: WorkerMemory?
        private var sender: MessageSender?
        private var commands: RingProducer<TimedChange>?

        private(set) var earlierLateChanges = 0
        private(set) var earlierNonFiniteSamples = 0
        private(set) var refusals: [String] = []
        var onFaultFailure: OnFailure?

        /// Whether there will be no more workers.
        private(set) var hasEnded = false

        init(_ initial: ParameterSet) {
            base = initial
        }

        /// Of what the worker has not answered yet.
        var entryCount: Int { entries.count }

        var timedCount: Int { stamped.count + entries.count { $0.frame != nil } }

        // MARK: Time

        /// Puts what lies before a frame into the base.
        mutating func fold(before frame: Int64) {
            let count = stamped.prefix { $0.frame < frame }.count
            for change in stamped.prefix(count) { base.apply(change.change) }
            stamped.removeFirst(count)
        }

        func parameters(at frame: Int64) -> ParameterSet {
            var parameters = base
            for change in stamped where change.frame <= frame { parameters.apply(change.change) }
            return parameters
        }

        /// What will have been set when nothing is under way any more, without what is due after a frame.
        func final(at frame: Int64) -> ParameterSet {
            var parameters = parameters(at: frame)
            for entry in entries {
                if let change = entry.change, entry.frame == nil { parameters.apply(change) }
            }
            parameters.apply(waiting)
            return parameters
        }

        // MARK: To the worker

        /// Has a change prepared for the next block, together with those that come until the worker has time for it.
        mutating func submit(_ change: ParameterChange) {
            if entries.contains(where: { $0.change != nil && $0.frame == nil }) {
                waiting = waiting.merging(change)
            } else {
                submit(Entry(change))
            }
        }

        mutating func submit(_ entry: Entry) {
            var entry = entry
            entry.id = nextID
            nextID += 1
            entries.append(entry)
            send()
        }

        /// Lets nothing wait any longer.
        mutating func flush() {
            guard !waiting.isEmpty else { return }
            let change = waiting
            waiting = ParameterChange()
            submit(Entry(change))
        }

        /// Sends what has not been sent, as far as there is room for it.
        private mutating func send() {
            guard let memory, sender != nil else { return }
            var hasSent = false
            for index in entries.indices where !entries[index].isSent {
                guard sender!.send(entries[index].message) else { break }
                entries[index].isSent = true
                hasSent = true
            }
            if hasSent { memory.controlBell.signal() }
        }

        // MARK: From the worker

        /// The worker has prepared a change: it is due at its frame, or at `frame` if it has none.
        mutating func stamp(_ id: UInt64, atLeast frame: Int64) {
            guard let index = entries.firstIndex(where: { $0.id == id }), let change = entries[index].change else {
                return
            }
            let entry = entries[index]
            guard commands?.push(TimedChange(frame: entry.frame ?? frame, change: change)) != false else {
                // There is room again as soon as the worker has begun a block: until then it is asked again.
                entries[index].isSent = false
                return send()
            }
            entries.remove(at: index)
            // A late one is applied after all that came in time, so that is its place here too.
            keep(TimedChange(frame: max(entry.frame ?? frame, frame), change: change), isTimed: entry.frame != nil)
            if entry.frame == nil, !entries.contains(where: { $0.change != nil && $0.frame == nil }) { flush() }
            send()
        }

        /// Notes what has its frame now. Changes without a frame of their own that are due at the same one are one, so that they
        /// take no room from those that have.
        private mutating func keep(_ timed: TimedChange, isTimed: Bool) {
            let place = (stamped.lastIndex { $0.frame <= timed.frame } ?? -1) + 1
            if !isTimed, latestUntimed == timed.frame, place > 0, stamped[place - 1].frame == timed.frame {
                stamped[place - 1].change = stamped[place - 1].change.merging(timed.change)
                return
            }
            stamped.insert(timed, at: place)
            if !isTimed {
                latestUntimed = timed.frame
            } else if latestUntimed == timed.frame {
                latestUntimed = -1
            }
        }

        mutating func refuse(_ id: UInt64, _ reason: String) {
            entries.removeAll { $0.id == id }
            note(reason)
            send()
        }

        mutating func finishSync(_ id: UInt64) -> (@Sendable () -> Void)? {
            guard let index = entries.firstIndex(where: { $0.id == id }) else { return nil }
            guard !entries[..<index].contains(where: { $0.change != nil }) else {
                // Something before it had to be asked again.
                entries[index].isSent = false
                send()
                return nil
            }
            return entries.remove(at: index).onSynced
        }

        mutating func end() -> [OnSynced] {
            hasEnded = true
            return entries.compactMap { entry in entry.onSynced.map { OnSynced(call: $0) } }
        }

        /// Another worker begins with all that exists; what the last one had not answered is asked anew.
        mutating func begin(_ memory: WorkerMemory, atFrame frame: Int64) {
            fold(before: frame)
            self.memory = memory
            sender = (try? memory.messages()).map { MessageSender($0) }
            commands = (try? RingBuffer<TimedChange>(attachingTo: memory.commandBytes))?.producer()
            _ = commands?.push(TimedChange(frame: frame, change: base.all, isBeginning: true))
            for change in stamped { _ = commands?.push(change) }
            for index in entries.indices { entries[index].isSent = false }
            send()
        }

        mutating func lose() {
            if let memory {
                var report = RenderReport(base)
                report.read(from: memory.health)
                earlierLateChanges += report.lateChanges
                earlierNonFiniteSamples += report.nonFiniteSamples
            }
            memory = nil
            sender = nil
            commands = nil
        }

        /// Leaves out what has ended its workers again and again, and says what was left out.
        mutating func quarantine(_ node: Int64, _ cause: String) -> (reason: String, onFailure: OnFailure?)? {
            var change = ParameterChange()
            let name: String
            switch node {
            case ToneVoice.node:
                change.gate = false
                name = "the tone"
            case ToneVoice.faultNode:
                change.fault = FaultUnit.Mode.off.value
                name = "the fault unit"
            default:
                return nil
            }
            base.apply(change)
            for index in stamped.indices {
                if change.gate != nil { stamped[index].change.gate = nil }
                if change.fault != nil { stamped[index].change.fault = nil }
            }
            for index in entries.indices where change.fault != nil { entries[index].change?.fault = nil }
            if change.fault != nil { waiting.fault = nil }
            let reason = "\(name) is left out, since \(CrashLimit.description): \(cause)"
            note(reason)
            defer { onFaultFailure = nil }
            return (reason, change.fault != nil ? onFaultFailure : nil)
        }

        private mutating func note(_ reason: String) {
            refusals.append(String(reason.prefix(200)))
            if refusals.count > 16 { refusals.removeFirst() }
        }
    }
}

/// How often is too often, in words.
private enum CrashLimit {
    static var description: String { "it ended 5 workers within 10 s" }
}
