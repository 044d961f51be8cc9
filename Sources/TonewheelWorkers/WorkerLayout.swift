internal import TonewheelRealtime

/// Where everything lies in the memory that the front shares with a worker. This file is the one place that says so.
///
///            0  header    magic, version, byte count, shape           written by the front before the worker exists
///          512  orders    what the worker is to do (`WorkerOrders`)    written by the front
///          768  health    how the worker is (`WorkerHealth`)           written by the worker
///         1536  commands  a ring of stamped commands                    front → worker's render thread
///            …  messages  a ring of bytes (`WorkerMessage`)             front → worker's control thread
///            …  replies   a ring of bytes                               worker → front
///            …  inputs    what the device has recorded (`AudioBuffer`)  front → worker's render thread
///            …  slots     blocks of sound (`AudioSlots`)                worker → front
///
/// Each side writes to its own parts only. What the front reads it takes as if an enemy had written it: positions are held to
/// their ring, sound counts if its checksum does, lengths are checked, and numbers are looked at before they are used.
/// Offsets are multiples of 128, because processors fetch cache lines of 64 bytes in pairs.
package struct WorkerLayout {
    package static var alignment: Int { 128 }
    package static var orders: Int { 512 }
    package static var health: Int { 768 }
    package static var rings: Int { 1536 }

    /// Bytes that can be under way in either direction.
    package static var messageBytes: Int { 1 << 20 }

    /// What stands at offset 0.
    struct Header: BitwiseCopyable {
        var magic: UInt64 = 0x746F_6E65_776F_726B  // "tonework"
        var version: UInt32 = 2
        var byteCount: Int
        var shape: WorkerShape
    }

    package let commands: Range<Int>
    package let messages: Range<Int>
    package let replies: Range<Int>
    package let inputs: Range<Int>
    package let slots: Range<Int>

    /// nil if it would be more than can be counted, or less than nothing.
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
            let inputs = part(Self.inputBytes(shape)), let slots = part(AudioSlots.byteCount(shape))
        else { return nil }
        (self.commands, self.messages, self.replies) = (commands, messages, replies)
        (self.inputs, self.slots) = (inputs, slots)
    }

    /// The memory of the inputs, in bytes; nil for a shape that is none.
    private static func inputBytes(_ shape: WorkerShape) -> Int? {
        if shape.inputChannelCount == 0 { return shape.inputFrames == 0 ? 0 : nil }
        guard (1...128).contains(shape.inputChannelCount), (1...1 << 22).contains(shape.inputFrames),
            shape.inputFrames & (shape.inputFrames - 1) == 0
        else { return nil }
        return AudioBuffer.byteCount(minimumFrames: shape.inputFrames, channelCount: shape.inputChannelCount)
    }

    /// All of it.
    package var byteCount: Int { slots.upperBound }

    /// Reads the header of memory that the front has made.
    ///
    /// - Parameter memory: its first bytes, up to the orders or more.
    /// - Throws: `WorkerError.memory` if it is something else, of another version, or of another size than it says.
    static func header(
        _ memory: UnsafeRawBufferPointer
    ) throws(WorkerError) -> (header: Header, layout: WorkerLayout) {
        guard memory.count >= orders else { throw .memory("it is too small for a worker's memory") }
        let header = memory.loadUnaligned(as: Header.self)
        let expected = Header(byteCount: 0, shape: header.shape)
        guard header.magic == expected.magic else { throw .memory("it is no worker's memory") }
        guard header.version == expected.version else {
            throw .memory("it was made by another version of the program: end the engine, and start it anew")
        }
        guard let layout = WorkerLayout(header.shape), layout.byteCount == header.byteCount else {
            throw .memory("it has not the size that it says")
        }
        return (header, layout)
    }
}
