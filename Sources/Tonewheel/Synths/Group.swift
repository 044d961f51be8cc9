internal import TonewheelOSC

/// A group of nodes, which are rendered in order, and which commands can address together.
public struct Group: Node {
    /// The synths of the group's engine.
    public let synths: Synths

    /// The node's number in the engine.
    public let number: Int32

    /// The frame at which the group starts; nil if it was made for the next block.
    public let start: Int64?

    init(_ synths: Synths, _ number: Int32, start: Int64? = nil) {
        self.synths = synths
        self.start = start
        self.number = number
    }

    /// Sets controls of all synths in the group and its subgroups that have controls of these names. `[control]`
    ///
    /// - Parameter frame: The exact frame, counted from the engine's start; nil for the next block.
    public func set(_ controls: [String: ControlValue], at frame: Int64? = nil) throws(SynthError) {
        try (self as any Node).set(controls, at: frame)
    }

    /// Frees all nodes in the group. `[control]`
    ///
    /// - Parameter frame: The frame, counted from the engine's start, in whose block the nodes end; nil for the next
    ///   block.
    public func freeAll(at frame: Int64? = nil) throws(SynthError) {
        try synths.send(OSCMessage("/g_freeAll", .int32(number)), at: frame)
    }
}
