/// What a unit is called and what it connects to: the one description of it, for tests, clients and documentation.
package struct UnitSpec: Sendable, Equatable {
    /// An input: its name, what its numbers mean, and its value where nothing is connected.
    package struct Input: Sendable, Equatable {
        package var name: String
        package var unit: Unit
        package var defaultValue: Float

        /// What the numbers of an input mean.
        package enum Unit: Sendable, Equatable {
            case hertz
            case number
        }

        /// A frequency, in cycles a second.
        package static func hertz(_ name: String, default value: Float) -> Input {
            Input(name: name, unit: .hertz, defaultValue: value)
        }

        /// A plain number: a sample, a factor, a choice.
        package static func number(_ name: String, default value: Float) -> Input {
            Input(name: name, unit: .number, defaultValue: value)
        }
    }

    /// As the registry lists it: the name that a SuperCollider client would use, where there is one.
    package var name: String
    package var inputs: [Input]
    package var outputs: [String]

    package init(_ name: String, inputs: [Input], outputs: [String]) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
    }
}
