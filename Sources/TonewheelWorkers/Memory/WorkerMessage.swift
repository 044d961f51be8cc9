package import TonewheelRealtime

/// A message between front and worker: bytes with a kind and a number.
///
/// In the ring, a header of 16 bytes (kind, length, number) precedes the bytes.
package struct WorkerMessage: Sendable, Equatable {
    /// The kind of message, as agreed between sender and receiver.
    package var kind: UInt32

    /// The number of the object that the message refers to, such as a packet.
    package var id: UInt64

    package var bytes: [UInt8]

    /// The maximum number of bytes in a message, without its header.
    package static var maximumBytes: Int { WorkerLayout.messageBytes / 2 }

    fileprivate static var headerBytes: Int { 16 }

    package init(kind: UInt32, id: UInt64, bytes: [UInt8] = []) {
        self.kind = kind
        self.id = id
        self.bytes = bytes
    }
}

/// The sending end of a message ring. One thread at a time. `[control]`
package struct MessageSender: ~Copyable {
    private let ring: RingBuffer<UInt8>
    private var producer: RingProducer<UInt8>

    package init(_ ring: RingBuffer<UInt8>) {
        self.ring = ring
        producer = ring.producer()
    }

    /// Sends a message as a whole; returns false if the ring has no capacity for it at present.
    package mutating func send(_ message: WorkerMessage) -> Bool {
        let byteCount = WorkerMessage.headerBytes + message.bytes.count
        guard message.bytes.count <= WorkerMessage.maximumBytes, byteCount <= ring.capacity - ring.count else {
            return false
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        withUnsafeBytes(of: message.kind) { bytes += $0 }
        withUnsafeBytes(of: UInt32(message.bytes.count)) { bytes += $0 }
        withUnsafeBytes(of: message.id) { bytes += $0 }
        bytes += message.bytes
        // In one write, so that the receiver never finds a part of a message.
        return producer.write(bytes, count: byteCount) == byteCount
    }
}

/// The receiving end of a message ring. One thread at a time. `[control]`
package struct MessageReceiver: ~Copyable {
    private let ring: RingBuffer<UInt8>
    private var consumer: RingConsumer<UInt8>

    /// Whether an invalid message was received. The sender is then no longer trusted, and nothing more is received.
    package private(set) var isBroken = false

    package init(_ ring: RingBuffer<UInt8>) {
        self.ring = ring
        consumer = ring.consumer()
    }

    /// Removes and returns the next message; nil if there is none.
    package mutating func receive() -> WorkerMessage? {
        guard !isBroken else { return nil }
        var header = [UInt8](repeating: 0, count: WorkerMessage.headerBytes)
        let read = consumer.read(into: &header, count: header.count)
        guard read == header.count else {
            isBroken = read > 0
            return nil
        }
        let (kind, byteCount, id) = header.withUnsafeBytes {
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
