internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelWorkers

/// The front's end of the queues to one worker. One thread at a time. `[control]`
final class WorkerLink {
    let memory: WorkerMemory

    /// The arena ranges that the worker uses.
    let ledger: ArenaLedger?

    /// The numbers of packets that the worker has prepared and that have not been stamped.
    var prepared: Set<UInt64> = []

    /// The number of the latest packet that was sent, apart from those of a load.
    private(set) var latestSent: UInt64 = 0

    /// Events that wait until the worker is the primary, or the primary has sent them.
    var heldEvents: [WorkerMessage] = []

    /// The reason for replacing the worker; nil to keep it.
    var failure: String?

    /// The memory that the worker was given for an image, until it has written one; nil if there is none. It outlives
    /// the join that it was given for, since the worker may write at any time.
    var image: SharedRange?

    /// Whether the worker has mapped that memory, and whether a stamp has asked for the image.
    var isImageMapped = false
    var isImageDue = false

    /// Messages that wait for space in the ring, in order.
    private var outbox: [WorkerMessage] = []
    private var sender: MessageSender
    private let stampRing: RingBuffer<GraphStamp>
    private var stamps: RingProducer<GraphStamp>

    init(_ memory: WorkerMemory, _ arena: SharedArena?) throws {
        self.memory = memory
        ledger = arena.map { ArenaLedger($0) }
        sender = MessageSender(try memory.messages())
        stampRing = try RingBuffer<GraphStamp>(attachingTo: memory.commandBytes)
        stamps = stampRing.producer()
    }

    /// Sends a message to the worker's control thread, after all that wait.
    func send(_ message: WorkerMessage) {
        outbox.append(message)
        flush()
    }

    /// Sends a packet.
    ///
    /// - Parameter offsets: The ranges of the arena that the worker maps when it prepares the packet.
    func send(packet id: UInt64, _ bytes: [UInt8], _ offsets: [Int64], kind: WorkerMessageKind = .packet) {
        for offset in offsets { ledger?.retain(offset) }
        send(WorkerMessage(kind: kind.rawValue, id: id, bytes: bytes))
    }

    /// Sends a packet that has not been sent to this worker. Packets are sent in the order of their numbers.
    func sendOnce(packet id: UInt64, _ bytes: [UInt8], _ offsets: [Int64]) {
        guard id > latestSent else { return }
        latestSent = id
        send(packet: id, bytes, offsets)
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

    /// The number of stamps that the ring has space for.
    var stampSpace: Int { stampRing.capacity - stampRing.count }

    /// Sends a stamp to the worker's render thread; returns false if the ring is full.
    func stamp(_ stamp: GraphStamp) -> Bool { stamps.push(stamp) }
}
