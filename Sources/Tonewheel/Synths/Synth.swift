internal import TonewheelGraph

/// A synth: a running instance of a ``SynthDef``.
public struct Synth: Node {
    /// The synths of the synth's engine.
    public let synths: Synths

    /// The node's number in the engine.
    public let number: Int32

    /// The frame at which the synth starts; nil if it was made for the next block.
    public let start: Int64?

    /// The name of the synth's definition.
    public let definition: String

    init(_ synths: Synths, _ number: Int32, definition: String, start: Int64?) {
        self.synths = synths
        self.start = start
        self.number = number
        self.definition = definition
    }

    /// Sets a control. `[control]`
    ///
    /// - Parameter frame: The exact frame, counted from the engine's start; nil for the next block.
    /// - Throws: `SynthError.noControl` if the definition has no control of this name.
    public func set(_ control: String, _ value: ControlValue, at frame: Int64? = nil) throws(SynthError) {
        try set([control: value], at: frame)
    }

    /// Sets a control to a number. `[control]`
    ///
    /// - Parameter frame: The exact frame, counted from the engine's start; nil for the next block.
    /// - Throws: `SynthError.noControl` if the definition has no control of this name.
    public func set(
        _ control: String, _ value: some BinaryFloatingPoint, at frame: Int64? = nil
    ) throws(SynthError) {
        try set([control: ControlValue(value)], at: frame)
    }

    /// Changes a control continuously, at the next block. Only the latest value within a block counts, so this may be
    /// called at any rate. `[control]`
    ///
    /// - Throws: `SynthError.noControl` if the definition has no control of this name, and `SynthError.refused` if the
    ///   value is not finite.
    public func turn(_ control: String, _ value: some BinaryFloatingPoint) throws(SynthError) {
        try synths.check([control], of: definition)
        try synths.turn([ControlTurn(node: number, ControlKey(name: control), Float(value))])
    }

    /// Sets several controls at the same time. `[control]`
    ///
    /// - Parameter frame: The exact frame, counted from the engine's start; nil for the next block.
    /// - Throws: `SynthError.noControl` if the definition lacks one of the controls.
    public func set(_ controls: [String: ControlValue], at frame: Int64? = nil) throws(SynthError) {
        try synths.check(controls.keys, of: definition)
        try (self as any Node).set(controls, at: frame)
    }
}
