internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelWorkers

/// The front's end of what goes to one worker. One thread at a time. `[control]`
final class WorkerLink {
    let memory: WorkerMemory

    /// The buffers that it has been told of.
    let ledger: ArenaLedger?

    /// What there has been no room for yet, in its order.
    private var outbox: [WorkerMessage] = []
    private var sender: MessageSender
    private var stamps: RingProducer<GraphStamp>

    init(_ memory: WorkerMemory, _ arena: SharedArena?) throws {
        self.memory = memory
        ledger = arena.map { ArenaLedger($0) }
        sender = MessageSender(try memory.messages())
        stamps = try RingBuffer<GraphStamp>(attachingTo: memory.commandBytes).producer()
    }

    /// Sends a message to the worker's control thread, behind all that wait.
    func send(_ message: WorkerMessage) {
        outbox.append(message)
        flush()
    }

    /// Sends what waits, as far as there is room.
    func flush() {
        var sent = 0
        while sent < outbox.count, sender.send(outbox[sent]) { sent += 1 }
        guard sent > 0 else { return }
        outbox.removeFirst(sent)
        memory.controlBell.signal()
    }

    /// Whether messages wait for room.
    var isWaiting: Bool { !outbox.isEmpty }

    /// Sends a stamp to the worker's render thread; false if there is no room.
    func stamp(_ stamp: GraphStamp) -> Bool { stamps.push(stamp) }
}
