internal import TonewheelGraph

/// A synth: what a definition plays as.
public struct Synth: Node {
    /// The synths that it belongs to.
    public let synths: Synths

    /// What the engine knows it by.
    public let number: Int32

    /// The frame at which it begins; nil if it was made for the next block.
    public let start: Int64?

    /// The definition that it was made from.
    public let definition: String

    init(_ synths: Synths, _ number: Int32, definition: String, start: Int64?) {
        self.synths = synths
        self.start = start
        self.number = number
        self.definition = definition
    }

    /// Sets a control.
    ///
    /// - Throws: `SynthError.noControl` if the definition has none of this name.
    public func set(_ control: String, _ value: ControlValue, at frame: Int64? = nil) throws(SynthError) {
        try set([control: value], at: frame)
    }

    /// Sets a control to a number.
    public func set(
        _ control: String, _ value: some BinaryFloatingPoint, at frame: Int64? = nil
    ) throws(SynthError) {
        try set([control: ControlValue(value)], at: frame)
    }

    /// Turns a control continuously: of values that come within one block only the latest counts, so that no number of them is too many.
    ///
    /// - Throws: `SynthError.noControl` if the definition has none of this name.
    public func turn(_ control: String, _ value: some BinaryFloatingPoint) throws(SynthError) {
        try synths.check([control], of: definition)
        try synths.turn([ControlTurn(node: number, ControlKey(name: control), Float(value))])
    }

    /// Sets controls, all at the same time.
    public func set(_ controls: [String: ControlValue], at frame: Int64? = nil) throws(SynthError) {
        try synths.check(controls.keys, of: definition)
        try (self as any Node).set(controls, at: frame)
    }
}
