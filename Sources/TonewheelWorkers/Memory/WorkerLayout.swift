internal import TonewheelRealtime

/// The layout of the memory that the front shares with a worker. No other file defines it.
///
///           0  header    magic, version, byte count, shape          written by the front before the worker is spawned
///         512  orders    orders to the worker (`WorkerOrders`)      written by the front
///         768  health    state of the worker (`WorkerHealth`)       written by the worker
///        1536  commands  a ring of stamped commands                 front → worker's render thread
///           …  messages  a ring of bytes (`WorkerMessage`)          front → worker's control thread
///           …  replies   a ring of bytes                            worker → front
///           …  engine    memory for the engine's own use            worker → front
///           …  slots     blocks of sound (`AudioSlots`)             worker → front
///
/// Each side writes to its own parts only. The front treats all that it reads as hostile: positions are clamped to
/// their ring, blocks need a valid checksum, and lengths and numbers are validated before use. Offsets are multiples of
/// 128, because processors fetch cache lines of 64 bytes in pairs.
package struct WorkerLayout {
    package static var alignment: Int { 128 }
    package static var orders: Int { 512 }
    package static var health: Int { 768 }
    package static var rings: Int { 1536 }

    /// The capacity of the ring in either direction, in bytes.
    package static var messageBytes: Int { 1 << 20 }

    /// The header, at offset 0.
    struct Header: BitwiseCopyable {
        var magic: UInt64 = 0x746F_6E65_776F_726B  // "tonework"
        var version: UInt32 = 3
        var byteCount: Int
        var shape: WorkerShape
    }

    package let commands: Range<Int>
    package let messages: Range<Int>
    package let replies: Range<Int>
    package let engine: Range<Int>
    package let slots: Range<Int>

    /// Returns nil if a part has an invalid size, or the whole overflows.
    package init?(_ shape: WorkerShape) {
        var end = Self.rings
        func part(_ byteCount: Int?) -> Range<Int>? {
            guard let byteCount, byteCount < Int.max / 4 - end else { return nil }
            let begin = end
            end += (byteCount + Self.alignment - 1) & ~(Self.alignment - 1)
            return begin..<begin + byteCount
        }
        let messageRing = RingLayout.byteCount(capacity: Self.messageBytes, elementStride: 1)
        guard shape.commandStride > 0,
            let commands = part(
                RingLayout.byteCount(capacity: shape.commandCapacity, elementStride: shape.commandStride)),
            let messages = part(messageRing), let replies = part(messageRing),
            (0...1 << 32).contains(shape.engineByteCount), let engine = part(shape.engineByteCount),
            let slots = part(AudioSlots.byteCount(shape))
        else { return nil }
        (self.commands, self.messages, self.replies) = (commands, messages, replies)
        (self.engine, self.slots) = (engine, slots)
    }

    /// The size of the whole memory, in bytes.
    package var byteCount: Int { slots.upperBound }

    /// Reads the header of memory that the front has made.
    ///
    /// - Parameter memory: the first bytes of the memory, at least up to the orders.
    /// - Throws: `WorkerError.memory` if the memory is something else, of another version, or of another size than its
    ///   header states.
    static func header(
        _ memory: UnsafeRawBufferPointer
    ) throws(WorkerError) -> (header: Header, layout: WorkerLayout) {
        guard memory.count >= orders else { throw .memory("it is too small for a worker's memory") }
        let header = memory.loadUnaligned(as: Header.self)
        let expected = Header(byteCount: 0, shape: header.shape)
        guard header.magic == expected.magic else { throw .memory("it is not a worker's memory") }
        guard header.version == expected.version else {
            throw .memory("it was made by another version of the program. Restart the engine.")
        }
        guard let layout = WorkerLayout(header.shape), layout.byteCount == header.byteCount else {
            throw .memory("its size differs from that in its header")
        }
        return (header, layout)
    }
}
