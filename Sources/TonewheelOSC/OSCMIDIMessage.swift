/// A MIDI message as an OSC argument, type tag `m`: four bytes (OSC 1.0 specification, "Optional types").
public struct OSCMIDIMessage: Hashable, Sendable, BitwiseCopyable {
    /// The port number.
    public var port: UInt8

    /// The status byte, such as 0x90 for a note-on on the first channel.
    public var status: UInt8

    /// The first data byte.
    public var data1: UInt8

    /// The second data byte.
    public var data2: UInt8

    /// Creates a MIDI message. The bytes are sent unchanged and need not be valid MIDI.
    @_noLocks @_noAllocation
    public init(port: UInt8, status: UInt8, data1: UInt8, data2: UInt8) {
        self.port = port
        self.status = status
        self.data1 = data1
        self.data2 = data2
    }

    /// The four bytes as one number, which is sent in big-endian order.
    package var rawValue: UInt32 {
        UInt32(port) << 24 | UInt32(status) << 16 | UInt32(data1) << 8 | UInt32(data2)
    }

    @_noLocks @_noAllocation
    package init(rawValue: UInt32) {
        port = UInt8(truncatingIfNeeded: rawValue &>> 24)
        status = UInt8(truncatingIfNeeded: rawValue &>> 16)
        data1 = UInt8(truncatingIfNeeded: rawValue &>> 8)
        data2 = UInt8(truncatingIfNeeded: rawValue)
    }
}
