internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelWorkers

/// The front's end of the queues to one worker. One thread at a time. `[control]`
final class WorkerLink {
    let memory: WorkerMemory

    /// The arena ranges that the worker uses.
    let ledger: ArenaLedger?

    /// Messages that wait for space in the ring, in order.
    private var outbox: [WorkerMessage] = []
    private var sender: MessageSender
    private var stamps: RingProducer<GraphStamp>

    init(_ memory: WorkerMemory, _ arena: SharedArena?) throws {
        self.memory = memory
        ledger = arena.map { ArenaLedger($0) }
        sender = MessageSender(try memory.messages())
        stamps = try RingBuffer<GraphStamp>(attachingTo: memory.commandBytes).producer()
    }

    /// Sends a message to the worker's control thread, after all that wait.
    func send(_ message: WorkerMessage) {
        outbox.append(message)
        flush()
    }

    /// Sends as many waiting messages as there is space for.
    func flush() {
        var sent = 0
        while sent < outbox.count, sender.send(outbox[sent]) { sent += 1 }
        guard sent > 0 else { return }
        outbox.removeFirst(sent)
        memory.controlWakeUp.signal()
    }

    /// Whether messages wait for space in the ring.
    var hasUnsentMessages: Bool { !outbox.isEmpty }

    /// Sends a stamp to the worker's render thread; returns false if the ring is full.
    func stamp(_ stamp: GraphStamp) -> Bool { stamps.push(stamp) }
}
