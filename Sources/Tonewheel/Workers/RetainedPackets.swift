/// The packets that a worker may have scheduled, for a worker that joins: the image of a graph names them by number.
struct RetainedPackets {
    private struct Packet {
        let bytes: [UInt8]
        let offsets: [Int64]
        let block: Int64
    }

    private var packets: [UInt64: Packet] = [:]

    /// The count at which packets are next removed.
    private var threshold = Self.minimumThreshold

    private static let minimumThreshold = 256

    /// The number of blocks after its stamp for which a packet is retained, whether it is scheduled or not: a packet
    /// may exceed the budget of many blocks.
    private static let minimumAge: Int64 = 4096

    /// Retains a packet.
    ///
    /// - Parameters:
    ///   - offsets: The ranges of the arena that it refers to.
    ///   - block: The block in which it was stamped.
    mutating func add(_ id: UInt64, _ bytes: [UInt8], _ offsets: [Int64], block: Int64) {
        packets[id] = Packet(bytes: bytes, offsets: offsets, block: block)
    }

    /// Whether enough packets have been added that `remove` is worth its time.
    var isFull: Bool { packets.count >= threshold }

    /// Removes the packets that no worker can have scheduled any more.
    ///
    /// - Parameters:
    ///   - block: The block that the shadow has reached.
    ///   - waiting: The packets that the shadow has scheduled.
    mutating func remove(before block: Int64, except waiting: Set<UInt64>) {
        packets = packets.filter { $0.value.block > block - Self.minimumAge || waiting.contains($0.key) }
        threshold = max(Self.minimumThreshold, 2 * packets.count)
    }

    mutating func removeAll() {
        self = RetainedPackets()
    }

    /// The packets, in the order of their numbers.
    var all: [(id: UInt64, bytes: [UInt8], offsets: [Int64])] {
        packets.sorted { $0.key < $1.key }.map { ($0.key, $0.value.bytes, $0.value.offsets) }
    }
}
