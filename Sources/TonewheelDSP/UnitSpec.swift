/// The name, inputs and outputs of a unit: the single description for the graph, tests, clients and documentation.
public struct UnitSpec: Sendable, Equatable {
    /// An input: its name, the unit of its values, and its default value if it is not connected.
    public struct Input: Sendable, Equatable {
        package var name: String
        package var unit: Unit
        package var defaultValue: Float

        /// The unit of measurement or meaning of an input.
        public enum Unit: Sendable, Equatable {
            case hertz
            case seconds
            case number
            case trigger
            case bus
            case buffer
            case action
        }

        /// Returns a frequency input, in cycles per second.
        public static func hertz(_ name: String, default value: Float) -> Input {
            Input(name: name, unit: .hertz, defaultValue: value)
        }

        /// Returns a time input, in seconds.
        public static func seconds(_ name: String, default value: Float) -> Input {
            Input(name: name, unit: .seconds, defaultValue: value)
        }

        /// Returns an input without a unit: a sample, a factor or an option.
        public static func number(_ name: String, default value: Float) -> Input {
            Input(name: name, unit: .number, defaultValue: value)
        }

        /// Returns a trigger input, which acts when it changes from 0 or below to above 0.
        public static func trigger(_ name: String, default value: Float = 0) -> Input {
            Input(name: name, unit: .trigger, defaultValue: value)
        }

        /// Returns a bus number input.
        public static func bus(_ name: String) -> Input {
            Input(name: name, unit: .bus, defaultValue: 0)
        }

        /// Returns a buffer number input.
        public static func buffer(_ name: String) -> Input {
            Input(name: name, unit: .buffer, defaultValue: 0)
        }

        /// The input for the action on the synth when the unit is done: a `DoneAction`.
        public static var doneAction: Input {
            Input(name: "doneAction", unit: .action, defaultValue: 0)
        }
    }

    /// The number of outputs of a unit.
    public enum Outputs: Sendable, Equatable {
        /// A fixed list of outputs.
        case named([String])

        /// The number given in the SynthDef, 1 or more: the channels of a buffer, or adjacent buses.
        case asDefined
    }

    /// The fixed number of outputs; 0 if the SynthDef determines it.
    package var outputCount: Int {
        if case .named(let names) = outputs { names.count } else { 0 }
    }

    /// A property that is tested on every unit without an exemption.
    public enum Law: Sendable, Hashable, CaseIterable {
        /// The output does not depend on the sizes of the blocks.
        case blockSizes

        /// A block rendered in pieces equals a whole one, if no input changes between the pieces.
        case splits

        /// The same input after `reset` yields the same output.
        case reset

        /// A control-rate input is equivalent to a constant audio-rate input.
        case controlRate

        /// An output may share memory with an input. The graph respects this law: a unit that is exempt gets separate
        /// outputs.
        case inPlace

        /// No input leads to a non-finite output.
        case finite
    }

    /// The name in the registry: that of the SuperCollider class, if there is one.
    public var name: String
    package var inputs: [Input]
    package var outputs: Outputs

    /// The name of the optional additional inputs, whose number the SynthDef determines: signals to play, points of an
    /// envelope.
    public var furtherInputs: String?

    /// Whether a control-rate unit runs in every piece of a block, with `isContinued` from the second piece on: because
    /// it reads every frame of an audio-rate input, or a control that is set inside the block.
    package var runsInEveryPiece = false

    /// Whether a control-rate unit has a second output for each output, placed after all of them. Control-rate units
    /// read the second ones, which deliver in the next block the values that were set inside this one.
    package var hasDeferredOutputs = false

    /// The laws that the unit does not satisfy, each with the reason.
    public var exemptions: [Law: String]

    package init(
        _ name: String, inputs: [Input], outputs: Outputs, furtherInputs: String? = nil, runsInEveryPiece: Bool = false,
        exemptions: [Law: String] = [:]
    ) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.furtherInputs = furtherInputs
        self.runsInEveryPiece = runsInEveryPiece
        self.exemptions = exemptions
    }

    package init(
        _ name: String, inputs: [Input], outputs: [String], furtherInputs: String? = nil,
        runsInEveryPiece: Bool = false, exemptions: [Law: String] = [:]
    ) {
        self.init(
            name, inputs: inputs, outputs: .named(outputs), furtherInputs: furtherInputs,
            runsInEveryPiece: runsInEveryPiece, exemptions: exemptions)
    }
}
