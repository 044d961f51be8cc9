internal import Synchronization
package import TonewheelGraph
package import TonewheelRealtime
package import TonewheelWorkers

/// The control thread of a worker: prepares packets from the front, and reports events of the graph to the front.
/// `[control]`, one thread
package struct WorkerDispatcher: ~Copyable {
    private let control: GraphControl
    private var receiver: MessageReceiver
    private var sender: MessageSender

    /// Messages that wait for space in the ring to the front.
    private var outbox: [WorkerMessage] = []

    private var hasLostEvents = false

    /// The numbers of the next events, of each kind.
    private var nextEvent: UInt64 = 0
    private var nextMessage: UInt64 = 0

    private let health: WorkerHealth
    private let images: SharedArena?
    private let target: ImageTarget

    /// The range of the image that the render thread writes.
    private var imageRange: SharedRange?

    /// Packets that the primary's image may name.
    private var held: [UInt64: CommandPacket.Pointer] = [:]

    /// The maximum number of messages that are received before the replies to them are sent.
    private static let messagesAtOnce = 256

    /// - Parameters:
    ///   - images: The arena of images; nil for none.
    ///   - target: The memory that the render thread writes images into.
    package init(
        _ memory: WorkerMemory, _ control: GraphControl, images: SharedArena?, _ target: ImageTarget
    ) throws(WorkerError) {
        let (messages, replies) = (try memory.messages(), try memory.replies())
        self.control = control
        health = memory.health
        self.images = images
        self.target = target
        receiver = MessageReceiver(messages)
        sender = MessageSender(replies)
    }

    /// Receives messages, and sends replies and events.
    ///
    /// - Returns: Whether anything was sent to the front.
    package mutating func process() -> Bool {
        var count = 0
        while count < Self.messagesAtOnce, let message = receiver.receive() {
            if let reply = reply(to: message) { outbox.append(reply) }
            count += 1
        }
        var messages: [WorkerMessage] = []
        control.collect { event in
            switch event {
            case .node(let event):
                messages.append(
                    WorkerMessage(kind: WorkerMessageKind.event.rawValue, id: nextEvent, bytes: event.bytes))
                nextEvent += 1
            case .message(let message):
                messages.append(
                    WorkerMessage(kind: WorkerMessageKind.message.rawValue, id: nextMessage, bytes: message.bytes))
                nextMessage += 1
            case .applied(let packet):
                messages += packet.reports.map {
                    WorkerMessage(kind: WorkerMessageKind.trace.rawValue, id: 0, bytes: $0.bytes)
                }
            case .muted, .shadow:
                break
            }
        }
        messages += control.takeUnmappedOffsets().map {
            WorkerMessage(kind: WorkerMessageKind.unmapped.rawValue, id: UInt64(bitPattern: $0))
        }
        if !hasLostEvents, control.counts.lostReplies > 0 {
            hasLostEvents = true
            messages.append(WorkerMessage(kind: WorkerMessageKind.lostEvents.rawValue, id: 0))
        }
        if let range = imageRange, let byteCount = target.takeSize() {
            messages.append(WorkerMessage(kind: WorkerMessageKind.image.rawValue, id: UInt64(byteCount)))
            images?.unmap(range.pointer, byteCount: range.byteCount)
            imageRange = nil
        }
        outbox += messages
        var sent = 0
        while sent < outbox.count, sender.send(outbox[sent]) { sent += 1 }
        outbox.removeFirst(sent)
        return sent > 0
    }

    /// Whether messages wait for space in the ring to the front.
    package var hasUnsentMessages: Bool { !outbox.isEmpty }

    /// Applies a message; returns the reply, or nil if it has none.
    private mutating func reply(to message: WorkerMessage) -> WorkerMessage? {
        switch WorkerMessageKind(rawValue: message.kind) {
        case .addDefinition:
            do {
                try control.define(number: message.id, message.bytes)
                return nil
            } catch {
                return refusal(message, "\(error)")
            }
        case .removeDefinition:
            control.removeDefinition(number: message.id)
            return nil
        case .packet:
            // If this ends the process, the front refuses the packet.
            health.command.pointee.store(Int64(bitPattern: message.id), ordering: .relaxed)
            defer { health.command.pointee.store(0, ordering: .relaxed) }
            do throws(CodecError) {
                let packet = try control.decode(message.bytes)
                packet.pointee.replicaID = message.id
                guard control.enqueue(packet) else {
                    control.discard(packet)
                    return refusal(message, "too many packets are pending")
                }
                return WorkerMessage(kind: WorkerMessageKind.prepared.rawValue, id: message.id)
            } catch {
                // An empty packet takes its place, since the front's stamps count packets.
                let packet = CommandPacketBuilder().packet(client: 0)
                packet.pointee.replicaID = message.id
                _ = control.enqueue(packet)
                return refusal(message, "\(error)")
            }
        case .heldPacket:
            // A packet that this worker cannot decode is missing in the image.
            if let packet = try? control.decode(message.bytes) {
                packet.pointee.replicaID = message.id
                held.updateValue(packet, forKey: message.id).map(control.discard)
            }
            return nil
        case .useLane:
            guard let lane = Int(exactly: message.id), control.arena?.setLane(lane) ?? (lane == 0) else {
                return refusal(message, "there is no lane \(message.id)")
            }
            return nil
        case .prepareImage:
            return WorkerMessage(
                kind: WorkerMessageKind.imagePrepared.rawValue, id: prepareImage(message) ? message.id : 0)
        case .readImage:
            return readImage(message)
        default:
            return refusal(message, "message kind \(message.kind) is unknown")
        }
    }

    /// Maps the memory of an image for the render thread.
    private mutating func prepareImage(_ message: WorkerMessage) -> Bool {
        guard imageRange == nil, let offset = WorkerMessage.numbers(message.bytes).first,
            let byteCount = Int(exactly: message.id), let pointer = images?.map(offset: offset, byteCount: byteCount)
        else { return false }
        imageRange = SharedRange(offset: offset, pointer: pointer, byteCount: byteCount)
        target.provide(UnsafeMutableRawBufferPointer(start: pointer, count: byteCount))
        return true
    }

    /// Reads the image of the primary into the graph.
    private mutating func readImage(_ message: WorkerMessage) -> WorkerMessage {
        defer {
            for packet in held.values { control.discard(packet) }
            held = [:]
        }
        guard let offset = WorkerMessage.numbers(message.bytes).first, let byteCount = Int(exactly: message.id),
            let pointer = images?.map(offset: offset, byteCount: byteCount)
        else { return notJoined("its memory cannot be mapped") }
        let bytes = Array(UnsafeRawBufferPointer(start: pointer, count: byteCount))
        images?.unmap(pointer, byteCount: byteCount)
        do throws(CodecError) {
            let image = try control.read(replicaImage: bytes, &held)
            nextEvent = UInt64(bitPattern: image.nodeEvents)
            nextMessage = UInt64(bitPattern: image.messages)
            return WorkerMessage(
                kind: WorkerMessageKind.joined.rawValue, id: 0, bytes: WorkerMessage.bytes(image.arenaOffsets))
        } catch {
            return notJoined("\(error)")
        }
    }

    private func notJoined(_ reason: String) -> WorkerMessage {
        WorkerMessage(kind: WorkerMessageKind.notJoined.rawValue, id: 0, bytes: Array(reason.utf8.prefix(1024)))
    }

    private func refusal(_ message: WorkerMessage, _ reason: String) -> WorkerMessage {
        WorkerMessage(kind: WorkerMessageKind.refused.rawValue, id: message.id, bytes: Array(reason.utf8.prefix(1024)))
    }
}

/// Numbers in the bytes of a message.
extension WorkerMessage {
    static func bytes(_ numbers: [Int64]) -> [UInt8] {
        numbers.flatMap { number in withUnsafeBytes(of: number.littleEndian) { Array($0) } }
    }

    static func numbers(_ bytes: [UInt8]) -> [Int64] {
        bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / 8).map {
                Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self))
            }
        }
    }
}
