internal import TonewheelOSC

/// A group: nodes that are rendered one behind the other, and that commands are for together.
public struct Group: Node {
    /// The synths that it belongs to.
    public let synths: Synths

    /// What the engine knows it by.
    public let number: Int32

    /// The frame at which it begins; nil if it was made for the next block.
    public let start: Int64?

    init(_ synths: Synths, _ number: Int32, start: Int64? = nil) {
        self.synths = synths
        self.start = start
        self.number = number
    }

    /// Sets controls of all synths in it that have them.
    public func set(_ controls: [String: ControlValue], at frame: Int64? = nil) throws(SynthError) {
        try (self as any Node).set(controls, at: frame)
    }

    /// Removes all that is in it.
    public func freeAll(at frame: Int64? = nil) throws(SynthError) {
        try synths.send(OSCMessage("/g_freeAll", .int32(number)), at: frame)
    }
}
