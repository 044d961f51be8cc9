/// What a unit is called and what it connects to: the one description of it, for the graph, tests, clients and documentation.
public struct UnitSpec: Sendable, Equatable {
    /// An input: its name, what its numbers mean, and its value where nothing is connected.
    public struct Input: Sendable, Equatable {
        package var name: String
        package var unit: Unit
        package var defaultValue: Float

        /// What the numbers of an input mean.
        public enum Unit: Sendable, Equatable {
            case hertz
            case seconds
            case number
            case trigger
            case bus
            case buffer
            case action
        }

        /// A frequency, in cycles a second.
        public static func hertz(_ name: String, default value: Float) -> Input {
            Input(name: name, unit: .hertz, defaultValue: value)
        }

        /// A time.
        public static func seconds(_ name: String, default value: Float) -> Input {
            Input(name: name, unit: .seconds, defaultValue: value)
        }

        /// A plain number: a sample, a factor, a choice.
        public static func number(_ name: String, default value: Float) -> Input {
            Input(name: name, unit: .number, defaultValue: value)
        }

        /// What does something when it goes from 0 or below to above 0.
        public static func trigger(_ name: String, default value: Float = 0) -> Input {
            Input(name: name, unit: .trigger, defaultValue: value)
        }

        /// The number of a bus.
        public static func bus(_ name: String) -> Input {
            Input(name: name, unit: .bus, defaultValue: 0)
        }

        /// The number of a buffer.
        public static func buffer(_ name: String) -> Input {
            Input(name: name, unit: .buffer, defaultValue: 0)
        }

        /// What becomes of the synth when the unit is done: a `DoneAction`.
        public static var doneAction: Input {
            Input(name: "doneAction", unit: .action, defaultValue: 0)
        }
    }

    /// How many outputs a unit has.
    public enum Outputs: Sendable, Equatable {
        /// Always these.
        case named([String])

        /// As many as the definition says, 1 or more: the channels of a buffer, or neighbouring buses.
        case asDefined
    }

    /// How many outputs there always are; 0 if the definition says it.
    package var outputCount: Int {
        if case .named(let names) = outputs { names.count } else { 0 }
    }

    /// What is tested on every unit that does not say why it is exempt.
    public enum Law: Sendable, Hashable, CaseIterable {
        /// The sizes of the blocks change nothing.
        case blockSizes

        /// A block in pieces is the same as a whole one, if no input changes between the pieces.
        case splits

        /// The same input after `reset` gives the same output.
        case reset

        /// A control-rate input is an audio-rate input that is constant.
        case controlRate

        /// An output may be the memory of an input. The graph heeds this one: an exempt unit gets outputs of its own.
        case inPlace

        /// No input makes it give what is no number.
        case finite
    }

    /// As the registry lists it: the name that a SuperCollider client would use, where there is one.
    public var name: String
    package var inputs: [Input]
    package var outputs: Outputs

    /// The name of the inputs that may follow, as many as the definition gives: signals to play, points of an envelope.
    public var furtherInputs: String?

    /// Whether it is run in every piece of a block at control rate, too, with `isContinued` from the second on: because it hears
    /// every frame of an input at audio rate, or a control that is set inside the block.
    package var goesOnInPieces = false

    /// Whether, at control rate in a graph, there is a second output for each, behind all of them: what units at control rate read,
    /// which hear in the next block only what is told inside one.
    package var hasLateOutputs = false

    /// The laws that it does not keep, and why.
    public var exemptions: [Law: String]

    package init(
        _ name: String, inputs: [Input], outputs: Outputs, furtherInputs: String? = nil, goesOnInPieces: Bool = false,
        exemptions: [Law: String] = [:]
    ) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.furtherInputs = furtherInputs
        self.goesOnInPieces = goesOnInPieces
        self.exemptions = exemptions
    }

    package init(
        _ name: String, inputs: [Input], outputs: [String], furtherInputs: String? = nil, goesOnInPieces: Bool = false,
        exemptions: [Law: String] = [:]
    ) {
        self.init(
            name, inputs: inputs, outputs: .named(outputs), furtherInputs: furtherInputs,
            goesOnInPieces: goesOnInPieces, exemptions: exemptions)
    }
}
