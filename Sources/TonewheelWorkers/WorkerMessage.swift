package import TonewheelRealtime

/// Bytes with a kind and a number, on their way between front and worker.
///
/// In the ring it is 16 bytes – kind, length, number – and then its own.
package struct WorkerMessage: Sendable, Equatable {
    /// What it is, as sender and receiver agree.
    package var kind: UInt32

    /// What it is about.
    package var id: UInt64

    package var bytes: [UInt8]

    /// The longest there is.
    package static var maximumBytes: Int { WorkerLayout.messageBytes / 2 }

    fileprivate static var headBytes: Int { 16 }

    package init(kind: UInt32, id: UInt64, bytes: [UInt8] = []) {
        self.kind = kind
        self.id = id
        self.bytes = bytes
    }
}

/// The end of a message ring that sends. One thread at a time. `[control]`
package struct MessageSender: ~Copyable {
    private let ring: RingBuffer<UInt8>
    private var producer: RingProducer<UInt8>

    package init(_ ring: RingBuffer<UInt8>) {
        self.ring = ring
        producer = ring.producer()
    }

    /// Sends a message whole; false if there is no room for it at present.
    package mutating func send(_ message: WorkerMessage) -> Bool {
        let byteCount = WorkerMessage.headBytes + message.bytes.count
        guard message.bytes.count <= WorkerMessage.maximumBytes, byteCount <= ring.capacity - ring.count else {
            return false
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        withUnsafeBytes(of: message.kind) { bytes += $0 }
        withUnsafeBytes(of: UInt32(message.bytes.count)) { bytes += $0 }
        withUnsafeBytes(of: message.id) { bytes += $0 }
        bytes += message.bytes
        // In one step, so that the receiver finds it whole.
        return producer.write(bytes, count: byteCount) == byteCount
    }
}

/// The end of a message ring that receives. One thread at a time. `[control]`
package struct MessageReceiver: ~Copyable {
    private let ring: RingBuffer<UInt8>
    private var consumer: RingConsumer<UInt8>

    /// Whether what came was no message: the other side is out of its mind, and nothing more is to be had from it.
    package private(set) var isBroken = false

    package init(_ ring: RingBuffer<UInt8>) {
        self.ring = ring
        consumer = ring.consumer()
    }

    /// Takes the next message, if there is one.
    package mutating func receive() -> WorkerMessage? {
        guard !isBroken else { return nil }
        var head = [UInt8](repeating: 0, count: WorkerMessage.headBytes)
        let read = consumer.read(into: &head, count: head.count)
        guard read == head.count else {
            isBroken = read > 0
            return nil
        }
        let (kind, byteCount, id) = head.withUnsafeBytes {
            (
                $0.load(as: UInt32.self), $0.load(fromByteOffset: 4, as: UInt32.self),
                $0.load(fromByteOffset: 8, as: UInt64.self)
            )
        }
        guard Int(byteCount) <= WorkerMessage.maximumBytes else {
            isBroken = true
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: Int(byteCount))
        guard consumer.read(into: &bytes, count: bytes.count) == bytes.count else {
            isBroken = true
            return nil
        }
        return WorkerMessage(kind: kind, id: id, bytes: bytes)
    }
}
